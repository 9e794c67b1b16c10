import type { Connection, Target } from "../application-file";
import { call } from "../http-client";
import { Reachability, type Log } from "../log";
import { Repeater } from "../time";

/** Between two looks at a member, and how long one may take, in milliseconds. */
const pollMs = 200;
const patienceMs = 300;

/** One member of a pair as its `webapi` port shows it. */
class Watched {
  /** The lease's epoch where the member says that it is active; -1 otherwise. */
  activeEpoch = -1;
  private looking: Promise<void> | undefined;
  private readonly reachability: Reachability;
  private readonly repeater = new Repeater(
    () => this.look(),
    () => pollMs,
  );

  constructor(
    readonly target: Target,
    log: Log,
  ) {
    this.reachability = new Reachability(log, target.application);
  }

  get reachable(): boolean {
    return this.reachability.reachable;
  }

  start(): void {
    this.repeater.start();
  }

  /** Asks for the status; those who come while it is asked share the answer. */
  look(): Promise<void> {
    this.looking ??= this.ask().finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async ask(): Promise<void> {
    try {
      const { status, body } = await call<{ role?: string; epoch?: number }>(this.target, "/role", {
        timeoutMs: patienceMs,
      });
      if (status !== 200) throw new Error(`status ${status}`);
      this.activeEpoch = body.role === "active" ? (body.epoch ?? 0) : -1;
      this.reachability.up();
    } catch (error) {
      this.activeEpoch = -1;
      this.reachability.down((error as Error).message);
    }
  }
}

/** A Chat Server this Web API Server is connected to, with the backup that it learns from configuration. */
export class ChatPair {
  private readonly members: readonly Watched[];

  constructor(connection: Connection, log: Log) {
    const { application, host, port, backup } = connection;
    const targets: Target[] = [{ application, host, port }, ...(backup ? [backup] : [])];
    this.alias = application;
    this.members = targets.map((target) => new Watched(target, log));
  }

  /** The name under which a session's pair is asked for again: the primary's. */
  readonly alias: string;

  start(): void {
    for (const member of this.members) member.start();
  }

  /** Whether any member answers at all. */
  get reachable(): boolean {
    return this.members.some((member) => member.reachable);
  }

  /** The active member by the last look; the one with the higher epoch where two say so. */
  get active(): Target | undefined {
    const [best] = [...this.members].sort((a, b) => b.activeEpoch - a.activeEpoch);
    return best && best.activeEpoch >= 0 ? best.target : undefined;
  }

  /** Looks again, and answers as soon as one member says that it is active. */
  async look(): Promise<Target | undefined> {
    await new Promise<void>((resolve) => {
      const looks = this.members.map((member) =>
        member.look().then(() => {
          if (member.activeEpoch >= 0) resolve();
        }),
      );
      void Promise.all(looks).then(() => resolve());
    });
    return this.active;
  }
}
