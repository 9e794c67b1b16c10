import { dot, type Diagram } from "../../render";

/** Lays a diagram out as SVG: Graphviz in WebAssembly, without a browser or a program (docs/adr/0035-diagram-layout.md). */
export async function svg(diagram: Diagram): Promise<string> {
  // The package is a module; this program is not.
  const { instance } = await import("@viz-js/viz");
  const viz = await instance();
  return viz.renderString(dot(diagram), { format: "svg", engine: "dot" });
}
