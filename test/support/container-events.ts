import { type ChildProcess, spawn } from "node:child_process";
import { until } from "./until";

/** What the daemon said of a container, and when; in nanoseconds, which order what happens within a millisecond. */
export interface ContainerEvent {
  readonly at: bigint;
  readonly action: "start" | "die" | "healthy" | "unhealthy";
  readonly container: string;
}

interface Said {
  readonly Action: string;
  readonly timeNano: number;
  readonly Actor: { readonly Attributes: { readonly name: string } };
}

const actions: Readonly<Record<string, ContainerEvent["action"]>> = {
  start: "start",
  die: "die",
  "health_status: healthy": "healthy",
  "health_status: unhealthy": "unhealthy",
};

/** Writes down what the daemon says of a stack's containers, from now on. */
export class ContainerEvents {
  readonly all: ContainerEvent[] = [];
  private rest = "";

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.setEncoding("utf8").on("data", (text: string) => this.take(text));
  }

  static of(stack: string): ContainerEvents {
    const filters = [
      ...["type=container", `label=genesys-chat.stack=${stack}`],
      ...["event=start", "event=die", "event=health_status"],
    ];
    const words = ["events", ...filters.flatMap((filter) => ["--filter", filter]), "--format", "{{json .}}"];
    return new ContainerEvents(spawn("docker", words, { stdio: ["ignore", "pipe", "inherit"] }));
  }

  /** Ends it, once what has happened so far was told: the last event that is waited for is there. */
  async end(last: (events: readonly ContainerEvent[]) => boolean = () => true): Promise<void> {
    await until("the daemon has told of the last event", 20, () =>
      Promise.resolve(last(this.all) || undefined),
    );
    this.child.kill();
  }

  /** The containers in the order in which they ended since an event, each once. */
  ended(since = 0): string[] {
    const died = this.all.slice(since).filter(({ action }) => action === "die");
    return [...new Set(died.map(({ container }) => container))];
  }

  private take(text: string): void {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() ?? "";
    for (const line of lines) {
      const { Action, timeNano, Actor } = JSON.parse(line) as Said;
      const action = actions[Action];
      if (action)
        this.all.push({ at: BigInt(Math.round(timeNano)), action, container: Actor.Attributes.name });
    }
  }
}

/** The moments at which none of these containers was well, each by what happened then; all were well before. */
export function noneWell(events: readonly ContainerEvent[], containers: readonly string[]): ContainerEvent[] {
  const well = new Set(containers);
  return events.filter(({ action, container }) => {
    if (!containers.includes(container)) return false;
    if (action === "healthy") well.add(container);
    else well.delete(container);
    return well.size === 0;
  });
}

/** The most groups of containers that had one that was not well at the same time. */
export function mostAtOnce(
  events: readonly ContainerEvent[],
  groups: readonly (readonly string[])[],
): number {
  const ill = new Set<string>();
  return events.reduce((most, { action, container }) => {
    if (action === "healthy") ill.delete(container);
    else ill.add(container);
    return Math.max(most, groups.filter((group) => group.some((name) => ill.has(name))).length);
  }, 0);
}
