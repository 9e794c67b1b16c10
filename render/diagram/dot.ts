import type { ApplicationType } from "../../model/deployment";
import { fills, ink, line, marks, unchangedFill } from "./colours";
import { type Diagram, type DiagramMark, type DiagramNode, typeLabels } from "./topology-diagram";

/** Writes a diagram in the DOT language of Graphviz. */
export function dot(diagram: Diagram): string {
  const { title, isChange = false, hosts, external, edges } = diagram;
  const nodeLine = (node: DiagramNode) => nodeText(node, isChange);
  const lines = [
    "digraph topology {",
    `  graph [rankdir=LR, newrank=true, bgcolor=transparent, fontname="Helvetica,Arial,sans-serif", fontsize=16, fontcolor="${line}"${title === undefined ? "" : `, labelloc=t, label=<${text(title)}>`}, nodesep=0.35, ranksep=1.1];`,
    `  node [shape=plain, fontname="Helvetica,Arial,sans-serif", fontsize=12, fontcolor="${ink}"];`,
    `  edge [fontname="Helvetica,Arial,sans-serif", fontsize=11, fontcolor="${line}", color="${line}", arrowsize=0.7];`,
    ...hosts.flatMap(({ label, nodes }, index) => [
      `  subgraph cluster_h${index} {`,
      label === undefined
        ? "    graph [peripheries=0];"
        : `    graph [label=<${text(label)}>, fontsize=13, labeljust=l, style=rounded, color="${line}", margin=14];`,
      ...nodes.map((node) => `    ${nodeLine(node)}`),
      // A pair is side by side: same column, and an invisible group that keeps other applications from between them.
      ...nodes.flatMap(({ id, standbyOf }) =>
        standbyOf !== undefined && nodes.some((node) => node.id === standbyOf)
          ? [
              `    subgraph cluster_${id} { graph [label="", peripheries=0, margin=0]; { rank=same; ${standbyOf}; ${id}; } }`,
            ]
          : [],
      ),
      "  }",
    ]),
    ...external.map((node) => `  ${nodeLine(node)}`),
    ...hosts.flatMap(({ nodes }) =>
      nodes.flatMap(({ id, standbyOf }) => {
        if (standbyOf === undefined) return [];
        // On another host the standby gets the column beside its primary's.
        const isTogether = nodes.some((node) => node.id === standbyOf);
        const apart = isTogether ? ", constraint=false" : ", weight=4";
        return [`  ${standbyOf} -> ${id} [dir=none, style=bold${apart}];`];
      }),
    ),
    ...edges.map((edge) => {
      const target = [...hosts.flatMap(({ nodes }) => nodes), ...external].find(({ id }) => id === edge.to)!;
      const cell = target.ports.findIndex(({ id }) => id === edge.port);
      const attributes = [
        ...(edge.mark ? [`label="${edge.mark}"`] : []),
        ...(edge.isBack ? ["constraint=false"] : []),
        ...(edge.mark ? [`color="${marks[edge.mark].stroke}", penwidth=2.2`] : []),
        ...(edge.mark === "removed" ? ["style=dashed"] : []),
      ];
      return `  ${edge.from} -> ${edge.to}${cell < 0 ? "" : `:p${cell}`}${attributes.length > 0 ? ` [${attributes.join(", ")}]` : ""};`;
    }),
    ...legend(diagram),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function nodeText({ id, name, type, details, ports, mark }: DiagramNode, isChange: boolean): string {
  const rows = [
    `<TR><TD ALIGN="LEFT" WIDTH="${widthOf(name, 13)}"><B>${text(name)}</B></TD></TR>`,
    ...details.map(
      (detail) =>
        `<TR><TD ALIGN="LEFT" WIDTH="${widthOf(detail, 10)}"><FONT POINT-SIZE="10">${text(detail)}</FONT></TD></TR>`,
    ),
    ...ports.map(
      ({ label }, index) =>
        `<TR><TD PORT="p${index}" ALIGN="LEFT" BORDER="1" BGCOLOR="#ffffff" WIDTH="${widthOf(label, 10)}"><FONT POINT-SIZE="10">${text(label)}</FONT></TD></TR>`,
    ),
  ];
  const dashed = type === "external" || mark === "removed" ? ' STYLE="DASHED,ROUNDED"' : ' STYLE="ROUNDED"';
  const fill = !isChange ? fills[type] : mark ? marks[mark].fill : unchangedFill;
  const border = mark ? `BORDER="2" COLOR="${marks[mark].stroke}"` : `BORDER="1" COLOR="${line}"`;
  return `${id} [label=<<TABLE ${border} CELLBORDER="0" CELLSPACING="2" BGCOLOR="${fill}"${dashed}>${rows.join("")}</TABLE>>];`;
}

/** Explains the colours that are in the picture, and what is no colour. */
function legend({ isChange = false, hosts, external, edges }: Diagram): string[] {
  const nodes = hosts.flatMap((host) => host.nodes);
  const row = (fill: string, label: string) =>
    `<TR><TD ALIGN="LEFT" BGCOLOR="${fill}" WIDTH="${widthOf(label, 12)}">${text(label)}</TD></TR>`;
  const types = (Object.keys(typeLabels) as ApplicationType[]).filter((type) =>
    nodes.some((node) => node.type === type),
  );
  const parts = [...nodes, ...external, ...edges];
  const used = (Object.keys(marks) as DiagramMark[]).filter((mark) =>
    parts.some((part) => part.mark === mark),
  );
  const rows = [
    ...(isChange
      ? [...used.map((mark) => row(marks[mark].fill, mark)), row(unchangedFill, "stays as it is")]
      : types.map((type) => row(fills[type], typeLabels[type]))),
    ...(external.length > 0
      ? [row(isChange ? unchangedFill : fills.external, "external or shared server (dashed)")]
      : []),
    row("#ffffff", "white cell: listening port"),
    row("#ffffff", "arrow: connection; a standby has its primary's"),
    ...(nodes.some(({ standbyOf }) => standbyOf !== undefined)
      ? [row("#ffffff", "bold line: pair of primary and warm standby")]
      : []),
  ];
  return [
    `  legend [label=<<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="2" COLOR="${line}"><TR><TD BORDER="0"><FONT COLOR="${line}">Legend</FONT></TD></TR>${rows.join("")}</TABLE>>];`,
  ];
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\\": "&#92;",
};

/**
 * The width to keep free for a text, in points. Graphviz measures Helvetica; readers' own fonts are up to a fifth wider, and the text would leave
 * its cell.
 */
function widthOf(value: string, pointSize: number): number {
  const wide = [...value].filter((character) => character > "\u2E80").length;
  return Math.ceil(([...value].length + wide) * pointSize * 0.66) + 6;
}

/** A text inside of an HTML-like label, which is never empty. */
function text(value: string): string {
  return value === "" ? " " : value.replace(/[&<>"\\]/g, (character) => entities[character]!);
}
