import { docker } from "./docker-objects";

/** What the daemon did with a stack's container. */
export interface ContainerEvent {
  /** The container's name. */
  readonly name: string;
  /** Such as `create`, `die`, `health_status: healthy`. */
  readonly action: string;
  /** In nanoseconds. */
  readonly time: number;
}

interface DaemonEvent {
  readonly Action: string;
  readonly timeNano: number;
  readonly Actor: { readonly Attributes: Readonly<Record<string, string>> };
}

/** What happened to a stack's containers in a time, by the daemon itself, in order; times are in seconds since 1970. */
export async function containerEvents(
  stack: string,
  since: number,
  until: number,
): Promise<ContainerEvent[]> {
  const window = ["--since", since.toFixed(3), "--until", until.toFixed(3)];
  const filters = ["type=container", `label=genesys-chat.stack=${stack}`];
  const text = await docker(
    "events",
    ...window,
    ...filters.flatMap((filter) => ["--filter", filter]),
    "--format",
    "{{json .}}",
  );
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as DaemonEvent)
    .map(({ Action, timeNano, Actor }) => ({
      name: Actor.Attributes.name ?? "",
      action: Action,
      time: timeNano,
    }))
    .sort((a, b) => a.time - b.time);
}
