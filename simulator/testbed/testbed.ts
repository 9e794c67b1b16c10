import { spawn, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { buildSync } from "esbuild";
import { authorization, keyedHash, openDeploymentKey } from "../deployment-key";
import {
  documents,
  fileBytes,
  stack,
  withoutOrchestration,
  type FileDocument,
  type Ports,
} from "./application-files";
import { freePort } from "./free-ports";

/** What `/status` answers. */
export interface Status {
  readonly application: string;
  readonly role: string;
  readonly epoch: number;
  readonly configHash: string;
  readonly inForce: string;
  readonly restartPending: readonly string[];
  readonly sessions: number;
}

/** An entry as the store has it. */
export interface StoredEntry {
  readonly type: string;
  readonly text: string;
  readonly partyType: string;
}

/** A chat as the store has it. */
export interface StoredTranscript {
  readonly state: string;
  readonly queue: string;
  readonly entries: readonly StoredEntry[];
}

/** Where processes run and keep their data, if not in the testbed's own folder. */
export interface Surroundings {
  /** Words before a process's command line, which must become that process. */
  readonly launcher?: readonly string[];
  /** Data folders by application. */
  readonly dataFolders?: Readonly<Record<string, string>>;
}

/** Changes the documents before anything is started. */
export type Change = (all: Record<string, FileDocument>) => void;

/** As in the image, which keeps the memory small. */
const sparing = ["--max-old-space-size=64", "--max-semi-space-size=2", "--v8-pool-size=1"];

function bundleInto(folder: string): string {
  const bundle = path.join(folder, "simulator.js");
  buildSync({
    entryPoints: [path.join(__dirname, "..", "main.ts")],
    bundle: true,
    platform: "node",
    target: "node20",
    outfile: bundle,
  });
  return bundle;
}

/** Waits for something to be true; rejects, saying what, when it takes too long. */
export async function until(
  what: string,
  test: () => Promise<boolean> | boolean,
  timeoutMs = 20_000,
  everyMs = 15,
): Promise<number> {
  const start = performance.now();
  for (;;) {
    if (await test()) return performance.now() - start;
    if (performance.now() - start > timeoutMs) throw new Error(`waited in vain: ${what}`);
    await pause(everyMs);
  }
}

/**
 * How long something may take: the promised figure on an idle machine, a generous one if the machine is busy with
 * other things. What must not be lost is never a matter of time.
 */
export function bound(milliseconds: number): number {
  const busy = (os.loadavg()[0] ?? 0) > os.cpus().length;
  return busy ? 15_000 : milliseconds;
}

/** Waits. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The processes of the dev stack on this machine, each with its own file, data folder, ports and log. */
export class Testbed {
  private readonly children = new Map<string, ChildProcess>();
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "simulator-testbed-"));
  private readonly bundle = bundleInto(this.folder);

  private constructor(
    private readonly ports: Readonly<Record<string, Ports>>,
    private readonly healthPorts: Readonly<Record<string, number>>,
    /** What is in each application's file. */
    readonly files: Record<string, FileDocument>,
    private readonly surroundings: Surroundings,
  ) {}

  /**
   * Starts the stack, after a change of its files, and waits until it is healthy.
   * @param ailing those of which that can't be expected after the change
   */
  static async start(
    change: Change = () => undefined,
    only: readonly string[] = withoutOrchestration,
    ailing: readonly string[] = [],
    surroundings: Surroundings = {},
  ): Promise<Testbed> {
    const ports: Record<string, Ports> = {};
    const health: Record<string, number> = {};
    for (const [name, ids] of Object.entries(stack)) {
      const own: Record<string, number> = {};
      for (const id of ids) own[id] = await freePort();
      ports[name] = own;
      health[name] = await freePort();
    }
    const files = documents(ports);
    change(files);
    const testbed = new Testbed(ports, health, files, surroundings);
    for (const name of only) {
      testbed.write(name);
      testbed.run(name);
    }
    try {
      await Promise.all(only.filter((name) => !ailing.includes(name)).map((name) => testbed.healthy(name)));
      // A new store grants nothing at first (ADR 33). Where a wrong definition is to be seen, there may be no active member.
      const primaries = only.filter(
        (name) => files[name]?.application.type === "ChatServer" && !name.endsWith("_B"),
      );
      await Promise.all(primaries.map((name) => testbed.members(name, 5000).catch(() => undefined)));
    } catch (error) {
      await testbed.stop();
      throw error;
    }
    return testbed;
  }

  /** Where an application's listening port is. */
  url(name: string, portId = "default"): string {
    return `http://127.0.0.1:${this.ports[name]?.[portId]}`;
  }

  /** Writes an application's file as it is in `files` now. */
  write(name: string): void {
    fs.mkdirSync(path.join(this.folder, name), { recursive: true });
    const document = this.files[name];
    if (document) fs.writeFileSync(this.fileOf(name), fileBytes(document));
  }

  /** The path of an application's file. */
  fileOf(name: string): string {
    return path.join(this.folder, name, "application.yaml");
  }

  /** Starts a process, or starts it again. */
  run(name: string): void {
    const log = fs.openSync(path.join(this.folder, `${name}.log`), "a");
    const { launcher = [], dataFolders = {} } = this.surroundings;
    const [program = "", ...words] = [...launcher, process.execPath, ...sparing, this.bundle];
    const child = spawn(program, words, {
      env: {
        ...process.env,
        MALLOC_ARENA_MAX: "1",
        UV_THREADPOOL_SIZE: "1",
        GENESYS_APPLICATION_FILE: this.fileOf(name),
        GENESYS_DATA: dataFolders[name] ?? path.join(this.folder, name, "data"),
        GENESYS_KEYS: path.join(this.folder, "keys"),
        GENESYS_HEALTH_PORT: String(this.healthPorts[name]),
      },
      stdio: ["ignore", log, log],
    });
    fs.closeSync(log);
    this.children.set(name, child);
  }

  /** Sends a signal to a process. */
  signal(name: string, signal: NodeJS.Signals): void {
    this.children.get(name)?.kill(signal);
  }

  /** A process's id. */
  pid(name: string): number {
    return this.children.get(name)?.pid ?? 0;
  }

  /** Ends a process and waits for its end; answers its exit code. */
  async end(name: string, signal: NodeJS.Signals = "SIGKILL"): Promise<number | null> {
    const child = this.children.get(name);
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const gone = new Promise<number | null>((resolve) => child.once("exit", resolve));
    child.kill(signal);
    return gone;
  }

  /** An application's status; undefined if it does not answer. */
  async status(name: string): Promise<Status | undefined> {
    const response = await this.inside(name, "/status").catch(() => undefined);
    return response?.ok ? ((await response.json()) as Status) : undefined;
  }

  /** All entries of a chat as the store has them; undefined if it has none. */
  async stored(session: string): Promise<StoredTranscript | undefined> {
    const entries: StoredEntry[] = [];
    for (;;) {
      const response = await this.inside(
        "ContactServer",
        `/transcripts/${encodeURIComponent(session)}?after=${entries.length}`,
      );
      if (response.status === 404) return undefined;
      const page = (await response.json()) as StoredTranscript;
      if (page.entries.length === 0) return { ...page, entries };
      entries.push(...page.entries);
    }
  }

  /** Asks a process by the port that is reached from inside its container only. */
  private inside(name: string, pathAndQuery: string): Promise<Response> {
    const url = `http://127.0.0.1:${this.healthPorts[name]}${pathAndQuery}`;
    return fetch(url, { signal: AbortSignal.timeout(2000) });
  }

  /** Removes the data of a process that has ended. */
  removeData(name: string): void {
    fs.rmSync(path.join(this.folder, name, "data"), { recursive: true, force: true });
  }

  /** What a process reports in the place of a hash. */
  keyed(hash: string): string {
    openDeploymentKey(path.join(this.folder, "keys"));
    return keyedHash(hash);
  }

  /** The authorization that the testbed's processes show each other. */
  authorization(): string {
    openDeploymentKey(path.join(this.folder, "keys"));
    return authorization();
  }

  /** What the health port says, of health or of what is in force: "healthy", the reason, or that nothing answers. */
  async health(name: string, question: "health" | "in-force" = "health"): Promise<string> {
    const url = `http://127.0.0.1:${this.healthPorts[name]}/${question}`;
    const response = await fetch(url, { signal: AbortSignal.timeout(500) }).catch(() => undefined);
    if (!response) return "no answer";
    return response.ok ? "healthy" : ((await response.json()) as { reason: string }).reason;
  }

  /** Waits until a process is healthy. */
  async healthy(name: string): Promise<number> {
    let last = "";
    const test = async (): Promise<boolean> => (last = await this.health(name)) === "healthy";
    return until(`${name} healthy`, test, 20_000, 50).catch((error: Error) => {
      throw new Error(`${error.message} (${last})\n${this.log(name)}`);
    });
  }

  /** The active member of a pair, and the other one. */
  async members(primary: string, timeoutMs?: number): Promise<{ active: string; standby: string }> {
    const names = [primary, `${primary}_B`];
    let active: string | undefined;
    await until(
      `an active member of ${primary}`,
      async () => {
        const all = await Promise.all(names.map((name) => this.status(name)));
        active = names[all.findIndex((one) => one?.role === "active")];
        return active !== undefined;
      },
      timeoutMs,
    );
    return { active: active ?? "", standby: names.find((name) => name !== active) ?? "" };
  }

  /** A process's log. */
  log(name: string): string {
    return fs.readFileSync(path.join(this.folder, `${name}.log`), "utf8");
  }

  /** Ends everything and removes what it left. */
  async stop(): Promise<void> {
    await Promise.all([...this.children.keys()].map((name) => this.end(name)));
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
