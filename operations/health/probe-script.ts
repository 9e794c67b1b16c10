import type { ProcessStatus } from "./process-status";

/**
 * The one question to a process: its status, its key, and whether its links answer. Runs inside a container, or beside one in its network, with
 * nothing but Node.js. Of several status ports the first that tells the status counts. Writes one line of JSON (`ProbeAnswer`), or with `everyMs`
 * one each time until its standard input ends. It asks without fetch, which would cost the container twice the memory.
 */
export const probeScript = `
const http = require("node:http");
const net = require("node:net");
const { statusPorts, keyFile, links, limitMs, everyMs } = JSON.parse(process.argv[1]);
let key;
try { key = require("node:fs").readFileSync(keyFile, "utf8").trim(); } catch { key = undefined; }
const get = (host, port, path) => new Promise((resolve) => {
  const request = http.get({ host, port, path, agent: false });
  const timer = setTimeout(() => request.destroy(new Error("no answer within " + limitMs / 1000 + " s")), limitMs);
  const end = (answer) => { clearTimeout(timer); resolve(answer); };
  request.on("error", (error) => end({ reason: error.code || error.message }));
  request.on("response", (response) => {
    let text = "";
    response.on("error", (error) => end({ reason: error.message }));
    response.on("data", (chunk) => (text += chunk));
    response.on("end", () => end({ reason: null, text, ok: response.statusCode === 200 }));
  });
});
const connect = (host, port) => new Promise((resolve) => {
  const socket = net.connect({ host, port });
  const end = (reason) => { clearTimeout(timer); socket.destroy(); resolve(reason); };
  const timer = setTimeout(() => end("no answer within " + limitMs / 1000 + " s"), limitMs);
  socket.on("error", (error) => end(error.code || error.message));
  socket.on("connect", () => end(null));
});
const ask = async () => {
  const tried = links.map(({ by, host, port }) =>
    by === "http" ? get(host, port, "/").then(({ reason }) => reason) : connect(host, port));
  const asked = Promise.all(statusPorts.map((port) => get("127.0.0.1", port, "/status")));
  const [answers, ...reasons] = await Promise.all([asked, ...tried]);
  const told = answers.find(({ ok }) => ok) || answers.find(({ text }) => text);
  const line = JSON.stringify({ status: (told && told.text) || null, key, reasons });
  return new Promise((written) => process.stdout.write(line + "\\n", written));
};
// An exit waits for names that are still being looked up, a kill does not; the first process of a container takes none.
const end = () => { process.kill(process.pid, "SIGKILL"); process.exit(0); };
const again = () => ask().then(() => setTimeout(again, everyMs));
if (everyMs === undefined) ask().then(end);
else { process.stdin.on("end", end).resume(); again(); }
`;

/** What is asked. */
export interface ProbeQuestion {
  /** Ports that may tell the status, the best first. */
  readonly statusPorts: readonly number[];
  /** The file of the deployment's key; default: the key is not read. */
  readonly keyFile?: string;
  readonly links: readonly { readonly host: string; readonly port: number; readonly by: "http" | "tcp" }[];
  /** Milliseconds that one answer may take. */
  readonly limitMs: number;
  /** Milliseconds between an answer and the next question; default: it asks once. */
  readonly everyMs?: number;
}

/** The Docker client's arguments that run the script once a container's name and flags are before them. */
export function probeArguments(question: ProbeQuestion): string[] {
  return ["-e", probeScript, JSON.stringify(question)];
}

/** A line that the script has written. */
export interface ProbeAnswer {
  /** Undefined if the process did not tell it, or has none. */
  readonly status: ProcessStatus | undefined;
  /** The key that its keyed hashes are made with; undefined if it was not read. */
  readonly key?: string;
  /** One for each link, in their order; null if it answered. */
  readonly reasons: readonly (string | null)[];
}

/** Reads a line that the script has written. */
export function readProbeAnswer(line: string): ProbeAnswer {
  const { status, ...rest } = JSON.parse(line) as Omit<ProbeAnswer, "status"> & { status: string | null };
  return { ...rest, status: statusOf(status) };
}

function statusOf(text: string | null): ProcessStatus | undefined {
  try {
    const status = JSON.parse(text ?? "null") as ProcessStatus | null;
    return typeof status?.inForce === "string" ? status : undefined;
  } catch {
    return undefined;
  }
}
