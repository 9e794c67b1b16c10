import type { Connection, Target } from "../application-file";
import { readLines, type LineReader } from "../http-client";
import { Reachability, type Log } from "../log";
import type { SessionLink } from "./agent";

/** Between two attempts to find the active member, in milliseconds. */
const retryMs = 150;
/** A member that says nothing for so long is frozen or cut off; it sends a sign of life every second. */
const silenceMs = 2200;

/** What comes over the link. */
export interface EspNews {
  /** A session has something new. */
  session(id: string): void;
  /** The customer of a session has begun or stopped typing. */
  typing(id: string, started: boolean): void;
  /** A member was found to be active: everything may be new. */
  connected(): void;
}

/**
 * The Interaction Server's own connection to a pair's `ESP` port: it listens to the member that is active, the primary or
 * the backup of its connection, and turns to the other when that one falls silent.
 */
export class EspLink implements SessionLink {
  private reader: LineReader | undefined;
  private current: Target | undefined;
  private attempt = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly reachability: Reachability;

  constructor(
    private readonly connection: Connection,
    private readonly news: EspNews,
    log: Log,
  ) {
    this.reachability = new Reachability(log, connection.application);
  }

  get member(): Target | undefined {
    return this.current;
  }

  /** Begins to look for the active member. */
  start(): void {
    this.connect(this.connection);
  }

  /** Turns to a member that has just shown that it is active. */
  follow(application: string): void {
    if (this.current?.application === application) return;
    const target = this.members().find((one) => one.application === application);
    if (target) this.connect(target);
  }

  private members(): Target[] {
    const { backup } = this.connection;
    return backup ? [this.connection, backup] : [this.connection];
  }

  private connect(target: Target): void {
    clearTimeout(this.timer);
    this.reader?.close();
    this.current = undefined;
    this.reader = readLines(target, "/news", silenceMs, {
      open: () => {
        this.current = target;
        this.reachability.up();
        this.news.connected();
      },
      line: ({ session, typing, started }) => {
        if (typeof session === "string") this.news.session(session);
        if (typeof typing === "string") this.news.typing(typing, started === true);
      },
      end: (reason) => {
        this.current = undefined;
        this.attempt += 1;
        // Both members in turn; only when neither was active is there something to report.
        if (this.attempt % (2 * this.members().length) === 0) this.reachability.down(reason);
        const members = this.members();
        const next = members[(members.indexOf(target) + 1) % members.length] ?? this.connection;
        this.timer = setTimeout(() => this.connect(next), retryMs).unref();
      },
    });
  }
}
