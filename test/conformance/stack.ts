import { ApiClient, type Chat, type WireEntry } from "../../simulator/testbed/api-client";
import { Testbed, until } from "../../simulator/testbed/testbed";

/** The applications that a conversation needs. */
export const onePair = ["GMS", "WebAPI", "ChatServer1", "InteractionServer", "ContactServer"];

/** A stack with a service of each kind, and what tests ask of it. */
export class ConformanceStack {
  testbed!: Testbed;
  api!: ApiClient;

  async start(): Promise<void> {
    this.testbed = await Testbed.start((all) => {
      const options = all.GMS?.options ?? {};
      Object.assign(options["service.request-chat-poll"] ?? {}, {
        internal_api_url_base: "http://gms.example:8080/",
        default_poke_message: "Please join",
      });
      options["service.request-chat"] = { type: "builtin", service: "request-chat" };
      options["service.later"] = {
        _type: "builtin",
        _service: "request-chat",
        _ttl: "36000",
        _chat_endpoint: "Environment:default",
      };
      options["service.refusing"] = { type: "ors", _chat_400_response_on_disconnected: "true", ttl: "3600" };
      options["service.short"] = { type: "ors", ttl: "2" };
      options["service.protected"] = { type: "ors", username: "app", password: "pä:ss" };
      options["service.mixed"] = { type: "ors" };
      options["service.interaction"] = { _type: "builtin", _service: "request-interaction" };
    }, onePair);
    this.api = new ApiClient(this.testbed.url("GMS"));
  }

  stop(): Promise<void> {
    return this.testbed.stop();
  }

  /** A port that answers processes of the deployment only, asked as one of them. */
  inside(name: string, port = "default"): ApiClient {
    return new ApiClient(this.testbed.url(name, port), { authorization: this.testbed.authorization() });
  }

  /** The agent's side of a chat, as a desktop has it. */
  agent(chat: Chat, path: string, body?: object) {
    const session = String((chat.started.body as { chatSessionId: unknown }).chatSessionId);
    return this.inside("ChatServer1", "ESP").send(
      `/agent/sessions/${session}${path}`,
      body ? { json: body } : { method: "GET" },
    );
  }

  /** Ends a chat from the agent's side. */
  agentLeaves(chat: Chat) {
    return this.agent(chat, "/leave", { requestId: "agent-leaves", nick: "Agent" });
  }

  /** An interaction as the Interaction Server has it. */
  async interaction(chat: Chat): Promise<Record<string, unknown> | undefined> {
    const session = (chat.started.body as { chatSessionId: string }).chatSessionId;
    const listed = await this.inside("InteractionServer").send("/interactions", {
      method: "GET",
    });
    return (listed.body as { interactions: Record<string, unknown>[] }).interactions.find(
      (one) => one.session === session,
    );
  }

  /** Waits until the agent has greeted the customer. */
  greeted(chat: Chat): Promise<number> {
    return until(
      "the agent has greeted",
      async () => texts(await this.api.transcript(chat), "AGENT").length > 0,
    );
  }
}

/**
 * The stack of a test file: it runs from before the first test until after the last one.
 * @param testMs how long a test may take, in milliseconds
 */
export function conformanceStack(testMs = 20_000): ConformanceStack {
  const stack = new ConformanceStack();
  jest.setTimeout(testMs);
  beforeAll(() => stack.start(), 60_000);
  afterAll(() => stack.stop());
  return stack;
}

/** The messages of a transcript, all or one party type's. */
export function texts(entries: readonly WireEntry[], party?: string): string[] {
  return entries
    .filter(([event, , , , type]) => event === "Message.Text" && (party === undefined || type === party))
    .map(([, , text]) => text);
}
