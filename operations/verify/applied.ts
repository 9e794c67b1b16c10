import { isStale } from "../../engine/lock";
import { isEmpty } from "../../engine/recovery/orphaned-resources";
import { nameOf } from "../../engine/resource";
import { type LocalState, stackOutputs, type StackState } from "../../engine/state";
import type { AppliedFacts } from "./facts";

/** What the last `up` wrote down. */
export function appliedFacts(state: LocalState): AppliedFacts {
  const known = state.read() ?? { resources: [], pending: [] };
  return {
    recorded: !isEmpty(known),
    ids: new Set(known.resources.flatMap(({ id }) => id ?? [])),
    files: filesOf(known),
    ...definitionHashOf(known),
    interrupted: [
      ...state
        .locks()
        .filter(isStale)
        .map(({ pid }) => `the lock of process ${pid}, which is gone`),
      ...known.pending.map(({ type, resource }) => `${type} ${nameOf(resource.urn)}`),
    ],
  };
}

/** What the program gave as an output of the stack. */
function definitionHashOf(state: StackState): { definitionHash?: string } {
  const hash = stackOutputs(state).definitionHash;
  return typeof hash === "string" ? { definitionHash: hash } : {};
}

/** The uploads of carriers, as far as they are not sealed. */
function filesOf({ resources }: StackState): Map<string, string> {
  return new Map(
    resources.flatMap(({ inputs }): [string, string][] => {
      const uploads = inputs?.uploads;
      const [upload] = Array.isArray(uploads) ? (uploads as { content?: unknown }[]) : [];
      return typeof upload?.content === "string" ? [[String(inputs?.name), upload.content]] : [];
    }),
  );
}
