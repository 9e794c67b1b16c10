import type { KeptVolume } from "./kept-volumes";
import { effectOf, nameOfValue, reasonOf } from "./impact";
import { containerChanges, valueChanges, volumesThatGo, type ContainerChange } from "./preview-steps";
import { type Preview, type PreviewStep } from "../../engine/preview";
import { nameOf } from "../../engine/resource";

/** A process's container that changes, and why in words. */
export interface Change {
  /** Its application's key. */
  readonly application: string;
  readonly container: string;
  readonly reason: string;
}

/** An application whose file is rewritten while its process goes on. */
export interface Rewriting {
  readonly application: string;
  /** Such as `settings/transcript-auto-save`; empty where no value that is written down changes, such as for a secret. */
  readonly values: readonly string[];
}

/** What a change does, as an operator asks for it. */
export interface ChangePlan {
  readonly restarted: readonly Change[];
  /** Made anew though nothing is there to stop: gone, or new. */
  readonly created: readonly Change[];
  readonly removed: readonly Change[];
  /** Changed while the process goes on, or started where it had stopped. */
  readonly inPlace: readonly Change[];
  readonly rewritten: readonly Rewriting[];
  /** What goes with what is in it. */
  readonly lost: readonly KeptVolume[];
}

/** The steps by which nothing changes. */
const idle = new Set(["same", "refresh", "read"]);

/** What a preview's steps do; undefined where they do nothing. */
export function planOf(preview: Preview): ChangePlan | undefined {
  const steps = (preview.steps ?? []).filter(({ op }) => !idle.has(op));
  if (steps.length === 0) return undefined;
  const changing: Preview = { steps };
  // Whether a container runs is no input that anybody stated.
  const changes = containerChanges(preview).map((change) => ({
    ...change,
    reasons: change.reasons.filter((reason) => reason !== "mustRun"),
    starts: change.reasons.includes("mustRun"),
  }));
  const values = valueChanges(changing);
  const of = (action: ContainerChange["action"]): Change[] =>
    changes
      .filter((change) => change.action === action)
      .map(({ starts, ...change }) => ({
        application: change.application,
        container: change.container,
        reason: starts && change.reasons.length === 0 ? "starts again" : reasonOf(change, values),
      }));
  return {
    restarted: of("replaced"),
    created: of("created"),
    removed: of("removed"),
    inPlace: of("updated in place"),
    rewritten: rewritings(steps, changing, changes),
    lost: volumesThatGo(changing),
  };
}

/** Files that are rewritten under processes which go on. */
function rewritings(
  steps: readonly PreviewStep[],
  changing: Preview,
  changes: readonly ContainerChange[],
): Rewriting[] {
  const touched = new Set(
    changes
      .filter(({ action }) => action !== "updated in place")
      .flatMap(({ application, component }) => [application, component]),
  );
  const byApplication = new Map<string, string[]>();
  for (const value of valueChanges(changing)) {
    if (touched.has(value.application) || effectOf(value) === "with the stack") continue;
    byApplication.set(value.application, [
      ...(byApplication.get(value.application) ?? []),
      nameOfValue(value),
    ]);
  }
  const carried = steps
    .filter(({ op, urn }) => op === "replace" && urn.endsWith("-carrier"))
    .map(({ urn }) => nameOf(urn).replace(/(-files)?-carrier$/, ""));
  // Without a value that is written down: a secret, or the way in which files are written.
  const silent = carried.filter((key) => !touched.has(key) && !isTold(key, byApplication, steps));
  for (const key of new Set(silent)) byApplication.set(key, []);
  return [...byApplication].map(([application, values]) => ({ application, values }));
}

/** Whether an application is among those whose values are told; a standby's are its primary's. */
function isTold(key: string, told: ReadonlyMap<string, unknown>, steps: readonly PreviewStep[]): boolean {
  if (told.has(key)) return true;
  const primary = steps.find(({ newState }) => newState?.inputs?.backup === key);
  return primary !== undefined && told.has(nameOf(primary.urn));
}
