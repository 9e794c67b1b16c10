import { nameOf } from "../resource";
import type { LastRun, StackState } from "../state";

/** Flags of `pulumi up` that leave nothing out; with any other one, such as `target`, a run is no proof that all was done. */
const completeFlags = new Set([
  ...[
    "yes",
    "skip-preview",
    "non-interactive",
    "stack",
    "cwd",
    "message",
    "refresh",
    "replace",
    "expect-no-changes",
  ],
  ...[
    "diff",
    "json",
    "color",
    "emoji",
    "parallel",
    "suppress-outputs",
    "suppress-progress",
    "suppress-permalink",
  ],
  ...[
    "show-config",
    "show-full-output",
    "show-reads",
    "show-replacement-steps",
    "show-sames",
    "show-secrets",
  ],
  ...[
    "logtostderr",
    "logflow",
    "verbose",
    "tracing",
    "otel-traces",
    "profiling",
    "fully-qualify-stack-names",
  ],
  ...["event-log", "exec-kind", "exec-agent", "client", "continue-on-error", "disable-integrity-checking"],
]);

/**
 * Why a state may be less, or something else, than what the program asked for when it left its fingerprint there; undefined where
 * the state is complete. The program's outputs are stored even if a resource failed or was left out.
 */
export function incompleteReason(state: StackState, last: LastRun | undefined): string | undefined {
  if (state.resources.length === 0) return "never deployed";
  if (state.pending.length > 0)
    return `an earlier run was cut short: ${state.pending.length} pending operation(s)`;
  const broken = brokenReason(state);
  if (broken !== undefined) return broken;
  if (!last) return "the state has no history";
  if (last.kind !== "update") return `the last run was no update but a ${last.kind}`;
  if (last.result !== "succeeded") return `the last update ${last.result || "did not end"}`;
  const partial = last.flags.find((flag) => !completeFlags.has(flag));
  if (partial !== undefined) return `the last update was run with --${partial}`;
  if (!last.untouchedSince) return "the state was changed since the last update";
  return undefined;
}

/** Why an earlier run's resources are not what the state says of them; undefined if they are. */
export function brokenReason({ resources }: Pick<StackState, "resources">): string | undefined {
  const broken = resources.find(
    (resource) =>
      (resource.initErrors ?? []).length > 0 ||
      resource.delete === true ||
      resource.pendingReplacement === true ||
      resource.taint === true,
  );
  return broken && `an earlier run left ${nameOf(broken.urn)} unfinished`;
}
