import { dot, type Diagram } from "../../render";

/** Lays a diagram out as SVG. */
export type Layout = (diagram: Diagram) => string;

/** Loads Graphviz in WebAssembly: no browser and no program is needed (docs/adr/0035-diagram-layout.md). */
export async function svgLayout(): Promise<Layout> {
  // The package is a module; this program is not.
  const { instance } = await import("@viz-js/viz");
  const viz = await instance();
  return (diagram) => withTitles(viz.renderString(dot(diagram), { format: "svg", engine: "dot" }), diagram);
}

/** Lays one diagram out as SVG. */
export async function svg(diagram: Diagram): Promise<string> {
  return (await svgLayout())(diagram);
}

/** Names parts after what they show, for tooltips and screen readers: Graphviz has its own names. */
function withTitles(picture: string, { title, hosts, external }: Diagram): string {
  const nodes = [...hosts.flatMap((host) => host.nodes), ...external];
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  names.set("topology", title ?? "Topology").set("legend", "Legend");
  hosts.forEach(({ label }, index) => names.set(`cluster_h${index}`, label ?? "Applications"));
  for (const { id, name, standbyOf } of nodes) {
    if (standbyOf !== undefined) names.set(`cluster_${id}`, `${names.get(standbyOf) ?? ""} and ${name}`);
  }
  return picture.replace(/<title>([^<]*)<\/title>/g, (_, own: string) => {
    const parts = own.split("&#45;&gt;").map((part) => names.get(part.split(":")[0]!) ?? part);
    return `<title>${parts.map(text).join(" to ")}</title>`;
  });
}

function text(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
