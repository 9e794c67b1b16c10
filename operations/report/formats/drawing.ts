import type { ApplicationType } from "../../../model/deployment";
import type { Topology, TopologyEdge, TopologyNode } from "../topology";
import { markWords } from "./mermaid";

/** From customers to agents and to what is stored. */
const columns: Readonly<Record<ApplicationType | "external", number>> = {
  GenesysMobileServices: 0,
  WebApiServer: 1,
  ChatServer: 2,
  InteractionServer: 3,
  OrchestrationServer: 1,
  ContactServer: 3,
  external: 3,
};

const box = { width: 168, height: 46, gap: 18, column: 250, margin: 12 } as const;

interface Placed extends TopologyNode {
  readonly x: number;
  readonly y: number;
}

/** A topology drawn as SVG, a column for each step of a chat's way; colours are the page's, by class. */
export function drawing({ nodes, edges }: Topology, escape: (text: string) => string): string {
  const placed = placedNodes(nodes);
  const width =
    box.margin * 2 + box.column * Math.max(...placed.map(({ type }) => columns[type])) + box.width;
  const height = Math.max(...placed.map(({ y }) => y)) + box.height + box.margin;
  const drawnEdges = edges.map((edge) => edgeOf(edge, placed, escape));
  const marker = `<marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" orient="auto"><path d="M0 0 8 4 0 8z"/></marker>`;
  return [
    `<svg class="topology" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Topology">`,
    `<defs>${marker}</defs>`,
    ...drawnEdges,
    ...placed.map((node) => nodeOf(node, escape)),
    "</svg>",
  ].join("\n");
}

/** Each standby below its primary. */
function placedNodes(nodes: readonly TopologyNode[]): Placed[] {
  const order = [...nodes].sort((a, b) => {
    const [left, right] = [a.standbyOf ?? a.key, b.standbyOf ?? b.key];
    if (left !== right) return left < right ? -1 : 1;
    return Number(a.standbyOf !== undefined) - Number(b.standbyOf !== undefined);
  });
  const next = new Map<number, number>();
  return order.map((node) => {
    const column = columns[node.type];
    const y = next.get(column) ?? box.margin;
    const following = order[order.indexOf(node) + 1];
    // Members of a pair stand closer together than strangers.
    next.set(column, y + box.height + (following?.standbyOf === node.key ? 4 : box.gap));
    return { ...node, x: box.margin + column * box.column, y };
  });
}

function nodeOf({ key, type, mark, standbyOf, x, y }: Placed, escape: (text: string) => string): string {
  const second = [
    type === "external" ? "external" : standbyOf === undefined ? "" : "standby",
    markWords[mark],
  ]
    .filter(Boolean)
    .join(", ");
  const name = key.length > 21 ? `${key.slice(0, 20)}…` : key;
  const middle = x + box.width / 2;
  return [
    `<g class="${mark}"><title>${escape([key, second].filter(Boolean).join(": "))}</title>`,
    `<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="6"/>`,
    `<text x="${middle}" y="${y + (second ? 20 : 28)}">${escape(name)}</text>`,
    second ? `<text class="what" x="${middle}" y="${y + 37}">${escape(second)}</text>` : "",
    "</g>",
  ].join("");
}

function edgeOf(edge: TopologyEdge, placed: readonly Placed[], escape: (text: string) => string): string {
  const [from, to] = [edge.from, edge.to].map((key) => placed.find((node) => node.key === key));
  if (!from || !to) return "";
  const forward = to.x > from.x;
  const middle = (node: Placed) => node.y + box.height / 2;
  // What leads back keeps to the lower half, so that both directions of a connection are distinct.
  const [startX, endX] = forward ? [from.x + box.width, to.x] : [from.x, to.x + box.width];
  const offset = forward ? -6 : 9;
  const [startY, endY] = [middle(from) + offset, middle(to) + offset];
  const bend = (endX - startX) / 2;
  const path = `M${startX} ${startY} C${startX + bend} ${startY} ${endX - bend} ${endY} ${endX} ${endY}`;
  const title = `${edge.from} to ${edge.to}, port ${edge.port}${edge.mark === "same" ? "" : `: ${edge.mark}`}`;
  return `<path class="edge ${edge.mark}" d="${path}" marker-end="url(#arrow)"><title>${escape(title)}</title></path>`;
}
