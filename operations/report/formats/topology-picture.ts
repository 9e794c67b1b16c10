import { type Diagram, isBack, typeLabels } from "../../../render";
import { printable } from "../../../render/printable";
import { markWords, type Topology, type TopologyNode } from "../topology";

/** A topology as a diagram: what changes in colour and in words, since some readers don't see colours. */
export function topologyPicture({ nodes, edges }: Topology): Diagram {
  const ids = new Map(nodes.map(({ key }, index) => [key, `n${index}`]));
  const ports = (key: string) =>
    [...new Set(edges.filter(({ to }) => to === key).map(({ port }) => port))].sort();
  const nodeOf = ({ key, type, mark, standbyOf }: TopologyNode) => ({
    id: ids.get(key)!,
    name: printable(key),
    type,
    details: [
      type === "external"
        ? "external or shared"
        : `${typeLabels[type]}${standbyOf === undefined ? "" : ", standby"}`,
      ...(mark === "same" ? [] : [markWords[mark]]),
    ],
    ports: ports(key).map((id) => ({ id, label: printable(id) })),
    ...(standbyOf !== undefined && ids.has(standbyOf) && { standbyOf: ids.get(standbyOf)! }),
    ...(mark !== "same" && { mark }),
  });
  const own = nodes.filter(({ type }) => type !== "external").map(nodeOf);
  return {
    isChange: true,
    hosts: own.length > 0 ? [{ nodes: own }] : [],
    external: nodes.filter(({ type }) => type === "external").map(nodeOf),
    edges: edges.flatMap(({ from, to, port, mark }) => {
      const [source, target] = [ids.get(from), ids.get(to)];
      if (source === undefined || target === undefined) return [];
      const [fromType, toType] = [from, to].map((key) => nodes.find((node) => node.key === key)!.type);
      return [
        {
          ...{ from: source, to: target, port },
          isBack: isBack(fromType!, toType!),
          ...(mark !== "same" && { mark }),
        },
      ];
    }),
  };
}
