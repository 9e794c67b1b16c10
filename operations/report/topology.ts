import type { ApplicationType } from "../../model/deployment";
import { byCodePoint } from "../../render";
import type { Difference } from "../change/difference/difference";
import type { Inputs, ProcessView, StackView } from "../change/difference/stack-view";

/** What happens to a part of a topology; in the order of how much it matters. */
export type Mark = "added" | "removed" | "restarts" | "changed" | "same";

/** Words beside each colour: some readers don't see colours, and some programs don't draw them. */
export const markWords: Readonly<Record<Mark, string>> = {
  added: "added",
  removed: "removed",
  restarts: "restarts",
  changed: "changed",
  same: "",
};

/** One process. */
export interface TopologyNode {
  readonly key: string;
  readonly type: ApplicationType | "external";
  /** The key of its pair's primary, on a standby only. */
  readonly standbyOf?: string;
  readonly mark: Mark;
}

/** A connection, from the one that opens it. */
export interface TopologyEdge {
  readonly from: string;
  readonly to: string;
  /** The listening port's id there. */
  readonly port: string;
  readonly mark: Exclude<Mark, "restarts">;
}

/** Who is connected to whom, with what changes. */
export interface Topology {
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
}

/** Merges both topologies, so that what goes is seen beside what comes. */
export function topologyOf(
  before: StackView | undefined,
  after: StackView | undefined,
  difference: Difference,
): Topology {
  const keys = union(before?.processes, after?.processes);
  const nodes = keys.map((key): TopologyNode => {
    const process = (after?.processes.get(key) ?? before?.processes.get(key))!;
    return {
      key,
      type: process.type,
      ...(process.role === "backup" && { standbyOf: process.component }),
      mark: markOf(process, difference),
    };
  });
  const edges = union(before?.components, after?.components).flatMap((from) => edgesOf(from, before, after));
  const external = [...new Set(edges.map(({ to }) => to))].filter((key) => !keys.includes(key));
  return {
    nodes: [...nodes, ...external.map((key): TopologyNode => ({ key, type: "external", mark: "same" }))],
    edges,
  };
}

function markOf({ key }: ProcessView, { containers, rewritten }: Difference): Mark {
  const action = containers.find(({ application }) => application === key)?.action;
  if (action === "created") return "added";
  if (action === "removed") return "removed";
  if (action === "replaced") return "restarts";
  return action !== undefined || rewritten.includes(key) ? "changed" : "same";
}

function edgesOf(from: string, before: StackView | undefined, after: StackView | undefined): TopologyEdge[] {
  const [old, now] = [before, after].map((view) =>
    Object.entries((view?.components.get(from)?.inputs.connections ?? {}) as Inputs),
  ) as [[string, unknown][], [string, unknown][]];
  const [was, is] = [new Map(old), new Map(now)];
  return union(was, is).map((to) => {
    const text = String(is.get(to) ?? was.get(to));
    const mark = !was.has(to)
      ? "added"
      : !is.has(to)
        ? "removed"
        : was.get(to) === is.get(to)
          ? "same"
          : "changed";
    return { from, to, port: text.split(" ")[0] ?? "", mark };
  });
}

function union(...maps: (ReadonlyMap<string, unknown> | undefined)[]): string[] {
  return [...new Set(maps.flatMap((map) => [...(map?.keys() ?? [])]))].sort(byCodePoint);
}
