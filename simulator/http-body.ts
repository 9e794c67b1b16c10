import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal";

/** The client closed the connection before its request was complete: there is no one to answer, and nothing to log. */
export class Aborted extends Error {}

/** Reads a request's body; refuses one that is larger than `limit` bytes as soon as that is known. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const tooLarge = (): Refusal => new Refusal(413, `the request's body is larger than ${limit} bytes`);
  if (Number(request.headers["content-length"] ?? 0) > limit) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else reject(tooLarge());
    });
    request.on("end", () => resolve(Buffer.concat(chunks, Math.min(length, limit))));
    request.on("close", () => request.complete || reject(new Aborted("the request was aborted")));
    request.on("error", () => reject(new Aborted("the request was aborted")));
  });
}
