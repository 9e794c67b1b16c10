import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { buildSync } from "esbuild";
import { fileBytes } from "../simulator/testbed/application-files";
import { freePort } from "../simulator/testbed/free-ports";
import type { Measured } from "./support/rounds";

/** What is stored, and how many messages a chat has; the first ones are open. */
const messages = Number(process.env.BENCH_MESSAGES ?? 1_000_000);
const ofAChat = 100;
const openChats = 50;

/** As in the image. */
const heap = ["--max-old-space-size=64", "--max-semi-space-size=2", "--v8-pool-size=1"];

/**
 * How long a Contact Server takes to start with so many stored messages, and how much memory it then has: from a journal
 * of an earlier release, without a snapshot of the index, and with one.
 */
export async function measure(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "bench-transcripts-"));
  try {
    const bundle = join(folder, "simulator.js");
    buildSync({
      entryPoints: [join(__dirname, "..", "simulator", "main.ts")],
      bundle: true,
      platform: "node",
      target: "node20",
      outfile: bundle,
    });
    writeJournal(folder);
    const first = await start(folder, bundle);
    const second = await start(folder, bundle);
    const rows = [
      { start: "reading the journal", ...first },
      { start: "with a snapshot", ...second },
    ];
    const lines = rows.map(
      ({ start: how, seconds, mebibytes, peak }) =>
        `| ${how} | ${seconds.toFixed(2)} | ${mebibytes.toFixed(0)} | ${peak.toFixed(0)} |`,
    );
    return {
      table: [
        `| start with ${messages} messages | seconds | MiB resident | at most |`,
        "| --- | --: | --: | --: |",
        ...lines,
        "",
      ].join("\n"),
      figures: { messages, starts: rows },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The journal as the release before had it: one file. */
function writeJournal(folder: string): void {
  mkdirSync(join(folder, "data"), { recursive: true });
  const file = openSync(join(folder, "data", "transcripts.jsonl"), "w");
  const line = (record: object): string => `${JSON.stringify(record)}\n`;
  for (let chat = 0; chat * ofAChat < messages; chat += 1) {
    const id = `00000000-0000-4000-8000-${String(chat).padStart(12, "0")}`;
    const head = {
      id,
      requestId: `r${id}`,
      pair: "ChatServer1",
      tenant: 1,
      endpoint: "default",
      queue: "Chat In",
    };
    let text = line({
      write: "open",
      session: { ...head, nick: "Ada", party: { firstName: "Ada" }, startedAt: 0 },
    });
    for (let count = 1; count <= ofAChat; count += 1) {
      const requestId = `${id}-${count}`;
      const entry = { type: "Message.Text", nick: "Ada", text: `message ${count}`, partyId: `${id}-1` };
      text += line({
        ...{ write: "add", session: id, from: count },
        entries: [{ ...entry, partyType: "CLIENT", at: 1_700_000_000_000, requestId }],
      });
    }
    if (chat >= openChats) text += line({ write: "close", session: id, state: "closed" });
    writeSync(file, text);
  }
  closeSync(file);
}

interface Start {
  readonly seconds: number;
  readonly mebibytes: number;
  readonly peak: number;
}

/** Starts the process, waits until it is healthy, and ends it in good order. */
async function start(folder: string, bundle: string): Promise<Start> {
  const [port, healthPort] = [await freePort(), await freePort()];
  const file = join(folder, "application.yaml");
  const text = fileBytes({
    format: 1,
    application: { name: "ContactServer", type: "ContactServer", release: "8.1", role: "primary" },
    tenants: [],
    serverInfo: { host: "127.0.0.1", redundancyType: "none" },
    listeningPorts: [{ id: "default", port }],
    connections: [],
    options: {},
  });
  const descriptor = openSync(file, "w");
  writeSync(descriptor, text);
  closeSync(descriptor);
  const begun = performance.now();
  const child = spawn(process.execPath, [...heap, bundle], {
    env: {
      ...process.env,
      MALLOC_ARENA_MAX: "1",
      GENESYS_APPLICATION_FILE: file,
      GENESYS_DATA: join(folder, "data"),
      GENESYS_KEYS: join(folder, "keys"),
      GENESYS_HEALTH_PORT: String(healthPort),
    },
    stdio: "ignore",
  });
  try {
    while (!(await isHealthy(healthPort))) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`the Contact Server ended: ${child.exitCode ?? child.signalCode}`);
      await sleep(20);
    }
    const seconds = (performance.now() - begun) / 1000;
    return { seconds, mebibytes: memory(child, "VmRSS"), peak: memory(child, "VmHWM") };
  } finally {
    await end(child);
  }
}

async function isHealthy(port: number): Promise<boolean> {
  const reply = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
  return reply?.ok === true;
}

function memory({ pid }: ChildProcess, field: string): number {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(
    readFileSync(`/proc/${pid}/status`, "utf8"),
  )?.[1];
  if (found === undefined) throw new Error(`the system does not tell ${field} of process ${pid}`);
  return Number(found) / 1024;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}
