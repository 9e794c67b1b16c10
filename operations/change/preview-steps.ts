import { byCodePoint } from "../../render";
import type { KeptVolume } from "./difference/stack-view";
import { deployedVolumes } from "./kept-volumes";
import { nameOf } from "../../engine/resource";
import { changedValues, type ValueChange } from "./difference/changed-values";

import type { Preview } from "../../engine/preview";

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
        reasons: [...(step.replaceReasons ?? step.diffReasons ?? [])].sort(byCodePoint),
      },
    ];
  });
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
