import { randomUUID } from "node:crypto";
import type { SessionAnswer } from "../chat-server/web-api-port";
import type { Configuration } from "../configuration";
import { Plain, Routes, type Incoming } from "../http-port";
import { Refusal } from "../refusal";
import { authenticate } from "./authentication";
import type { BeginService, IsAgentAnnounced } from "./begin-service";
import { chatAnswer, chatPath, chatPaths, verboseFields } from "./chat-answer";
import type { ChatLink } from "./chat-link";
import { creationData, customerData } from "./customer-data";
import { readFields, type Fields } from "./request-fields";
import { serviceSettings, type ServiceSettings } from "./service-settings";
import type { Service, Services } from "./services";

/** A request for a service that exists. */
interface ServiceRequest {
  readonly service: Service;
  readonly settings: ServiceSettings;
  readonly fields: Fields;
}

/** A position as clients give it: a decimal integer, as a number or in a string. */
const position = /^\d{1,9}$/;

/** The Chat API of GMS, version 1, as `docs/http.md` says. It keeps no transcript: every answer is the Chat Server's. */
export class ChatApi {
  constructor(
    private readonly configuration: Configuration,
    private readonly services: Services,
    private readonly link: ChatLink,
    private readonly beginService: BeginService,
    private readonly isAgentAnnounced: IsAgentAnnounced,
  ) {}

  /** Adds the API's paths. */
  addTo(routes: Routes): void {
    const service = "/genesys/1/service/:id";
    const chat = `${service}/ixn/chat`;
    routes
      .on("OPTIONS", /^\/genesys\/.*/, () => new Plain("", 204))
      .on("GET", "/genesys/1/service/:name", (incoming) => this.create(incoming))
      .on("POST", "/genesys/1/service/:name", (incoming) => this.create(incoming))
      .on("POST", chat, (incoming) => this.start(incoming))
      .on("POST", `${chat}/${chatPaths.SEND_URL}`, (incoming) => this.send(incoming))
      .on("POST", `${chat}/${chatPaths.REFRESH_URL}`, (incoming) => this.refresh(incoming))
      .on("POST", `${chat}/${chatPaths.REFRESH_FROM_START_URL}`, (incoming) => this.refresh(incoming, 0))
      .on("POST", `${chat}/${chatPaths.START_TYPING_URL}`, (incoming) => this.typing(incoming, true))
      .on("POST", `${chat}/${chatPaths.STOP_TYPING_URL}`, (incoming) => this.typing(incoming, false))
      .on("POST", `${chat}/${chatPaths.DISCONNECT_URL}`, (incoming) => this.disconnect(incoming))
      .on("POST", `${service}/poke`, (incoming) => this.poke(incoming));
  }

  /** Deletes a service, and ends its chat: its time is over. */
  async expire(service: Service): Promise<void> {
    const settings = serviceSettings(this.configuration, service.name);
    if (service.alias !== undefined && service.session !== undefined && !service.lost && !service.ended) {
      const path = `${sessionPath(service)}/disconnect`;
      await this.link
        .send(service.alias, settings?.tenant.name ?? "", { path, body: {} })
        // The Chat Server's own bound ends it then.
        .catch(() => undefined);
    }
    await this.services.remove(service);
  }

  private async create(incoming: Incoming): Promise<unknown> {
    const name = incoming.params.name ?? "";
    const settings = serviceSettings(this.configuration, name);
    authenticate(this.configuration, settings?.section, incoming.headers);
    if (!settings) throw new Refusal(404, "there is no such service");
    const fields = await readFields(incoming);
    const data = creationData(fields, this.optionsOf(settings));
    const service = await this.services.create(name, isTrue(fields.get("_verbose")), data);
    try {
      await this.beginService(settings, service);
      // A GMS that starts again must not let the chat start too early.
      if (service.agentAnnounced !== undefined) await this.services.save(service, true);
    } catch (error) {
      await this.services.remove(service);
      throw error;
    }
    return { _id: service.id, "_chatIxnAPI-CREATE-URL": chatPath(service) };
  }

  private async start(incoming: Incoming): Promise<unknown> {
    const request = await this.request(incoming);
    const { service, settings, fields } = request;
    return this.services.lane(service).run(async () => {
      if (service.session !== undefined) return this.read(request, 0);
      // Documented for services that check for agents: not now, with an empty body.
      if (service.agentAnnounced === false && !(await this.isAgentAnnounced(settings)))
        return new Plain("", 503);
      delete service.agentAnnounced;
      const customer = customerData(service, settings, fields, this.optionsOf(settings));
      if (service.alias === undefined) {
        service.alias = (await this.link.place(settings.tenant.name)).alias;
        // Before the session is opened: a GMS that starts again finds the same one under the service's id.
        await this.services.save(service, true);
      }
      const { dbid: tenant } = settings.tenant;
      const body = { requestId: service.id, tenant, endpoint: settings.endpoint, ...customer };
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
      await this.services.begun(service, answer.session, answer.startedAt);
      return this.given(request, answer);
    });
  }

  private async send(incoming: Incoming): Promise<unknown> {
    const request = await this.chat(incoming);
    const message = request.fields.get("message");
    if (!message) throw new Refusal(415, "message is missing");
    return this.inOrder(request, (from) => this.store(request, message, from));
  }

  /** Reads, and stores the message that some clients send with every refresh. */
  private async refresh(incoming: Incoming, start?: number): Promise<unknown> {
    const request = await this.chat(incoming);
    const message = request.fields.get("message");
    const asked = start ?? positionOf(request.fields);
    const answer = (from: number): Promise<unknown> =>
      message ? this.store(request, message, from) : this.read(request, from);
    return asked === undefined ? this.inOrder(request, answer) : answer(asked);
  }

  /**
   * Entries are left for the next refresh: a client that reads them in every answer would show them twice, and one that
   * takes the position from every answer would miss them.
   */
  private async typing(incoming: Incoming, started: boolean): Promise<unknown> {
    const request = await this.chat(incoming);
    const { service } = request;
    const answer = await this.ask(request, `/typing?after=${service.position}`, { started });
    this.refuseEnded(request, answer);
    const open = answer.state === "open";
    return this.answer(request, open ? { ...answer, entries: [], position: service.position } : answer);
  }

  private async disconnect(incoming: Incoming): Promise<unknown> {
    const request = await this.chat(incoming);
    const answer = await this.ask(request, `/disconnect?after=${request.service.position}`, {});
    if (answer.state === "closed") await this.noteEnd(request.service);
    return this.answer(request, answer);
  }

  /** A message from the agent's side, over the address that the desktop was given with the interaction. */
  private async poke(incoming: Incoming): Promise<unknown> {
    const request = await this.request(incoming, false);
    const { service, settings, fields } = request;
    const refused = new Refusal(404, "there is no chat that can be poked");
    if (!settings.poke || service.session === undefined || service.lost || service.ended) throw refused;
    const text = fields.get("poke_message") || settings.poke.defaultMessage;
    try {
      await this.ask(request, "/poke", { requestId: randomUUID(), text });
    } catch (error) {
      throw isEnded(error) ? refused : error;
    }
    return {};
  }

  /** Stores a message; after the chat's end the answer says that, and the message is not stored. */
  private async store(request: ServiceRequest, text: string, from: number): Promise<unknown> {
    let answer: SessionAnswer;
    try {
      answer = await this.ask(request, `/messages?after=${from}`, { requestId: randomUUID(), text });
    } catch (error) {
      if (!isEnded(error)) throw error;
      return this.read(request, from);
    }
    return this.given(request, answer);
  }

  private async read(request: ServiceRequest, from: number): Promise<unknown> {
    const answer = await this.ask(request, `?after=${from}`);
    this.refuseEnded(request, answer);
    return this.given(request, answer);
  }

  /** Runs requests without a position of their own one after the other, so that each gets what the last one did not. */
  private inOrder(request: ServiceRequest, task: (from: number) => Promise<unknown>): Promise<unknown> {
    const { service } = request;
    return this.services.lane(service).run(() => task(service.position));
  }

  private async ask(request: ServiceRequest, path: string, body?: unknown): Promise<SessionAnswer> {
    const { service, settings } = request;
    try {
      const asked = { path: `${sessionPath(service)}${path}`, body };
      return await this.link.send<SessionAnswer>(service.alias ?? "", settings.tenant.name, asked);
    } catch (error) {
      if (!(error instanceof Refusal) || error.detail.lost !== true) throw error;
      if (service.ended) return endOf(service);
      service.lost = true;
      await this.services.save(service);
      throw error;
    }
  }

  /** An answer that moves the service's position on. */
  private async given(request: ServiceRequest, answer: SessionAnswer): Promise<unknown> {
    const { service } = request;
    service.position = Math.max(service.position, answer.position);
    if (answer.state === "closed") service.ended = true;
    await this.services.save(service);
    return this.answer(request, answer);
  }

  private answer({ service, fields }: ServiceRequest, answer: SessionAnswer): unknown {
    const asked = fields.get("_verbose");
    const verbose = asked === undefined ? service.verbose : isTrue(asked);
    return {
      ...chatAnswer(answer),
      ...(verbose && verboseFields(service, this.link.known(service.alias ?? ""))),
    };
  }

  private refuseEnded({ service, settings }: ServiceRequest, answer: SessionAnswer): void {
    if (answer.state !== "closed") return;
    service.ended = true;
    if (settings.refusesEnded) throw new Refusal(400, "the chat has ended");
  }

  private async noteEnd(service: Service): Promise<void> {
    if (service.ended) return;
    service.ended = true;
    await this.services.save(service);
  }

  /** @param byCustomer whether the request shows that the customer is there */
  private async request(incoming: Incoming, byCustomer = true): Promise<ServiceRequest> {
    const service = this.services.find(incoming.params.id ?? "");
    const settings = service && serviceSettings(this.configuration, service.name);
    authenticate(this.configuration, settings?.section, incoming.headers);
    if (!service || !settings) throw new Refusal(404, "there is no such service, or its time is over");
    if (byCustomer) service.touchedAt = Date.now();
    return { service, settings, fields: await readFields(incoming) };
  }

  private async chat(incoming: Incoming): Promise<ServiceRequest> {
    const request = await this.request(incoming);
    if (request.service.lost) throw new Refusal(404, "the chat session is lost");
    if (request.service.session === undefined) throw new Refusal(404, "this service has no chat yet");
    return request;
  }

  private optionsOf({ section }: ServiceSettings): Readonly<Record<string, string>> {
    return this.configuration.current.options[section] ?? {};
  }
}

function sessionPath(service: Service): string {
  return `/sessions/${encodeURIComponent(service.session ?? "")}`;
}

/** What is known of a chat's end once the Chat Server has forgotten it. */
function endOf({ session = "", startedAt, createdAt, position }: Service): SessionAnswer {
  return { session, state: "closed", startedAt: startedAt ?? createdAt, position, entries: [] };
}

function isEnded(error: unknown): boolean {
  return error instanceof Refusal && error.detail.ended === true;
}

function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === "true";
}

function positionOf(fields: Fields): number | undefined {
  const text = fields.get("transcriptPosition");
  if (text === undefined || text === "") return undefined;
  if (!position.test(text)) throw new Refusal(415, "transcriptPosition is not a position");
  return Number(text);
}
