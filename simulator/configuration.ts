import * as fs from "node:fs";
import * as path from "node:path";
import { interpret, valuesHash, verify, type ApplicationFile, type VerifiedFile } from "./application-file";
import { keyedHash } from "./deployment-key";
import type { Log } from "./log";
import { apply } from "./takes-effect";

/** How often the file is looked at where the folder's own notices do not come, in milliseconds. */
const pollMs = 500;

/** Reads the file; undefined while it is missing, empty, half written or not an application file. */
function readFile(file: string): VerifiedFile | undefined {
  try {
    // Opening a pipe would wait without end.
    const verified = fs.statSync(file).isFile() ? verify(fs.readFileSync(file)) : undefined;
    if (verified) interpret(verified.document);
    return verified;
  } catch {
    return undefined;
  }
}

function wholeNumber(value: string | undefined, otherwise: number): number {
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : otherwise;
}

function truthOf(value: string | undefined): boolean | undefined {
  const word = value?.toLowerCase() ?? "";
  if (["true", "on", "yes", "1"].includes(word)) return true;
  return ["false", "off", "no", "0"].includes(word) ? false : undefined;
}

/**
 * What is in force in this process: the file it started with, and of every verified file since then the options that
 * take effect at once.
 */
export class Configuration {
  private lastRead: VerifiedFile;
  private document: VerifiedFile["document"];
  private content: ApplicationFile;
  private pendingNow: readonly string[] = [];
  private hash: string;
  private lastStat = "";
  private readonly listeners: ((applied: readonly string[]) => void)[] = [];

  private constructor(
    private readonly file: string,
    first: VerifiedFile,
    private readonly log: Log,
  ) {
    this.lastRead = first;
    this.document = first.document;
    this.content = interpret(first.document);
    this.hash = valuesHash(first.document);
  }

  /** Waits until a verified file is there, and says once that it waits. */
  static async open(file: string, log: Log): Promise<Configuration> {
    let first = readFile(file);
    if (!first) log.warn({ file }, "waiting for a verified application file");
    while (!first) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      first = readFile(file);
    }
    const configuration = new Configuration(file, first, log);
    configuration.watch();
    return configuration;
  }

  /** The values in force. */
  get current(): ApplicationFile {
    return this.content;
  }

  /** Identifies the file that was verified last: its hash under the deployment's key, since it may hold a short secret. */
  get configHash(): string {
    return keyedHash(this.lastRead.configHash);
  }

  /** Identifies what is applied: the values' hash under the deployment's key. */
  get inForce(): string {
    return keyedHash(this.hash);
  }

  /** What the last file says and only a restart puts in force. */
  get restartPending(): readonly string[] {
    return this.pendingNow;
  }

  /** The reason why the current file is not completely in force, after reading it again; undefined if it is. */
  notInForce(): string | undefined {
    this.refresh();
    // What the last look saw was verified; another file, or none, was not, or not yet.
    if (this.stat() !== this.lastStat) return "the application file does not verify";
    if (this.pendingNow.length > 0) return `waiting for a restart: ${this.pendingNow.join(", ")}`;
    return undefined;
  }

  /** An option's value in force; undefined where the file has none. */
  option(section: string, name: string): string | undefined {
    return this.content.options[section]?.[name];
  }

  /** An integer in force; `otherwise` if the file has none or something else. */
  number(section: string, name: string, otherwise: number): number {
    return wholeNumber(this.option(section, name), otherwise);
  }

  /** A boolean in force, in any of the words that configurations in use have; `otherwise` where the file has none or something else. */
  boolean(section: string, name: string, otherwise: boolean): boolean {
    return truthOf(this.option(section, name)) ?? otherwise;
  }

  /** An integer among the user properties; `otherwise` if the file has none or something else. */
  annexNumber(section: string, name: string, otherwise: number): number {
    return wholeNumber(this.content.annex[section]?.[name], otherwise);
  }

  /** Calls the listener after options were put in force. */
  onChange(listener: (applied: readonly string[]) => void): void {
    this.listeners.push(listener);
  }

  /** Reads the file and applies it if it verifies; otherwise the last good one stays in force. */
  refresh(): void {
    // Before reading: a change in between is then seen at the next look.
    const seen = this.stat();
    const next = readFile(this.file);
    if (!next) return;
    this.lastStat = seen;
    if (next.configHash === this.lastRead.configHash) return;
    this.lastRead = next;
    const { inForce, applied, pending } = apply(this.content.application.type, this.document, next.document);
    this.document = inForce;
    this.content = interpret(inForce);
    this.pendingNow = pending;
    this.hash = valuesHash(inForce);
    this.log.info({ configHash: this.configHash, applied, pending }, "application file applied");
    for (const listener of this.listeners) listener(applied);
  }

  private watch(): void {
    // The folder and not the file: a file that is replaced is another file, and its watch would be lost.
    try {
      const watcher = fs.watch(path.dirname(this.file), () => this.refresh());
      watcher.on("error", () => watcher.close());
      watcher.unref();
    } catch {
      // The poll below is enough; it is only slower.
    }
    setInterval(() => {
      if (this.stat() !== this.lastStat) this.refresh();
    }, pollMs).unref();
  }

  private stat(): string {
    try {
      const { ino, size, mtimeNs, ctimeNs } = fs.statSync(this.file, { bigint: true });
      return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
    } catch {
      return "missing";
    }
  }
}
