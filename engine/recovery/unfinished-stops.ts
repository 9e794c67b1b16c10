import { query } from "../../docker/command";
import type { StackState } from "../state";
import type { Owner } from "./orphaned-resources";

/** Seconds that a stop may take where the state does not say. */
const usualStop = 15;

/**
 * Waits for containers that the daemon is stopping, because a run that was cut short asked it to: they still count as
 * running, and would stop after the next run has found them in order.
 */
export async function awaitStops(
  state: StackState,
  owner: Owner,
  report: (line: string) => void,
): Promise<void> {
  const stopping = await beingStopped(owner);
  for (const { id, inputs } of state.resources) {
    if (id === undefined || !stopping.has(id)) continue;
    report(`Waiting for ${String(inputs?.name)}, which that run was stopping.`);
    const grace = Number(inputs?.destroyGraceSeconds ?? usualStop);
    await query(["wait", id], grace + 5);
  }
}

/** The containers that were sent a signal of late and have not ended since. */
async function beingStopped({ project, stack }: Owner): Promise<Set<string>> {
  const labels = [`label=genesys-chat.project=${project}`, `label=genesys-chat.stack=${stack}`];
  const filters = [...labels, "event=kill", "event=die"].flatMap((filter) => ["--filter", filter]);
  const period = ["--since", "2m", "--until", "0s"];
  const { stdout } = await query(["events", ...period, ...filters, "--format", "{{.Action}} {{.ID}}"], 10);
  const last = new Map(
    stdout
      .toString("utf8")
      .split("\n")
      .filter(Boolean)
      .map((line): [string, string] => {
        const [action = "", id = ""] = line.split(" ");
        return [id, action];
      }),
  );
  return new Set([...last].filter(([, action]) => action === "kill").map(([id]) => id));
}
