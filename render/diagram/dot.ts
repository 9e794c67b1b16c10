import type { ApplicationType } from "../../model/deployment";
import { type Diagram, type DiagramNode, typeLabels } from "./topology-diagram";

/** Fills that carry dark text; they and the grey of lines are readable on light and on dark pages. */
export const fills: Readonly<Record<ApplicationType | "external", string>> = {
  GenesysMobileServices: "#cfe8ff",
  WebApiServer: "#d4f3d8",
  ChatServer: "#ffe3c2",
  InteractionServer: "#eadcff",
  OrchestrationServer: "#fff3bf",
  ContactServer: "#ffd9e2",
  external: "#eceff2",
};

const ink = "#1f2328";
const line = "#7a828c";

/** Writes a diagram in the DOT language of Graphviz. */
export function dot({ title, hosts, external, edges }: Diagram): string {
  const lines = [
    "digraph topology {",
    `  graph [rankdir=LR, newrank=true, bgcolor=transparent, fontname="Helvetica,Arial,sans-serif", fontsize=16, fontcolor="${line}", labelloc=t, label=<${text(title)}>, nodesep=0.35, ranksep=1.1];`,
    `  node [shape=plain, fontname="Helvetica,Arial,sans-serif", fontsize=12, fontcolor="${ink}"];`,
    `  edge [fontname="Helvetica,Arial,sans-serif", fontsize=11, fontcolor="${line}", color="${line}", arrowsize=0.7];`,
    ...hosts.flatMap(({ label, nodes }, index) => [
      `  subgraph cluster_h${index} {`,
      `    graph [label=<${text(label)}>, fontsize=13, style=rounded, color="${line}", margin=14];`,
      ...nodes.map((node) => `    ${nodeLine(node)}`),
      // A pair is side by side.
      ...nodes.flatMap(({ id, standbyOf }) =>
        standbyOf !== undefined && nodes.some((node) => node.id === standbyOf)
          ? [`    { rank=same; ${standbyOf}; ${id}; }`]
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
        return [`  ${standbyOf} -> ${id} [dir=none, style=bold${apart}, label="warm standby"];`];
      }),
    ),
    ...edges.map((edge) => {
      const target = [...hosts.flatMap(({ nodes }) => nodes), ...external].find(({ id }) => id === edge.to)!;
      const cell = target.ports.findIndex(({ id }) => id === edge.port);
      const attributes = [
        ...(edge.label === "" ? [] : [`label=<${text(edge.label)}>`]),
        ...(edge.isBack ? ["constraint=false"] : []),
      ];
      return `  ${edge.from} -> ${edge.to}${cell < 0 ? "" : `:p${cell}`}${attributes.length > 0 ? ` [${attributes.join(", ")}]` : ""};`;
    }),
    ...legend(
      hosts.flatMap(({ nodes }) => nodes),
      external,
    ),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function nodeLine({ id, name, type, details, ports }: DiagramNode): string {
  const rows = [
    `<TR><TD WIDTH="${widthOf(name, 13)}"><B>${text(name)}</B></TD></TR>`,
    ...details.map(
      (detail) =>
        `<TR><TD WIDTH="${widthOf(detail, 10)}"><FONT POINT-SIZE="10">${text(detail)}</FONT></TD></TR>`,
    ),
    ...ports.map(
      ({ label }, index) =>
        `<TR><TD PORT="p${index}" BORDER="1" BGCOLOR="#ffffff" WIDTH="${widthOf(label, 10)}"><FONT POINT-SIZE="10">${text(label)}</FONT></TD></TR>`,
    ),
  ];
  const dashed = type === "external" ? ' STYLE="DASHED,ROUNDED"' : ' STYLE="ROUNDED"';
  return `${id} [label=<<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="2" COLOR="${line}" BGCOLOR="${fills[type]}"${dashed}>${rows.join("")}</TABLE>>];`;
}

function legend(nodes: readonly DiagramNode[], external: readonly DiagramNode[]): string[] {
  const types = (Object.keys(typeLabels) as ApplicationType[]).filter((type) =>
    nodes.some((node) => node.type === type),
  );
  const row = (fill: string, label: string) =>
    `<TR><TD BGCOLOR="${fill}" WIDTH="${widthOf(label, 12)}">${text(label)}</TD></TR>`;
  const rows = [
    ...types.map((type) => row(fills[type], typeLabels[type])),
    ...(external.length > 0 ? [row(fills.external, "external or shared server (dashed)")] : []),
    row("#ffffff", "white cell: listening port"),
    row("#ffffff", "arrow: connection; a standby has its primary's"),
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
