import { byCodePoint, canonicalJson } from "../../render";
import type { KeptVolume } from "./difference/stack-view";
import { deployedVolumes } from "./kept-volumes";
import { labelsOf, nameOf } from "../../engine/resource";
import { changedValues, type ValueChange } from "./difference/changed-values";

import type { Preview, PreviewStep } from "../../engine/preview";

export { type ValueChange };

/** What happens to a container, and the inputs that are the reason. */
export interface ContainerChange {
  readonly container: string;
  readonly application: string;
  /** The component it belongs to: a standby's is its primary's. */
  readonly component: string;
  readonly action: "created" | "replaced" | "removed" | "updated in place";
  readonly reasons: readonly string[];
}

/** This project's component, by type. */
export const ourType = /^genesys-chat:index:(?<type>\w+)$/;
/** A container, by its type. */
export const containerType = "docker:index/container:Container";

/** A network, by its type. */
export const networkType = "docker:index/network:Network";

/** What a step does, in words, by its operation; the other ones do nothing that anybody would notice. */
export const actions: Readonly<Record<string, ContainerChange["action"]>> = {
  create: "created",
  replace: "replaced",
  delete: "removed",
  update: "updated in place",
};

/** The values that change, component by component, in the order of the preview. */
export function valueChanges(preview: Preview): ValueChange[] {
  return (preview.steps ?? []).flatMap((step) => {
    const type = ourType.exec((step.newState ?? step.oldState)?.type ?? "")?.groups?.type;
    if (type === undefined || step.op === "same") return [];
    return changedValues(nameOf(step.urn), type, step.oldState?.inputs, step.newState?.inputs);
  });
}

/** The processes' containers that change; carriers hold files only and are no news. */
export function containerChanges(preview: Preview): ContainerChange[] {
  const primaries = primariesOfStandbys(preview);
  const carriers = replacedCarriers(preview);
  return (preview.steps ?? []).flatMap((step) => {
    const state = step.newState ?? step.oldState;
    if (state?.type !== containerType || nameOf(step.urn).endsWith("-carrier")) return [];
    const action = actions[step.op];
    if (action === undefined) return [];
    return [
      {
        container: typeof state.inputs?.name === "string" ? state.inputs.name : "",
        application: nameOf(step.urn),
        component: primaries.get(nameOf(step.urn)) ?? nameOf(step.urn),
        action,
        reasons: reasonsOf(step, carriers),
      },
    ];
  });
}

/**
 * The inputs that are the reason; labels of this project one by one, since each is for something else. The engine names none if a container is replaced
 * with its carrier, or by `--replace`.
 */
function reasonsOf(step: PreviewStep, carriers: ReadonlySet<string>): string[] {
  const [old, now] = [step.oldState?.inputs ?? {}, step.newState?.inputs ?? {}];
  // Of `--replace` the engine says that the id changes.
  const named = (step.replaceReasons ?? step.diffReasons ?? []).filter((name) => name !== "id");
  const differing = named.length > 0 || step.op !== "replace" ? named : differingKeys(old, now);
  const labels = differingKeys(Object.fromEntries(labelsOf(old)), Object.fromEntries(labelsOf(now)));
  const reasons = differing.flatMap((one) => (one === "labels" && labels.length > 0 ? labels : [one]));
  if (reasons.length === 0 && carriers.has(`${nameOf(step.urn)}-carrier`)) return ["carrier"];
  return [...new Set(reasons)].sort(byCodePoint);
}

/** The provider's own notes, and what is in `ignoreChanges` and yet is another in a container that is replaced for a reason elsewhere. */
const notReasons = new Set(["__defaults", "wait", "waitTimeout"]);

function differingKeys(
  old: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): string[] {
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (key) => !notReasons.has(key) && canonicalJson(old[key] ?? null) !== canonicalJson(now[key] ?? null),
  );
}

/** The logical names of the carriers that are replaced. */
function replacedCarriers({ steps = [] }: Preview): Set<string> {
  const names = steps.filter(({ op }) => op === "replace").map(({ urn }) => nameOf(urn));
  return new Set(names.filter((name) => name.endsWith("-carrier")));
}

function primariesOfStandbys(preview: Preview): Map<string, string> {
  return new Map(
    (preview.steps ?? []).flatMap(({ urn, newState, oldState }) =>
      [newState, oldState].flatMap((state) =>
        ourType.test(state?.type ?? "") && typeof state?.inputs?.backup === "string"
          ? [[state.inputs.backup, nameOf(urn)] as const]
          : [],
      ),
    ),
  );
}

/** The volumes that go with what is in them. */
export function volumesThatGo({ steps = [] }: Preview): KeptVolume[] {
  const going = steps.filter(({ op }) => op === "delete" || op === "replace");
  return deployedVolumes(going.flatMap(({ urn, oldState }) => (oldState ? [{ urn, ...oldState }] : [])));
}
