import type { Application, Deployment } from "../model/deployment";

/** An application's place in the order of an update. */
export interface Turn {
  /** Until then nothing of it may be touched; undefined if it need not wait at all. */
  readonly comes: Promise<void> | undefined;
  /** The turn lasts until this process is ready, and all others that this is said of. */
  lastsUntil(ready: Promise<void>): void;
}

/** What knows the names of a stack's containers when an update begins; undefined if the daemon did not answer. */
export interface ContainerNames {
  containers(): Promise<{ has(name: string): boolean } | undefined>;
}

/** What is known of a turn that was taken. */
interface Taken {
  /** Whether anything of it ran when the update began. */
  readonly existed: Promise<boolean>;
  readonly over: Promise<void>;
}

/**
 * Applications of one type change one after the other, Chat Servers each with its standby, as many at a time as the
 * definition says: so others of the type serve on. A new application disturbs no other and waits for no other, which keeps
 * the first `up` quick. The order is the program's, not the state's: a dependency would slow every destroy down.
 */
export class RolloutOrder {
  private readonly taken = new Map<string, Taken[]>();

  constructor(
    private readonly deployment: Deployment,
    private readonly daemon: ContainerNames | undefined,
  ) {}

  /** Takes the next turn for an application; `containers` are the names of its own and of its standby's. */
  take({ type }: Application, containers: readonly string[]): Turn {
    if (!this.daemon) return { comes: undefined, lastsUntil: () => undefined };
    const before = this.taken.get(type) ?? [];
    const existed = this.existed(containers);
    let end: () => void = () => undefined;
    let awaited = 0;
    const over = new Promise<void>((resolve) => (end = resolve));
    this.taken.set(type, [...before, { existed, over }]);
    return {
      comes: this.comes(before, existed, type),
      lastsUntil: (ready) => {
        awaited += 1;
        // A process that does not become ready ends the program, and with it everything that waits.
        void ready.then(() => (awaited -= 1) === 0 && end());
      },
    };
  }

  private async comes(before: readonly Taken[], existed: Promise<boolean>, type: string): Promise<void> {
    if (!(await existed)) return;
    const there = await Promise.all(before.map(async (turn) => ((await turn.existed) ? [turn] : [])));
    await there.flat().at(-this.atOnce(type))?.over;
  }

  /** If unknown, assume the container existed. */
  private async existed(containers: readonly string[]): Promise<boolean> {
    const known = await this.daemon?.containers();
    return known === undefined || containers.some((name) => known.has(name));
  }

  private atOnce(type: string): number {
    return type === "ChatServer" ? (this.deployment.chatServersAtOnce ?? 1) : 1;
  }
}
