import { randomUUID } from "node:crypto";
import type { SessionAnswer } from "../chat-server/web-api-port";
import type { Configuration } from "../configuration";
import { Routes, type Incoming } from "../http-port";
import { Refusal } from "../refusal";
import type { ChatLink } from "./chat-link";
import { serviceSettings, type ServiceSettings } from "./service-settings";
import { serviceLimit, type Service, type Services } from "./services";

/** The Chat API of GMS, version 1, as `docs/http.md` says. It keeps no transcript: every answer is the Chat Server's. */
export class ChatApi {
  constructor(
    private readonly configuration: Configuration,
    private readonly services: Services,
    private readonly link: ChatLink,
  ) {}

  /** Adds the API's paths. */
  addTo(routes: Routes): void {
    const chat = "/genesys/1/service/:id/ixn/chat";
    routes
      .on("POST", "/genesys/1/service/:name", (incoming) => this.createService(incoming))
      .on("POST", chat, (incoming) => this.create(incoming))
      .on("POST", `${chat}/send`, (incoming) => this.send(incoming))
      .on("POST", `${chat}/refresh`, (incoming) => this.refresh(incoming))
      .on("POST", `${chat}/startTyping`, (incoming) => this.typing(incoming, true))
      .on("POST", `${chat}/stopTyping`, (incoming) => this.typing(incoming, false))
      .on("POST", `${chat}/disconnect`, (incoming) => this.disconnect(incoming));
  }

  /** Deletes a service, and ends its chat: its time is over. */
  async expire(service: Service): Promise<void> {
    const settings = serviceSettings(this.configuration, service.name);
    if (service.alias !== undefined && service.session !== undefined && !service.lost) {
      const path = `${sessionPath(service)}/disconnect`;
      await this.link
        .send(service.alias, settings?.tenant.name ?? "", { path, body: {} })
        // The Chat Server's own bound ends it then.
        .catch(() => undefined);
    }
    await this.services.remove(service);
  }

  private async createService(incoming: Incoming): Promise<unknown> {
    const name = incoming.params.name ?? "";
    const settings = serviceSettings(this.configuration, name);
    if (!settings) throw new Refusal(404, "there is no such service");
    if (this.services.count >= serviceLimit) throw new Refusal(503, "there are too many services");
    const service = await this.services.create(name, incoming.form().get("_verbose") === "true");
    const base = `http://${incoming.host}/genesys/1/service/${service.id}`;
    return { _id: service.id, "_chatIxnAPI-CREATE-URL": `${base}/ixn/chat` };
  }

  private async create(incoming: Incoming): Promise<unknown> {
    const { service, settings } = this.service(incoming);
    return this.services.lane(service).run(async () => {
      const form = incoming.form();
      const party = Object.fromEntries(
        ["firstName", "lastName", "userDisplayName", "subject", "email"].flatMap((name) => {
          const value = form.get(name);
          return value === null ? [] : [[name, value]];
        }),
      );
      const nick =
        party.userDisplayName || [party.firstName, party.lastName].filter(Boolean).join(" ") || "Customer";
      if (service.alias === undefined) {
        service.alias = (await this.link.place(settings.tenant.name)).alias;
        // Before the session is opened: a GMS that starts again finds the same one under the service's id.
        await this.services.save(service, true);
      }
      const { dbid: tenant } = settings.tenant;
      const body = { requestId: service.id, tenant, endpoint: settings.endpoint, nick, party };
      let answer: SessionAnswer;
      try {
        answer = await this.link.send<SessionAnswer>(service.alias, settings.tenant.name, {
          path: "/sessions",
          body,
        });
      } catch (error) {
        // Refused outright: the next attempt may be placed elsewhere. After an unclear end it must not.
        if (error instanceof Refusal && error.status === 500) delete service.alias;
        throw error;
      }
      service.session = answer.session;
      await this.services.save(service);
      return this.answer(service, answer);
    });
  }

  private async send(incoming: Incoming): Promise<unknown> {
    const message = incoming.form().get("message");
    const { service, settings } = this.chat(incoming);
    if (message === null || message === "") throw new Refusal(415, "message is missing");
    const from = service.position;
    const answer = await this.ask(service, settings, `/messages?after=${from}`, {
      requestId: randomUUID(),
      text: message,
    });
    return this.given(service, answer);
  }

  private async refresh(incoming: Incoming): Promise<unknown> {
    const text = incoming.form().get("transcriptPosition");
    const { service, settings } = this.chat(incoming);
    if (text !== null && !/^\d{1,9}$/.test(text))
      throw new Refusal(415, "transcriptPosition is not a position");
    const answer = await this.ask(service, settings, `?after=${text ?? service.position}`);
    return this.given(service, answer);
  }

  private async typing(incoming: Incoming, started: boolean): Promise<unknown> {
    const { service, settings } = this.chat(incoming);
    return this.answer(
      service,
      await this.ask(service, settings, `/typing?after=${service.position}`, { started }),
    );
  }

  private async disconnect(incoming: Incoming): Promise<unknown> {
    const { service, settings } = this.chat(incoming);
    return this.answer(
      service,
      await this.ask(service, settings, `/disconnect?after=${service.position}`, {}),
    );
  }

  private async ask(
    service: Service,
    settings: ServiceSettings,
    path: string,
    body?: unknown,
  ): Promise<SessionAnswer> {
    try {
      const request = { path: `${sessionPath(service)}${path}`, body };
      return await this.link.send<SessionAnswer>(service.alias ?? "", settings.tenant.name, request);
    } catch (error) {
      if (error instanceof Refusal && error.detail.lost === true) {
        service.lost = true;
        await this.services.save(service);
      }
      throw error;
    }
  }

  /** An answer that moves the service's position on. */
  private async given(service: Service, answer: SessionAnswer): Promise<unknown> {
    service.position = Math.max(service.position, answer.position);
    await this.services.save(service);
    return this.answer(service, answer);
  }

  private answer(service: Service, answer: SessionAnswer): unknown {
    const known = this.link.known(service.alias ?? "");
    return {
      chatIxnState: answer.state === "open" ? "TRANSCRIPT" : "DISCONNECTED",
      chatSessionId: answer.session,
      transcriptPosition: answer.position,
      chatServiceMessage: "Chat service is available",
      startedAt: new Date(answer.startedAt).toISOString(),
      transcriptToShow: answer.entries.map(({ type, nick, text, partyId, partyType }) => [
        type,
        nick,
        text,
        partyId,
        partyType,
      ]),
      ...(service.verbose && known
        ? {
            checkChatServiceLoadBalancerPath: known.path,
            chatServerLoadBalancerAlias: known.alias,
            chatServerHost: known.host,
            chatWebApiPort: known.port,
            isTLSrequired: false,
          }
        : {}),
    };
  }

  private service(incoming: Incoming): { service: Service; settings: ServiceSettings } {
    const service = this.services.find(incoming.params.id ?? "");
    const settings = service && serviceSettings(this.configuration, service.name);
    if (!service || !settings) throw new Refusal(404, "there is no such service, or its time is over");
    service.touchedAt = Date.now();
    return { service, settings };
  }

  private chat(incoming: Incoming): { service: Service; settings: ServiceSettings } {
    const found = this.service(incoming);
    if (found.service.lost) throw new Refusal(404, "the chat session is lost");
    if (found.service.session === undefined) throw new Refusal(404, "this service has no chat yet");
    return found;
  }
}

function sessionPath(service: Service): string {
  return `/sessions/${encodeURIComponent(service.session ?? "")}`;
}
