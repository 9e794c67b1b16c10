import type { Preview } from "../../engine/preview";
import { nameOf } from "../../engine/resource";
import type { Difference } from "./difference/difference";
import { containerChanges, networkType, valueChanges, volumesThatGo } from "./preview-steps";

/** The steps by which nothing changes. */
const idle = new Set(["same", "refresh", "read"]);

/**
 * What the engine announces, in the form in which definitions are compared; undefined if it announces no change. It doesn't know
 * why a secret's carrier changes, nor whose chats are lost: the definitions do.
 */
export function announcedDifference(preview: Preview): Difference | undefined {
  const steps = (preview.steps ?? []).filter(({ op }) => !idle.has(op));
  if (steps.length === 0) return undefined;
  const changing: Preview = { steps };
  const containers = containerChanges(preview);
  const stopped = new Set(
    containers.filter(({ action }) => action !== "updated in place").map(({ application }) => application),
  );
  const carried = steps
    .filter(({ op, urn }) => op === "replace" && urn.endsWith("-carrier"))
    .map(({ urn }) => nameOf(urn).replace(/(-files)?-carrier$/, ""));
  return {
    values: valueChanges(changing),
    containers,
    rewritten: [...new Set(carried)].filter((key) => !stopped.has(key)),
    losses: [],
    dataLosses: volumesThatGo(changing),
    rotated: [],
    network: steps.some(({ op, oldState }) => op === "replace" && oldState?.type === networkType),
  };
}
