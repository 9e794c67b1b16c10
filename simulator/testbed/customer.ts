import { pause } from "./testbed";

/** The chat answer of GMS. */
export interface ChatAnswer {
  readonly chatIxnState: string;
  readonly chatSessionId: string;
  readonly transcriptPosition: number;
  readonly transcriptToShow: readonly (readonly [
    type: string,
    nick: string,
    text: string,
    id: string,
    party: string,
  ])[];
  readonly chatServerLoadBalancerAlias?: string;
}

/** GMS answered with an error. */
export class ChatError extends Error {
  constructor(
    readonly status: number,
    readonly hop: string | undefined,
    message: string,
  ) {
    super(message);
  }
}

/** A customer's app: after an unclear send it refreshes, and sends again only what is absent. */
export class Customer {
  /** The texts GMS has acknowledged, or shown to be there. */
  readonly acknowledged: string[] = [];
  /** How long each message took from the first attempt to its acknowledgement, in milliseconds. */
  readonly waits: number[] = [];
  session = "";
  alias = "";

  private constructor(private readonly base: string) {}

  /** Opens a chat; one attempt, errors are the caller's. */
  static async begin(gms: string, service = "request-chat-poll"): Promise<Customer> {
    const created = await post<{ _id: string; "_chatIxnAPI-CREATE-URL": string }>(
      `${gms}/genesys/1/service/${service}`,
      { _verbose: "true" },
    );
    const customer = new Customer(new URL(created["_chatIxnAPI-CREATE-URL"], gms).href);
    const answer = await customer.post("", { firstName: "Ada", userDisplayName: "Ada" });
    customer.session = answer.chatSessionId;
    customer.alias = answer.chatServerLoadBalancerAlias ?? "";
    return customer;
  }

  /** One request. */
  post(path: string, form: Record<string, string>): Promise<ChatAnswer> {
    return post<ChatAnswer>(`${this.base}${path}`, form);
  }

  /** All of the transcript after a position; it comes in pages. */
  async refresh(position = 0): Promise<ChatAnswer> {
    const shown: ChatAnswer["transcriptToShow"][number][] = [];
    for (let after = position; ;) {
      const answer = await this.post("/refresh", { transcriptPosition: String(after) });
      shown.push(...answer.transcriptToShow);
      if (answer.transcriptToShow.length === 0) return { ...answer, transcriptToShow: shown };
      after = answer.transcriptPosition;
    }
  }

  /** Sends a message until it is acknowledged; throws when the chat is lost or it takes too long. */
  async say(text: string, patienceMs = 30_000): Promise<void> {
    const start = performance.now();
    for (;;) {
      try {
        const { chatIxnState } = await this.post("/send", { message: text });
        if (chatIxnState === "DISCONNECTED") throw new ChatError(404, undefined, "the chat has ended");
        break;
      } catch (error) {
        if (error instanceof ChatError && error.status !== 503) throw error;
        if (performance.now() - start > patienceMs) throw error;
        if (await this.isThere(text, start + patienceMs)) break;
      }
    }
    this.acknowledged.push(text);
    this.waits.push(performance.now() - start);
  }

  /** Whether a message has arrived; asked until there is an answer. */
  private async isThere(text: string, deadline: number): Promise<boolean> {
    for (;;) {
      try {
        const { transcriptToShow } = await this.refresh();
        return transcriptToShow.some(
          ([type, , body, , party]) => type === "Message.Text" && party === "CLIENT" && body === text,
        );
      } catch (error) {
        if (error instanceof ChatError && error.status !== 503) throw error;
        if (performance.now() > deadline) throw error;
        await pause(20);
      }
    }
  }
}

async function post<T>(url: string, form: Record<string, string>): Promise<T> {
  const response = await fetch(url, {
    method: "POST",
    body: new URLSearchParams(form),
    signal: AbortSignal.timeout(5000),
  }).catch((error: Error) => {
    throw new ChatError(503, "customer -> GMS", error.message);
  });
  const body = (await response.json()) as T & { message?: string; hop?: string };
  if (!response.ok) throw new ChatError(response.status, body.hop, body.message ?? "");
  return body;
}
