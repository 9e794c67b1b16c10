/** What a request brings: one kind of body, or none. */
export interface Sent {
  readonly form?: Record<string, string>;
  readonly multipart?: Record<string, string>;
  readonly json?: unknown;
  /** A body as it is, with the content type it is sent under. */
  readonly raw?: readonly [body: string, contentType: string];
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly method?: "GET" | "POST" | "OPTIONS" | "PUT";
}

/** An entry as it is on the wire. */
export type WireEntry = readonly [event: string, nick: string, text: string, number: string, party: string];

/** A JSON answer; its members are looked at loosely. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each test asserts its own shape
  readonly body: any;
}

/** The paths of a chat that was started. */
export interface Chat {
  readonly id: string;
  readonly path: string;
  readonly started: Received;
}

/** The API as bare requests, with nothing of a client's own in between. */
export class ApiClient {
  constructor(
    readonly base: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  /** One request; a path is relative to the server's address. */
  async send(path: string, sent: Sent = {}): Promise<Received> {
    const { form, multipart, json, raw, query } = sent;
    const headers: Record<string, string> = { ...this.headers, ...sent.headers };
    let body: string | URLSearchParams | FormData | undefined;
    if (form) body = new URLSearchParams(form);
    if (multipart) {
      body = new FormData();
      for (const [name, value] of Object.entries(multipart)) body.append(name, value);
    }
    if (json !== undefined) [body, headers["content-type"]] = [JSON.stringify(json), "application/json"];
    if (raw) [body, headers["content-type"]] = raw;
    const search = query ? `?${new URLSearchParams(query).toString()}` : "";
    const response = await fetch(`${this.base}${path}${search}`, {
      method: sent.method ?? "POST",
      headers,
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      parsed = undefined;
    }
    return { status: response.status, headers: response.headers, text, body: parsed };
  }

  /** Creates a service and starts its chat. */
  async chat(start: Sent = {}, service = "request-chat-poll", creation: Sent = {}): Promise<Chat> {
    const created = await this.send(`/genesys/1/service/${service}`, creation);
    const id = (created.body as { _id: string })._id;
    const path = `/genesys/1/service/${id}/ixn/chat`;
    return { id, path, started: await this.send(path, start) };
  }

  /** The entries from the beginning. */
  async transcript({ path }: Chat): Promise<readonly WireEntry[]> {
    const answered = await this.send(`${path}/refresh`, { form: { transcriptPosition: "0" } });
    return (answered.body as { transcriptToShow: readonly WireEntry[] }).transcriptToShow;
  }
}
