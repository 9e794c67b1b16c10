import { fills } from "./dot";
import type { Diagram, DiagramNode } from "./topology-diagram";

/** Writes a diagram as a Mermaid flow chart. */
export function mermaidDiagram({ title, hosts, external, edges }: Diagram): string {
  const nodes = [...hosts.flatMap((host) => host.nodes), ...external];
  const portLabel = (edge: { to: string; port: string; label: string }) => {
    const port = nodes.find(({ id }) => id === edge.to)?.ports.find(({ id }) => id === edge.port);
    return [port?.label ?? edge.port, edge.label].filter(Boolean).join(", ");
  };
  return `${[
    "---",
    `title: "${text(title)}"`,
    "---",
    "flowchart LR",
    ...hosts.flatMap(({ label, nodes: own }, index) => [
      `  subgraph h${index}["${text(label)}"]`,
      ...own.map((node) => `    ${nodeLine(node)}`),
      "  end",
    ]),
    ...external.map((node) => `  ${nodeLine(node)}`),
    ...hosts.flatMap(({ nodes: own }) =>
      own.flatMap(({ id, standbyOf }) =>
        standbyOf === undefined ? [] : [`  ${standbyOf} ===|"warm standby"| ${id}`],
      ),
    ),
    ...edges.map((edge) => `  ${edge.from} -->|"${text(portLabel(edge))}"| ${edge.to}`),
    ...Object.entries(fills).map(
      ([type, fill]) =>
        `  classDef ${type} fill:${fill},stroke:#7a828c,color:#1f2328${type === "external" ? ",stroke-dasharray:4 3" : ""}`,
    ),
  ].join("\n")}\n`;
}

function nodeLine({ id, name, type, details, ports }: DiagramNode): string {
  const lines = [name, ...details, ...ports.map(({ label }) => label)].map(text);
  return `${id}["${lines.join("<br/>")}"]:::${type}`;
}

/** Mermaid has entities of its own, which begin with "#". */
function text(value: string): string {
  return value.replace(/[^\w .:,-]/gu, (character) => `#${character.codePointAt(0)};`);
}
