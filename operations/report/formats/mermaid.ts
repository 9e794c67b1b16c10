import { printable } from "../../../render";
import type { Mark, Topology, TopologyNode } from "../topology";

/** Words beside each colour: not everybody sees them, and not every reader draws them. */
export const markWords: Readonly<Record<Mark, string>> = {
  added: "added",
  removed: "removed",
  restarts: "restarts",
  changed: "changed",
  same: "",
};

const classes = [
  "classDef added fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
  "classDef removed fill:#ffebe9,stroke:#cf222e,color:#1f2328,stroke-dasharray:4 3",
  "classDef restarts fill:#fff8c5,stroke:#9a6700,color:#1f2328",
  "classDef changed fill:#ddf4ff,stroke:#0969da,color:#1f2328",
];

/** A topology as a Mermaid flow chart: each pair in a frame, what changes in colour and in words. */
export function mermaid({ nodes, edges }: Topology): string {
  const ids = new Map(nodes.map(({ key }, index) => [key, `n${index}`]));
  const pairs = new Map<string, TopologyNode[]>();
  for (const node of nodes) {
    if (node.standbyOf !== undefined) pairs.set(node.standbyOf, [node]);
  }
  const members = new Set([...pairs].flatMap(([primary, [standby]]) => [primary, standby!.key]));
  const lines = nodes.filter(({ key }) => !members.has(key)).map((node) => nodeLine(node, ids));
  const frames = [...pairs].flatMap(([primary, standbys]) => [
    `subgraph p${ids.get(primary)}[" "]`,
    ...[...nodes.filter(({ key }) => key === primary), ...standbys].map((node) => `  ${nodeLine(node, ids)}`),
    "end",
  ]);
  return [
    "flowchart LR",
    ...[...lines, ...frames, ...edges.map((edge) => edgeLine(edge, ids)), ...classes].map(
      (line) => `  ${line}`,
    ),
  ].join("\n");
}

function nodeLine({ key, type, mark, standbyOf }: TopologyNode, ids: ReadonlyMap<string, string>): string {
  const words = [
    label(key),
    ...(standbyOf === undefined ? [] : ["standby"]),
    ...(mark === "same" ? [] : [markWords[mark]]),
  ];
  const text = `"${words.join("<br/>")}"`;
  const shape = type === "external" ? `([${text}])` : `[${text}]`;
  return `${ids.get(key)}${shape}${mark === "same" ? "" : `:::${mark}`}`;
}

function edgeLine(
  { from, to, port, mark }: Topology["edges"][number],
  ids: ReadonlyMap<string, string>,
): string {
  const arrow = mark === "removed" ? "-.->" : mark === "same" ? "-->" : "==>";
  return `${ids.get(from)} ${arrow}|"${label(port)}${mark === "same" ? "" : ` ${mark}`}"| ${ids.get(to)}`;
}

/** Mermaid has entities of its own, which begin with "#". */
function label(text: string): string {
  return printable(text).replace(/[^\w .:-]/gu, (character) => `#${character.codePointAt(0)};`);
}
