import { isHealthy, listedHealth } from "../../docker/pair-health";
import type { StackFolder } from "../../system/stack-file";
import type { Deployment } from "../../model/deployment";
import { hasErrors } from "../../model/problem";
import { byCodePoint } from "../../render";
import type { ContainerSummary } from "../../docker/client";
import { Recognizer } from "../../engine/fingerprint/recognition";
import { isStale, lockedBy } from "../../engine/lock";
import { ofStack } from "../../docker/client";
import { project } from "../../system/project";
import { LocalState } from "../../engine/state";

/** The state of a tenant compared with its definition. */
export type TenantState =
  "as declared" | "changed" | "not deployed" | "cut short" | "under way" | "not valid" | "elsewhere";

/** A tenant in the output of `tenants list`. */
export interface TenantLine {
  readonly stack: string;
  readonly state: TenantState;
  /** What is the matter, where something is; such as what changed. */
  readonly reasons: readonly string[];
  /** The releases of its applications, sorted; null where the definition has errors. */
  readonly releases: readonly string[] | null;
  /** How many applications it declares; null where the definition has errors. */
  readonly applications: number | null;
  readonly health: TenantHealth | null;
  /** When its last run ended, in ISO 8601; null where there was none. */
  readonly lastChange: string | null;
}

/** The processes' containers as the daemon knows them. */
export interface TenantHealth {
  readonly healthy: number;
  readonly containers: number;
  /** The names of those that are not healthy, without project and stack. */
  readonly unwell: readonly string[];
}

/**
 * Tells how the folder's tenants stand, from the state's files and one answer of the daemon.
 *
 * @param all the daemon's containers; undefined if it did not answer
 */
export function overview(
  folder: StackFolder,
  backendUrl: string | undefined,
  all: readonly ContainerSummary[] | undefined,
): TenantLine[] {
  const recognizer = new Recognizer(folder.root, backendUrl);
  return folder.stacks().map((stack) => {
    const resolution = folder.resolve(stack);
    const { deployment } = resolution;
    const state = LocalState.at(backendUrl, project, stack);
    const ended = state?.lastRun()?.ended;
    return {
      ...{ stack, ...stateOf() },
      releases: deployment ? releasesOf(deployment) : null,
      applications: deployment ? deployment.applications.length : null,
      health: all ? healthOf(ofStack(all, project, stack)) : null,
      lastChange: ended === undefined ? null : new Date(ended * 1000).toISOString(),
    };

    function stateOf(): Pick<TenantLine, "state" | "reasons"> {
      if (hasErrors(resolution.problems)) {
        const errors = resolution.problems.filter(({ severity }) => severity === "error").length;
        return { state: "not valid", reasons: [`${errors} error${errors === 1 ? "" : "s"}`] };
      }
      if (!state) return { state: "elsewhere", reasons: ["the state is kept elsewhere"] };
      const lock = state.locks().find((one) => !isStale(one));
      if (lock) return { state: "under way", reasons: [lockedBy(lock)] };
      const known = state.tryRead();
      if (known === "cut short")
        return { state: "cut short", reasons: ["its state was cut short: up takes the last backup"] };
      if (!known || known.resources.length === 0)
        return { state: "not deployed", reasons: unrecorded(all ? ofStack(all, project, stack).length : 0) };
      if (known.pending.length > 0)
        return { state: "cut short", reasons: [`${known.pending.length} pending operation(s)`] };
      const recognised = recognizer.recognise(stack, resolution);
      return recognised.unchanged
        ? { state: "as declared", reasons: [] }
        : { state: "changed", reasons: recognised.reasons };
    }
  });
}

/** Deployed all the same, as far as the daemon shows: by another state. */
function unrecorded(own: number): string[] {
  if (own === 0) return [];
  return [
    `${own} containers are on the daemon, and the state in use has no record of them: see PULUMI_BACKEND_URL`,
  ];
}

function releasesOf({ applications }: Deployment): string[] {
  return [...new Set(applications.map(({ release }) => release))].sort(byCodePoint);
}

/** Carriers are never started, and are no process. */
function healthOf(own: readonly ContainerSummary[]): TenantHealth {
  const processes = own.filter(({ name }) => !name.endsWith("_carrier"));
  const unwell = processes.filter((process) => !isHealthy(listedHealth(process)));
  return {
    healthy: processes.length - unwell.length,
    containers: processes.length,
    unwell: unwell.map(({ name }) => name.slice(name.lastIndexOf(".") + 1)).sort(byCodePoint),
  };
}
