import * as http from "node:http";
import { isAuthorized, type Callers } from "./deployment-key";
import { readBody, Aborted } from "./http-body";
import { ThrottledLog, type Log } from "./log";
import { Refusal } from "./refusal";

/** One request as a handler sees it. */
export interface Incoming {
  /** The path's variable parts, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  /** The body. */
  readonly bytes: Buffer;
  /** The body as JSON; a refusal if it is none. */
  json<T>(): T;
  /** Turns the answer into a long one. */
  lines(): LineWriter;
}

/** A long answer, written line by line. */
export interface LineWriter {
  send(value: unknown): void;
  end(): void;
  /** Called once, when either side has closed. */
  onClose(listener: () => void): void;
}

/** An answer that is not JSON with status 200; without a text it has no body. */
export class Plain {
  constructor(
    readonly text: string,
    readonly status = 200,
  ) {}
}

/** The form of a port's answers, if it differs from that of the other ports. */
export interface Presentation {
  /** Headers of every answer, errors included. */
  headers(request: http.IncomingHttpHeaders): Record<string, string>;
  /** The JSON body of an error. */
  error(refusal: Refusal): unknown;
  /** Further headers of an error. */
  errorHeaders?(refusal: Refusal): Record<string, string>;
}

const plainPresentation: Presentation = { headers: () => ({}), error: (refusal) => refusal.body() };

type Method = "GET" | "POST" | "OPTIONS";

/** What a handler returns is answered as JSON; a long answer returns nothing. */
export type Handler = (incoming: Incoming) => unknown;

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly handler: Handler;
}

/** How many bytes a request may have, unless said otherwise. */
const defaultLimit = 65_536;

/**
 * The requests a listening port answers. Node's own HTTP server with a table: a framework over web-standard `Request`
 * objects costs some 10 MB of memory a process, a sixth of what each may have.
 */
export class Routes {
  private readonly routes: Route[] = [];
  private callers: Callers | undefined;
  private wrapper: (handle: () => unknown) => unknown = (handle) => handle();
  /** The form of the answers. */
  presentation = plainPresentation;

  /**
   * @param elsewhere the answer to a request for an unknown path
   * @param limit the largest body, in bytes
   */
  constructor(
    private readonly elsewhere = "no such path on this port",
    readonly limit = defaultLimit,
  ) {}

  /** Adds a route; `:name` in the path is a variable part. A regular expression is matched against the complete path. */
  on(method: Method, path: string | RegExp, handler: Handler): this {
    const pattern =
      path instanceof RegExp ? path : new RegExp(`^${path.replaceAll(/:(\w+)/g, "(?<$1>[^/]+)")}/?$`);
    this.routes.push({ method, pattern, handler });
    return this;
  }

  /** Answers only processes that show the deployment's credential; `sharing`: also those of a stack that shares a server. */
  internal(callers: Callers = "deployment"): this {
    this.callers = callers;
    return this;
  }

  /** Refuses a request without the credential, whatever it asks for. */
  admit(authorization: string | undefined): void {
    if (this.callers === undefined || isAuthorized(authorization, this.callers)) return;
    throw new Refusal(401, "this port answers only processes of its own deployment");
  }

  /** Puts something around every request. */
  around(wrapper: (handle: () => unknown) => unknown): void {
    this.wrapper = wrapper;
  }

  /** Runs a handler. */
  run(handler: Handler, incoming: Incoming): unknown {
    return this.wrapper(() => handler(incoming));
  }

  /** The handler of a request with its variable parts. */
  find(method: string, path: string): { handler: Handler; params: Record<string, string> } {
    let allowed = false;
    for (const route of this.routes) {
      const match = route.pattern.exec(path);
      if (!match) continue;
      if (route.method !== method) allowed ||= route.method !== "OPTIONS";
      else return { handler: route.handler, params: decode(match.groups ?? {}) };
    }
    throw allowed ? new Refusal(405, "method not allowed") : new Refusal(404, this.elsewhere);
  }
}

function decode(groups: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, safeDecode(value)]));
}

function safeDecode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** How long a request may take to arrive, and its headers of that, in milliseconds. */
const requestMs = 10_000;
const headersMs = 5_000;
/** How often connections are checked for both; Node's own interval of 30 s would add that much. */
const checkMs = 1_000;
/** How many connections a port has open at once; each takes some 20 KB. */
const connectionLimit = 1_000;
/** How long the rest of a refused request is read, so that the client reads the answer, in milliseconds. */
const lingerMs = 1_000;

/** Listens on a port; the promise is rejected where the port can't be had. */
export function listen(routes: Routes, port: number, address: string, log: Log): Promise<http.Server> {
  const mistakes = new ThrottledLog(log);
  const server = http.createServer(
    { requestTimeout: requestMs, headersTimeout: headersMs, connectionsCheckingInterval: checkMs },
    (request, response) => {
      answer(routes, request, response, mistakes).catch((error: unknown) => {
        mistakes.error("answering failed", error);
        response.destroy();
      });
    },
  );
  // Longer than any client keeps an idle socket, so that it is the client who closes.
  server.keepAliveTimeout = 75_000;
  server.maxConnections = connectionLimit;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => resolve(server.off("error", reject)));
  });
}

/** A bad request is answered and not logged: a hostile client could fill the disk. */
async function answer(
  routes: Routes,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  mistakes: ThrottledLog,
): Promise<void> {
  const { presentation } = routes;
  let status = 200;
  let result: unknown;
  let errorHeaders: Record<string, string> | undefined;
  try {
    routes.admit(request.headers.authorization);
    const url = urlOf(request);
    const { handler, params } = routes.find(request.method ?? "GET", url.pathname);
    const bytes = await readBody(request, routes.limit);
    result = await routes.run(handler, incoming(request, response, url, params, bytes));
    if (result === undefined) return;
  } catch (error) {
    if (error instanceof Aborted) return;
    // Not the path: a service's id in it is all that a chat is protected by.
    if (!(error instanceof Refusal)) mistakes.error("request failed", error);
    const refusal =
      error instanceof Refusal ? error : new Refusal(500, "the request failed inside this process");
    status = refusal.status;
    result = presentation.error(refusal);
    errorHeaders = presentation.errorHeaders?.(refusal);
  }
  if (response.headersSent || response.destroyed) return;
  const plain = result instanceof Plain ? result : undefined;
  const payload = Buffer.from(plain ? plain.text : JSON.stringify(result));
  const described: http.OutgoingHttpHeaders = {
    "content-type": plain ? "text/plain; charset=utf-8" : "application/json",
    "content-length": payload.length,
  };
  if (payload.length === 0) delete described["content-type"];
  if (plain?.status === 204) delete described["content-length"];
  const unread = !request.complete;
  response.writeHead(plain ? plain.status : status, {
    ...described,
    ...presentation.headers(request.headers),
    ...errorHeaders,
    ...(unread && { connection: "close" }),
  });
  response.end(payload);
  if (unread) discardRest(request);
}

function urlOf(request: http.IncomingMessage): URL {
  try {
    return new URL(request.url ?? "/", "http://localhost");
  } catch {
    throw new Refusal(400, "the request's address is no URL");
  }
}

/** Closing a connection with unread bytes resets it, and the client might never read the answer. */
function discardRest(request: http.IncomingMessage): void {
  const close = setTimeout(() => request.socket.destroy(), lingerMs).unref();
  request.once("close", () => clearTimeout(close));
  request.on("error", () => undefined).resume();
}

function incoming(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  url: URL,
  params: Record<string, string>,
  bytes: Buffer,
): Incoming {
  return {
    params,
    query: url.searchParams,
    path: url.pathname,
    headers: request.headers,
    bytes,
    json: <T>() => {
      try {
        return JSON.parse(bytes.toString("utf8")) as T;
      } catch {
        throw new Refusal(400, "the body is not JSON");
      }
    },
    lines: () => lineWriter(response),
  };
}

function lineWriter(response: http.ServerResponse): LineWriter {
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  response.flushHeaders();
  response.socket?.setNoDelay(true);
  const alive = setInterval(() => response.write("\n"), 1000).unref();
  response.on("close", () => clearInterval(alive));
  response.on("error", () => undefined);
  return {
    send: (value) => void (response.destroyed || response.write(`${JSON.stringify(value)}\n`)),
    end: () => void response.end(),
    onClose: (listener) => void response.once("close", listener),
  };
}
