import pino from "pino";
import { monotonic } from "./time";

/** A process's log: one JSON line per event on stdout. Option values and secrets are never logged, only names. */
export type Log = pino.Logger;

/**
 * Genesys' `log/verbose` as levels of this log. `all`, `trace` and `standard` are seen in real files; `interaction` and
 * `none` as in the Framework's own documentation.
 */
const levels: Readonly<Record<string, string>> = {
  all: "debug",
  trace: "debug",
  interaction: "info",
  standard: "info",
  none: "silent",
};

/** The log of the process; written synchronously, so that the last line before an exit is not lost. */
export function openLog(): Log {
  return pino({
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}

/** Sets the level that `log/verbose` asks for; unknown values leave it at `info`. */
export function setVerbosity(log: Log, verbose: string | undefined): void {
  log.level = levels[verbose ?? "standard"] ?? "info";
}

/** How often a mistake may be logged, in milliseconds; the ones in between are counted. */
const mistakeEveryMs = 1000;
/** How much of a mistake's own text is logged, in characters. */
const mistakeLength = 1500;

/** Logs mistakes of this program that a client can repeat at will: once a second at most, and cut to a length. */
export class ThrottledLog {
  private nextAt = 0;
  private suppressed = 0;

  constructor(private readonly log: Log) {}

  /** Logs a mistake with as much of its stack as fits. */
  error(what: string, error: unknown): void {
    const now = monotonic();
    if (now < this.nextAt) {
      this.suppressed += 1;
      return;
    }
    this.nextAt = now + mistakeEveryMs;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const { suppressed } = this;
    this.suppressed = 0;
    this.log.error({ reason: text.slice(0, mistakeLength), ...(suppressed > 0 && { suppressed }) }, what);
  }
}

/** Whether a peer answers, logged once per change and not once per poll. */
export class Reachability {
  private state: boolean | undefined;

  /** @param peer the peer's Application name */
  constructor(
    private readonly log: Log,
    private readonly peer: string,
  ) {}

  /** Whether the last attempt succeeded; false before the first. */
  get reachable(): boolean {
    return this.state === true;
  }

  /** Notes that the peer answered. */
  up(): void {
    if (this.state !== true) this.log.info({ peer: this.peer }, "peer answers");
    this.state = true;
  }

  /** Notes that it did not. */
  down(reason: string): void {
    if (this.state !== false) this.log.warn({ peer: this.peer, reason }, "peer does not answer");
    this.state = false;
  }
}
