/** One entry of a transcript as GMS hands it out (docs/http.md). */
export interface TranscriptEntry {
  readonly type: string;
  readonly nick: string;
  readonly text: string;
  readonly partyId: string;
  readonly partyType: string;
}

/** What GMS answers to every chat request. */
export interface ChatAnswer {
  readonly state: string;
  readonly sessionId: string;
  /** The position of the transcript's last entry; positions count from 1. */
  readonly position: number;
  readonly entries: readonly TranscriptEntry[];
  /** The Chat Server that has the chat, by its pair's primary; undefined where GMS does not say it. */
  readonly chatServer?: string;
}

/** GMS said no, or could not be asked: which hop failed, and whether trying again can help. */
export class ChatError extends Error {
  constructor(
    message: string,
    /** The HTTP status; 0 where GMS itself did not answer. */
    readonly status: number,
    /** The two ends of the link that failed, such as `GMS -> WebAPI`. */
    readonly hop: string,
  ) {
    super(message);
  }

  /** 404: the chat is lost for good, and a customer has to start again. */
  get lost(): boolean {
    return this.status === 404;
  }
}

/** A customer's app: the Chat API of GMS, version 1, and nothing else. */
export class Customer {
  private chat = "";

  constructor(
    /** Where GMS is, such as `http://127.0.0.1:8080/genesys`. */
    private readonly url: string,
    private readonly nick: string,
    private readonly timeoutMs = 5000,
  ) {}

  /** Asks for the service and starts a chat. */
  async start(subject: string, service = "request-chat-poll"): Promise<ChatAnswer> {
    const created = await this.post(`${this.url}/1/service/${service}`, { _verbose: "true" });
    if (typeof created._id !== "string")
      throw new ChatError("GMS answered no service id", 200, "customer -> GMS");
    this.chat = `${this.url}/1/service/${encodeURIComponent(created._id)}/ixn/chat`;
    const [firstName = this.nick, lastName = ""] = this.nick.split(" ");
    return answer(await this.post(this.chat, { firstName, lastName, userDisplayName: this.nick, subject }));
  }

  /** Sends a message; once it answers, the message is stored. */
  async send(message: string): Promise<ChatAnswer> {
    return answer(await this.post(`${this.chat}/send`, { message }));
  }

  /** Asks for the entries after a position. */
  async refresh(after: number): Promise<ChatAnswer> {
    return answer(await this.post(`${this.chat}/refresh`, { transcriptPosition: String(after) }));
  }

  async startTyping(): Promise<ChatAnswer> {
    return answer(await this.post(`${this.chat}/startTyping`, {}));
  }

  async stopTyping(): Promise<ChatAnswer> {
    return answer(await this.post(`${this.chat}/stopTyping`, {}));
  }

  async disconnect(): Promise<ChatAnswer> {
    return answer(await this.post(`${this.chat}/disconnect`, {}));
  }

  private async post(url: string, form: Record<string, string>): Promise<Record<string, unknown>> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        method: "POST",
        body: new URLSearchParams(form),
        signal: AbortSignal.timeout(this.timeoutMs),
      });
      text = await response.text();
    } catch (error) {
      throw new ChatError(`GMS does not answer at ${this.url} (${reason(error)})`, 0, "customer -> GMS");
    }
    const body = parse(text);
    if (response.ok && body) return body;
    const hop = typeof body?.hop === "string" ? body.hop : "customer -> GMS";
    const message = typeof body?.error === "string" ? body.error : `GMS answered ${response.status}`;
    throw new ChatError(message, response.status, hop);
  }
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return body !== null && typeof body === "object" ? (body as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function answer(body: Record<string, unknown>): ChatAnswer {
  const entries = Array.isArray(body.transcriptToShow) ? (body.transcriptToShow as string[][]) : [];
  const { chatServerLoadBalancerAlias: chatServer } = body;
  return {
    ...(typeof chatServer === "string" && { chatServer }),
    state: String(body.chatIxnState),
    sessionId: String(body.chatSessionId),
    position: Number(body.transcriptPosition),
    entries: entries.map(([type = "", nick = "", text = "", partyId = "", partyType = ""]) => ({
      type,
      nick,
      text,
      partyId,
      partyType,
    })),
  };
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error as { cause?: { code?: string } };
  return error.name === "TimeoutError" ? "no answer in time" : (cause?.code ?? error.message);
}
