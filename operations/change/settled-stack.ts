import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { labelOf } from "../../engine/resource";
import { Recognizer } from "../../engine/fingerprint/recognition";
import { pulumiEnvironment } from "../../engine/pulumi";
import type { StackState } from "../../engine/state";
import type { Deployment } from "../../model/deployment";
import { runLabelVariable } from "../../docker/names";
import type { DaemonSnapshot } from "../../docker/snapshot";
import { stacksUsed } from "../../model/sharing";
import { root } from "../../system/project";
import { opensSeal } from "../../system/stack-seal";
import type { FileResolution } from "../../system/stack-file";
import { changedByHand } from "./daemon-objects";
import { containerType } from "./preview-steps";

/** What is known of a stack without the engine. */
export interface SettledPlan {
  readonly deployment: Deployment;
  readonly stack: string;
  readonly resolution: FileResolution;
  readonly daemon: DaemonSnapshot;
  /** Undefined if the state is not in a folder. */
  readonly known: StackState | undefined;
  /** The arguments that `pulumi up` would get: with any, the engine decides. */
  readonly words: readonly string[];
}

/** Whether a stack is as it was deployed; `changed` are Docker objects that are gone or were changed by hand. */
export type Settled =
  | { readonly kind: "as deployed" }
  | { readonly kind: "only the engine knows" }
  | { readonly kind: "changed by hand"; readonly changed: readonly string[] };

/**
 * Finds out without the engine that nothing changes: everything that the engine would read is as it was at the last update, and the daemon has
 * what that update left. Anything else is the engine's to say.
 */
export async function settledStack(plan: SettledPlan, env = process.env): Promise<Settled> {
  const { deployment, stack, resolution, daemon, known, words } = plan;
  const isUnknown = { kind: "only the engine knows" } as const;
  if (known === undefined || words.length > 0) return isUnknown;
  // The outputs of another stack are inputs of this one.
  if (stacksUsed(deployment).length > 0 || asksForMore(env) || !isOfThisRun(known, env)) return isUnknown;
  const environment = await pulumiEnvironment(stack);
  const recognizer = new Recognizer(root, environment.PULUMI_BACKEND_URL);
  if (!recognizer.recognise(stack, resolution).unchanged) return isUnknown;
  const stackFile = resolution.texts.get(resolution.files[0] ?? "") ?? "";
  const [isOpened, changed] = await Promise.all([
    opensSeal(stackFile, environment),
    changedByHand(known, daemon),
  ]);
  // With another passphrase the engine refuses the stack.
  if (!isOpened) return isUnknown;
  return changed.length > 0 ? { kind: "changed by hand", changed } : { kind: "as deployed" };
}

/** Returns true if a setting makes every run of Pulumi do more, such as a refresh: a variable for a flag, or the project file. */
function asksForMore(env: NodeJS.ProcessEnv): boolean {
  const { options } = parse(readFileSync(join(root, "Pulumi.yaml"), "utf8")) as {
    options?: { refresh?: unknown };
  };
  return Object.keys(env).some((name) => name.startsWith("PULUMI_OPTION_")) || options?.refresh !== undefined;
}

/** Returns true if the containers carry the label that an update would write now. */
function isOfThisRun({ resources }: StackState, env: NodeJS.ProcessEnv): boolean {
  const run = env[runLabelVariable] || undefined;
  return resources.every(({ type, inputs = {} }) => type !== containerType || labelOf(inputs, "run") === run);
}
