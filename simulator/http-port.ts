import * as http from "node:http";
import { isAuthorized, type Callers } from "./deployment-key";
import type { Log } from "./log";
import { Refusal } from "./refusal";

/** One request as a handler sees it. */
export interface Incoming {
  /** The path's variable parts, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly path: string;
  readonly host: string;
  readonly text: string;
  /** The body as JSON; a refusal where it is none. */
  json<T>(): T;
  /** The body as a form. */
  form(): URLSearchParams;
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

/** An answer that is not JSON with status 200. */
export class Plain {
  constructor(
    readonly text: string,
    readonly status = 200,
  ) {}
}

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

  /**
   * @param elsewhere what a request for an unknown path is told
   * @param limit the largest body, in bytes
   */
  constructor(
    private readonly elsewhere = "no such path on this port",
    readonly limit = defaultLimit,
  ) {}

  /** Adds a route; `:name` in the path is a variable part. A regular expression is matched against the whole path. */
  on(method: "GET" | "POST", path: string | RegExp, handler: Handler): this {
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
      if (route.method !== method) allowed = true;
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

/** Listens on a port; the promise is rejected where the port can't be had. */
export function listen(routes: Routes, port: number, address: string, log: Log): Promise<http.Server> {
  const server = http.createServer((request, response) => {
    answer(routes, request, response, log).catch((error: unknown) => {
      log.error({ err: error }, "answering failed");
      response.destroy();
    });
  });
  // Longer than any client keeps an idle socket, so that it is the client who closes.
  server.keepAliveTimeout = 75_000;
  server.requestTimeout = 10_000;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => resolve(server.off("error", reject)));
  });
}

async function answer(
  routes: Routes,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  log: Log,
): Promise<void> {
  let status = 200;
  let result: unknown;
  try {
    routes.admit(request.headers.authorization);
    const url = new URL(request.url ?? "/", "http://localhost");
    const { handler, params } = routes.find(request.method ?? "GET", url.pathname);
    const text = await read(request, routes.limit);
    result = await routes.run(handler, incoming(request, response, url, params, text));
    if (result === undefined) return;
  } catch (error) {
    if (error instanceof Refusal) {
      status = error.status;
      result = error.body();
    } else {
      log.error({ err: error, path: request.url }, "request failed");
      status = 500;
      result = { error: "the request failed inside this process" };
    }
  }
  if (response.headersSent || response.destroyed) return;
  const plain = result instanceof Plain ? result : undefined;
  const payload = Buffer.from(plain ? plain.text : JSON.stringify(result));
  response.writeHead(plain ? plain.status : status, {
    "content-type": plain ? "text/plain; charset=utf-8" : "application/json",
    "content-length": payload.length,
  });
  response.end(payload);
}

function incoming(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  url: URL,
  params: Record<string, string>,
  text: string,
): Incoming {
  return {
    params,
    query: url.searchParams,
    path: url.pathname,
    host: request.headers.host ?? "localhost",
    text,
    json: <T>() => {
      try {
        return JSON.parse(text) as T;
      } catch {
        throw new Refusal(400, "the body is not JSON");
      }
    },
    form: () => new URLSearchParams(text),
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

async function read(request: http.IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw new Refusal(413, `the request is larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
