import { fills, ink, line, marks } from "./colours";
import type { Diagram, DiagramEdge, DiagramNode } from "./topology-diagram";

/** Writes a diagram as a Mermaid flow chart. */
export function mermaidDiagram({ title, isChange = false, hosts, external, edges }: Diagram): string {
  const nodeLine = (node: DiagramNode) => nodeText(node, isChange);
  const nodes = [...hosts.flatMap((host) => host.nodes), ...external];
  const portLabel = (edge: DiagramEdge) => {
    const port = nodes.find(({ id }) => id === edge.to)?.ports.find(({ id }) => id === edge.port);
    return [port?.label ?? edge.port, edge.mark].filter(Boolean).join(", ");
  };
  return `${[
    ...(title === undefined ? [] : ["---", `title: "${text(title)}"`, "---"]),
    "flowchart LR",
    ...hosts.flatMap(({ label, nodes: own }, index) => {
      if (label === undefined) return own.map((node) => `  ${nodeLine(node)}`);
      return [
        `  subgraph h${index}["${text(label)}"]`,
        ...own.map((node) => `    ${nodeLine(node)}`),
        "  end",
      ];
    }),
    ...external.map((node) => `  ${nodeLine(node)}`),
    ...hosts.flatMap(({ nodes: own }) =>
      own.flatMap(({ id, standbyOf }) =>
        standbyOf === undefined ? [] : [`  ${standbyOf} ===|"warm standby"| ${id}`],
      ),
    ),
    ...edges.map((edge) => `  ${edge.from} ${arrow(edge)}|"${text(portLabel(edge))}"| ${edge.to}`),
    ...(isChange ? markClasses : typeClasses),
  ].join("\n")}\n`;
}

/** Dashed is what goes, thick is what else changes. */
function arrow({ mark }: DiagramEdge): string {
  return mark === undefined ? "-->" : mark === "removed" ? "-.->" : "==>";
}

const typeClasses = Object.entries(fills).map(
  ([type, fill]) =>
    `  classDef ${type} fill:${fill},stroke:${line},color:${ink}${type === "external" ? ",stroke-dasharray:4 3" : ""}`,
);

const markClasses = Object.entries(marks).map(
  ([mark, { fill, stroke }]) =>
    `  classDef ${mark} fill:${fill},stroke:${stroke},color:${ink}${mark === "removed" ? ",stroke-dasharray:4 3" : ""}`,
);

function nodeText({ id, name, type, details, ports, mark }: DiagramNode, isChange: boolean): string {
  // A change is about applications; the edges name the ports.
  const lines = [name, ...details, ...(isChange ? [] : ports.map(({ label }) => label))].map(text);
  const style = isChange ? mark : type;
  return `${id}["${lines.join("<br/>")}"]${style === undefined ? "" : `:::${style}`}`;
}

/** Mermaid has entities of its own, which begin with "#". */
function text(value: string): string {
  return value.replace(/[^\w .:,-]/gu, (character) => `#${character.codePointAt(0)};`);
}
