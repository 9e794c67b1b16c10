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
  /** The Chat Server that has the chat, by its pair's primary; undefined if GMS does not say it. */
  readonly chatServer?: string;
}

/** GMS refused a request, or could not be asked: which hop failed, and whether another attempt can help. */
export class ChatError extends Error {
  constructor(
    message: string,
    /** The HTTP status; 0 if GMS itself did not answer. */
    readonly status: number,
    /** The two ends of the link that failed, such as `GMS -> WebAPI`. */
    readonly hop: string,
  ) {
    super(message);
  }

  /** 404: the chat is lost or has ended, and a customer must start again. */
  get lost(): boolean {
    return this.status === 404;
  }
}

/** How a customer reaches GMS. */
export interface CustomerOptions {
  /** How long one request may take, in milliseconds; default 5000. */
  readonly timeoutMs?: number;
  /** Credentials for HTTP basic authentication; default none. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** Further headers of every request. */
  readonly headers?: Readonly<Record<string, string>>;
}

const customerHop = "customer -> GMS";

/**
 * A customer's app: the Chat API of GMS, version 1, and nothing else. It works with any GMS that answers as the API is
 * documented: addresses relative or absolute, positions as numbers or strings.
 */
export class Customer {
  /** Where GMS is, without a slash at its end, such as `http://127.0.0.1:8080/genesys`. */
  private readonly url: string;
  private readonly timeoutMs: number;
  private readonly headers: Readonly<Record<string, string>>;
  private chat = "";
  /** The addresses that the start of the chat named, by field. */
  private addresses: Readonly<Record<string, unknown>> = {};

  /** @param url where GMS is, such as `http://127.0.0.1:8080/genesys` */
  constructor(
    url: string,
    private readonly nick: string,
    { timeoutMs = 5000, credentials, headers = {} }: CustomerOptions = {},
  ) {
    this.url = url.replace(/\/+$/, "");
    this.timeoutMs = timeoutMs;
    this.headers = { ...headers, ...(credentials && { authorization: basic(credentials) }) };
  }

  /** Asks for the service and starts a chat. */
  async start(subject: string, service = "request-chat-poll"): Promise<ChatAnswer> {
    const creation = `${this.url}/1/service/${encodeURIComponent(service)}`;
    const created = await this.post(creation, { _verbose: "true" });
    const { _id: id, "_chatIxnAPI-CREATE-URL": address } = created;
    if (typeof id !== "string") throw new ChatError("GMS answered no service id", 200, customerHop);
    const usual = `${this.url}/1/service/${encodeURIComponent(id)}/ixn/chat`;
    this.chat = typeof address === "string" ? this.resolve(address) : usual;
    const [firstName = this.nick, lastName = ""] = this.nick.split(" ");
    const form = { firstName, lastName, userDisplayName: this.nick, subject, _verbose: "true" };
    this.addresses = await this.post(this.chat, form);
    return answer(this.addresses);
  }

  /** Sends a message; when it returns, the message is stored. */
  async send(message: string): Promise<ChatAnswer> {
    const sent = await this.ask("SEND_URL", "send", { message });
    // A chat that has ended answers 200, with the last entries; a message that came in before the end is one of them.
    const stored =
      sent.state !== "DISCONNECTED" ||
      sent.entries.some(({ partyType, text }) => partyType === "CLIENT" && text === message);
    if (!stored) throw new ChatError("the chat has ended", 404, customerHop);
    return sent;
  }

  /** Asks for the entries after a position. */
  refresh(after: number): Promise<ChatAnswer> {
    return this.ask("REFRESH_URL", "refresh", { transcriptPosition: String(after) });
  }

  startTyping(): Promise<ChatAnswer> {
    return this.ask("START_TYPING_URL", "startTyping", {});
  }

  stopTyping(): Promise<ChatAnswer> {
    return this.ask("STOP_TYPING_URL", "stopTyping", {});
  }

  disconnect(): Promise<ChatAnswer> {
    return this.ask("DISCONNECT_URL", "disconnect", {});
  }

  private async ask(field: string, path: string, form: Record<string, string>): Promise<ChatAnswer> {
    const address = this.addresses[`_chatIxnAPI_${field}`];
    const url = typeof address === "string" ? this.resolve(address) : `${this.chat}/${path}`;
    return answer(await this.post(url, form));
  }

  /**
   * The address of a path that GMS named. Only its path counts: behind a proxy GMS does not know under which name it is
   * reached, and credentials go nowhere else.
   */
  private resolve(address: string): string {
    let path: string;
    try {
      const { pathname, search } = new URL(address, this.url);
      path = pathname + search;
    } catch {
      throw new ChatError("GMS answered an address that is no URL", 200, customerHop);
    }
    const { origin, pathname: base } = new URL(this.url);
    // A proxy may have put a folder before GMS's own `/genesys`.
    const folder = base.endsWith("/genesys") ? base.slice(0, -"/genesys".length) : "";
    return origin + (path.startsWith(`${folder}/genesys/`) ? path : folder + path);
  }

  private async post(url: string, form: Record<string, string>): Promise<Record<string, unknown>> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        method: "POST",
        body: new URLSearchParams(form),
        headers: this.headers,
        // Followed, a form would become an empty GET, and its credentials another server's.
        redirect: "manual",
        signal: AbortSignal.timeout(this.timeoutMs),
      });
      text = await response.text();
    } catch (error) {
      throw new ChatError(`GMS does not answer at ${this.url} (${reason(error)})`, 0, customerHop);
    }
    const body = parse(text);
    if (response.ok && body) return body;
    const hop = typeof body?.hop === "string" ? body.hop : customerHop;
    throw new ChatError(failureOf(response.status, body), response.status, hop);
  }
}

function failureOf(status: number, body: Record<string, unknown> | undefined): string {
  if (typeof body?.message === "string" && body.message !== "") return body.message;
  if (status >= 300 && status < 400) return `GMS redirects (${status}): state the address it redirects to`;
  if (status >= 200 && status < 300) return `GMS answered ${status} without a JSON object`;
  return `GMS answered ${status}`;
}

function basic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
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
  const entries = Array.isArray(body.transcriptToShow) ? (body.transcriptToShow as unknown[][]) : [];
  const { chatServerLoadBalancerAlias: chatServer } = body;
  const position = Number(body.transcriptPosition);
  if (!Number.isInteger(position)) {
    throw new ChatError("GMS answered a transcriptPosition that is no integer", 200, customerHop);
  }
  return {
    ...(typeof chatServer === "string" && { chatServer }),
    state: String(body.chatIxnState),
    sessionId: String(body.chatSessionId),
    position,
    entries: entries.map((entry) => {
      const [type = "", nick = "", text = "", partyId = "", partyType = ""] = entry.map(String);
      return { type, nick, text, partyId, partyType };
    }),
  };
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error as { cause?: { code?: string } };
  return error.name === "TimeoutError" ? "no answer in time" : (cause?.code ?? error.message);
}
