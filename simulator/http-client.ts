import * as http from "node:http";
import { authorization, type Callers } from "./deployment-key";
import { forgetHost, lookup } from "./host-lookup";

/** Where a peer listens. */
export interface Peer {
  readonly host: string;
  readonly port: number;
}

/** A peer's answer, whatever its status. */
export interface Reply<T> {
  readonly status: number;
  readonly body: T;
}

/** No answer came: refused, cut off or too late. `unclear` says that the peer may have done what it was asked. */
export class Unreachable extends Error {
  constructor(
    message: string,
    readonly unclear: boolean,
  ) {
    super(message);
  }
}

const agent = new http.Agent({ keepAlive: true, maxFreeSockets: 8, maxSockets: 128, scheduling: "lifo" });

/** What to send, and how long to wait for all of the answer. */
export interface CallOptions {
  readonly method?: "GET" | "POST";
  readonly body?: unknown;
  readonly timeoutMs: number;
  /** Whose credential it carries; default the own deployment's. */
  readonly to?: Callers;
  /** How long making a connection may take of that; default all of it. */
  readonly connectMs?: number;
}

class StaleSocket extends Error {}

/**
 * Calls a peer and reads its JSON answer, all within `timeoutMs`. Every request between the processes is idempotent, so
 * one that met a kept-alive socket which the peer was just closing is sent once more, on a fresh one.
 */
export async function call<T>(peer: Peer, path: string, options: CallOptions): Promise<Reply<T>> {
  const deadline = performance.now() + options.timeoutMs;
  try {
    return await attempt<T>(peer, path, options, deadline, agent);
  } catch (error) {
    if (!(error instanceof StaleSocket)) throw error;
    return attempt<T>(peer, path, options, deadline, false);
  }
}

function attempt<T>(
  peer: Peer,
  path: string,
  options: CallOptions,
  deadline: number,
  over: http.Agent | false,
): Promise<Reply<T>> {
  return new Promise((resolve, reject) => {
    const payload = options.body === undefined ? undefined : Buffer.from(JSON.stringify(options.body));
    const headers = {
      authorization: authorization(options.to),
      ...(payload ? { "content-type": "application/json", "content-length": payload.length } : {}),
    };
    const method = options.method ?? (payload ? "POST" : "GET");
    const request = http.request({ ...address(peer), path, method, headers, agent: over });
    const patience = Math.max(1, deadline - performance.now());
    const timer = setTimeout(() => request.destroy(new Error("no answer in time")), patience);
    if (options.connectMs !== undefined) giveUpConnecting(request, options.connectMs);
    request.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      const reset = error.code === "ECONNRESET" || error.code === "EPIPE";
      if (reset && request.reusedSocket) return reject(new StaleSocket());
      forgetHost(peer.host);
      reject(new Unreachable(error.code ?? error.message, !unsent.has(error.code ?? "")));
    });
    request.on("response", (response) => {
      collect(response, (text) => {
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, body: parse(text) as T });
      });
      response.on("error", (error) => request.destroy(error));
      // A peer that dies in the middle of its answer ends the stream without an error of the request's own.
      response.on("aborted", () => reject(new Unreachable("answer cut off", true)));
    });
    request.end(payload);
  });
}

/**
 * A host that is gone answers nothing, and a connection that was begun in the moment it went is not tried again by the
 * system before a second is over, even where the host is back by then.
 */
function giveUpConnecting(request: http.ClientRequest, connectMs: number): void {
  request.once("socket", (socket) => {
    if (!socket.connecting) return;
    const late = Object.assign(new Error("no connection in time"), { code: "ETIMEOUT" });
    const timer = setTimeout(() => request.destroy(late), connectMs);
    socket.once("connect", () => clearTimeout(timer));
    request.once("close", () => clearTimeout(timer));
  });
}

/** The ways a connection fails before anything of the request was sent. */
const unsent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ESERVFAIL",
  "ETIMEOUT",
  "EAI_AGAIN",
]);

function address(peer: Peer): http.RequestOptions {
  return { host: peer.host, port: peer.port, lookup };
}

function collect(response: http.IncomingMessage, done: (text: string) => void): void {
  const chunks: Buffer[] = [];
  response.on("data", (chunk: Buffer) => chunks.push(chunk));
  response.on("end", () => done(Buffer.concat(chunks).toString("utf8")));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A long answer, read line by line as it comes. */
export interface LineReader {
  /** Ends it from this side. */
  close(): void;
}

/** What becomes of a long answer. */
export interface LineHandlers {
  /** The peer accepted: status 200. */
  open?(): void;
  /** A line of JSON. */
  line(value: Record<string, unknown>): void;
  /** It ended, was refused, never came or fell silent; called once, unless closed from this side. */
  end(reason: string): void;
}

/**
 * Opens a long answer on a connection of its own. The peer writes an empty line as a sign of life every second; silence
 * for `silenceMs` counts as the end, since a peer that is frozen or cut off closes nothing.
 */
export function readLines(peer: Peer, path: string, silenceMs: number, handlers: LineHandlers): LineReader {
  const request = http.request({
    ...address(peer),
    path,
    agent: false,
    headers: { authorization: authorization(), connection: "close" },
  });
  let over = false;
  const finish = (reason: string): void => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    request.destroy();
    handlers.end(reason);
  };
  const timer = setTimeout(() => finish("silent"), silenceMs);
  request.on("error", (error: NodeJS.ErrnoException) => {
    forgetHost(peer.host);
    finish(error.code ?? error.message);
  });
  request.on("response", (response) => {
    if (response.statusCode !== 200) return finish(`status ${response.statusCode}`);
    handlers.open?.();
    let rest = "";
    response.setEncoding("utf8");
    response.on("data", (chunk: string) => {
      timer.refresh();
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const value = over || line === "" ? undefined : parse(line);
        if (value !== null && typeof value === "object") handlers.line(value as Record<string, unknown>);
      }
    });
    response.on("close", () => finish("closed"));
    response.on("error", () => finish("closed"));
  });
  request.end();
  return {
    close: () => {
      over = true;
      clearTimeout(timer);
      request.destroy();
    },
  };
}
