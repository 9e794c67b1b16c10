import { start, type Running } from "./process";
import { until } from "./until";
import { tmpdir } from "node:os";

/** What the daemon did with a stack's container. */
export interface StackEvent {
  /** The container's name. */
  readonly name: string;
  /** Such as `create`, `die`, `health_status: healthy`. */
  readonly action: string;
  /** In nanoseconds since 1970. */
  readonly time: number;
}

interface DaemonEvent {
  readonly Action: string;
  readonly timeNano: number;
  readonly Actor: { readonly Attributes: Readonly<Record<string, string>> };
}

const told = ["create", "start", "die", "destroy", "kill", "stop", "health_status"];

/** Listens to what happens to a stack's containers: the daemon keeps some hundred events only, and health checks make many. */
export class StackEvents {
  private constructor(private readonly client: Running) {}

  static listen(stack: string): StackEvents {
    const filters = [
      "type=container",
      `label=genesys-chat.stack=${stack}`,
      ...told.map((each) => `event=${each}`),
    ];
    const words = ["events", "--format", "{{json .}}", ...filters.flatMap((filter) => ["--filter", filter])];
    return new StackEvents(start("docker", words, { cwd: tmpdir(), timeoutSeconds: 600 }));
  }

  /** Ends when no event has come for a second: the daemon tells of one a little after it. */
  async end(): Promise<StackEvent[]> {
    let seen = -1;
    await until("the daemon has told all", 15, async () => {
      const quiet = seen === this.client.said().length;
      seen = this.client.said().length;
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return quiet || undefined;
    });
    this.client.signalAll("SIGTERM");
    await this.client.ended;
    return this.client
      .said()
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as DaemonEvent)
      .map(({ Action, timeNano, Actor }) => ({
        name: Actor.Attributes.name ?? "",
        action: Action,
        time: timeNano,
      }));
  }
}
