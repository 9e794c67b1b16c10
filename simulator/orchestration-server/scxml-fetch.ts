import * as http from "node:http";
import * as https from "node:https";
import { lookup } from "../host-lookup";
import { monotonic } from "../time";
import { ScxmlCheck } from "./scxml-check";

/** The largest SCXML document, in bytes. */
export const sizeLimit = 1024 * 1024;
/** How many redirects are followed. */
export const redirectLimit = 5;

/** An SCXML application that can't be used; the message never holds its address, which may contain a credential. */
export class ScxmlUnusable extends Error {}

/** What an SCXML application says that the simulator acts on. */
export interface ScxmlApplication {
  /** True if the service's chat may start only after an agent was announced. */
  readonly waitsForAgent: boolean;
}

/** Fetches an SCXML application and checks it while it arrives, all within `timeoutMs`. */
export async function fetchScxml(address: string, timeoutMs: number): Promise<ScxmlApplication> {
  const deadline = monotonic() + timeoutMs;
  let next = address;
  for (let redirects = 0; redirects <= redirectLimit; redirects += 1) {
    const found = await fetchOnce(urlOf(next), Math.max(1, deadline - monotonic()), timeoutMs);
    if (typeof found !== "string") return found;
    const location = found;
    if (!URL.canParse(location, next)) throw new ScxmlUnusable("redirects to what is no URL");
    next = new URL(location, next).href;
  }
  throw new ScxmlUnusable(`redirects more than ${redirectLimit} times`);
}

function urlOf(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new ScxmlUnusable("has an address that is neither http nor https");
}

/** Fetches one address; resolves with the address that it redirects to, or with what a correct document says. */
function fetchOnce(url: URL, remainingMs: number, timeoutMs: number): Promise<string | ScxmlApplication> {
  return new Promise((resolve, reject) => {
    const client = url.protocol === "https:" ? https : http;
    const headers = {
      accept: "application/scxml+xml, application/xml, text/xml",
      "accept-encoding": "identity",
    };
    const request = client.get(url, { agent: false, headers, lookup });
    const refuse = (problem: string): void => {
      reject(new ScxmlUnusable(problem));
      request.destroy();
    };
    const timer = setTimeout(() => refuse(`did not arrive within ${timeoutMs} ms`), remainingMs);
    request.on("close", () => clearTimeout(timer));
    request.on("error", (error: NodeJS.ErrnoException) =>
      refuse(`can't be fetched (${error.code ?? "failed"})`),
    );
    request.on("response", (response) => {
      const { statusCode = 0, headers: sent } = response;
      if (statusCode >= 300 && statusCode < 400 && sent.location !== undefined) {
        resolve(sent.location);
        return void request.destroy();
      }
      if (statusCode !== 200) return refuse(`can't be fetched (status ${statusCode})`);
      if ((sent["content-encoding"] ?? "identity") !== "identity") return refuse("is compressed");
      const tooLarge = `is larger than ${sizeLimit} bytes`;
      if (Number(sent["content-length"] ?? 0) > sizeLimit) return refuse(tooLarge);
      read(response, refuse, tooLarge, resolve);
    });
  });
}

function read(
  response: http.IncomingMessage,
  refuse: (problem: string) => void,
  tooLarge: string,
  done: (application: ScxmlApplication) => void,
): void {
  const check = new ScxmlCheck();
  let length = 0;
  response.on("data", (chunk: Buffer) => {
    length += chunk.length;
    const problem = length > sizeLimit ? tooLarge : check.add(chunk);
    if (problem !== undefined) refuse(problem);
  });
  response.on("aborted", () => refuse("was cut off"));
  response.on("error", () => refuse("was cut off"));
  response.on("end", () => {
    const problem = check.end();
    if (problem === undefined) done({ waitsForAgent: check.waitsForAgent });
    else refuse(problem);
  });
}
