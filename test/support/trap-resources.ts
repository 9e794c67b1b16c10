import { containerResourceOptions } from "../../components/resource-options";
import { docker } from "./docker-objects";
import type { Bare, TrapProject } from "./trap-project";
import type { Args, Seen } from "./trap-tables";

/* What the projects of the provider's traps declare, and what the daemon says of it. */

/** Most traps show in a container that was never started, which takes no time. */
const still = { start: false, mustRun: false, networkMode: "none" };
const idle = (more = "") => ["node", "-e", `${more};setInterval(() => {}, 1000)`];
/** One that ends as soon as it is asked to. */
export const endsOnSignal = idle('process.on("SIGTERM", () => process.exit(0))');
/** One that has something to finish: a stop without patience asks too, and kills before the answer. */
export const endsLate = idle('process.on("SIGTERM", () => setTimeout(() => process.exit(0), 1000))');

/** A container as data. */
export const container = (args: Args, opts: Bare["opts"] = {}): Bare => ({ kind: "Container", args, opts });
/** One that is never started, as the provider takes it by itself. */
export const withoutFix = (args: Args) => container({ ...still, ...args });
/** One that is never started, as the components declare theirs. */
export const withFix = (args: Args) => container({ ...still, ...args }, containerResourceOptions());

/** An edit that adds a label. */
export const relabelled = (project: TrapProject) => ({
  labels: [...project.labels, { label: "genesys-chat.tenant", value: "Other" }],
});

/** An object of a project as the daemon has it. */
export async function inspected(project: TrapProject, name: string): Promise<Seen> {
  const [all] = JSON.parse(await docker("inspect", project.object(name))) as Seen[];
  if (!all) throw new Error(`there is no ${name}`);
  return all;
}
