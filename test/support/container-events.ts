import { tmpdir } from "node:os";
import { start, type Running } from "./process";
import { until } from "./until";

/** What the daemon said of a container, and when; in nanoseconds since 1970, which order what happens within a millisecond. */
export interface ContainerEvent {
  readonly at: number;
  /** Such as `create`, `die`, `health_status: healthy`. */
  readonly action: string;
  readonly container: string;
}

interface DaemonEvent {
  readonly Action: string;
  readonly timeNano: number;
  readonly Actor: {
    readonly Attributes: { readonly name: string; readonly execID?: string; readonly exitCode?: string };
  };
}

const actions = [
  ...["create", "start", "die", "destroy", "kill", "stop", "health_status"],
  ...["exec_create", "exec_die"],
];

/** The action of a process that said that it is healthy: Docker's own health check, or the question of an update, which comes first. */
const saidHealthy = "health: said by the process";

/** Whether a container is well from an event on; one that says nothing of it is not in here. */
const healthByAction: Readonly<Record<string, boolean>> = {
  start: false,
  die: false,
  "health_status: unhealthy": false,
  "health_status: healthy": true,
  [saidHealthy]: true,
};

/**
 * Writes down what the daemon says of a stack's containers, from now on: it keeps some hundred events only, and health
 * checks make many.
 */
export class ContainerEvents {
  private constructor(private readonly client: Running) {}

  static of(stack: string): ContainerEvents {
    const filters = [
      ...["type=container", `label=genesys-chat.stack=${stack}`],
      ...actions.map((each) => `event=${each}`),
    ];
    // The client takes a moment to listen; it gets what happens meanwhile all the same.
    const since = ["--since", (Date.now() / 1000).toFixed(3)];
    const words = ["events", ...since, ...filters.flatMap((filter) => ["--filter", filter])];
    const running = start("docker", [...words, "--format", "{{json .}}"], {
      cwd: tmpdir(),
      timeoutSeconds: 3600,
    });
    return new ContainerEvents(running);
  }

  /** The events so far. */
  get all(): ContainerEvent[] {
    const text = this.client.said();
    const questions = new Set<string | undefined>();
    return text
      .slice(0, text.lastIndexOf("\n") + 1)
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as DaemonEvent)
      .flatMap(({ Action, timeNano, Actor: { Attributes } }) => {
        const { name: container, execID, exitCode } = Attributes;
        if (/^exec_create: .*\/app\/health/s.test(Action)) questions.add(execID);
        const isAnswer = Action === "exec_die" && exitCode === "0" && questions.has(execID);
        if (Action.startsWith("exec_"))
          return isAnswer ? { at: timeNano, action: saidHealthy, container } : [];
        return { at: timeNano, action: Action, container };
      });
  }

  /**
   * Ends it, once all events so far were reported: the awaited last event has come, or none has come for a
   * second, since the daemon reports one with a delay.
   */
  async end(last?: (events: readonly ContainerEvent[]) => boolean): Promise<void> {
    let seen = -1;
    await until("the daemon has reported the last event", 60, async () => {
      if (last) return last(this.all) || undefined;
      const quiet = seen === this.client.said().length;
      seen = this.client.said().length;
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return quiet || undefined;
    });
    this.client.signalAll("SIGTERM");
    await this.client.ended;
  }

  /** The containers in the order in which they ended since an event, each once. */
  ended(since = 0): string[] {
    const died = this.all.slice(since).filter(({ action }) => action === "die");
    return [...new Set(died.map(({ container }) => container))];
  }
}

/** Returns true if an event shows that a container's process is healthy. */
export function isHealthEvent({ action }: ContainerEvent): boolean {
  return healthByAction[action] === true;
}

/** The containers that are not healthy after these events; all were before. */
export function unhealthyAfter(events: readonly ContainerEvent[]): Set<string> {
  const found = new Set<string>();
  for (const event of events) follow(found, event);
  return found;
}

/** The moments at which none of these containers was well, each by what happened then; all were well before. */
export function momentsWithoutHealthy(
  events: readonly ContainerEvent[],
  containers: readonly string[],
): ContainerEvent[] {
  const found = new Set<string>();
  return events.filter((event) => {
    if (!containers.includes(event.container) || !follow(found, event)) return false;
    return found.size === containers.length;
  });
}

/** The most groups of containers that had one that was not healthy at the same time. */
export function mostAtOnce(
  events: readonly ContainerEvent[],
  groups: readonly (readonly string[])[],
): number {
  const found = new Set<string>();
  return events.reduce((most, event) => {
    follow(found, event);
    return Math.max(most, groups.filter((group) => group.some((name) => found.has(name))).length);
  }, 0);
}

/** Keeps the containers that are not healthy up to an event; false if the event is about something else. */
function follow(unhealthyAfter: Set<string>, { action, container }: ContainerEvent): boolean {
  const isHealthy = healthByAction[action];
  if (isHealthy === undefined) return false;
  if (isHealthy) unhealthyAfter.delete(container);
  else unhealthyAfter.add(container);
  return true;
}
