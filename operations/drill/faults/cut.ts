import { docker } from "../../../docker/client";
import { containerState, type Link } from "../../../docker/container-process";
import type { Fault, Target } from "./fault";

/** A broken link: the process runs and reaches no other, and neither side knows. */
export const cut: Fault = {
  name: "cut",
  sentence: "every network taken away for 5 seconds, then given back with the same names",
  lastsMs: 5000,
  async inject({ container, links }) {
    for (const { network } of links) await docker("network", "disconnect", network, container);
  },
  async undo(target) {
    const now = await containerState(target.container);
    if (!now) return;
    for (const link of target.links) {
      if (now.links.some(({ network }) => network === link.network)) continue;
      await docker(...connectWords(target, link));
    }
  },
  undoCommands: (target) => target.links.map((link) => `docker ${connectWords(target, link).join(" ")}`),
};

function connectWords({ container }: Target, { network, aliases, address }: Link): string[] {
  const names = aliases.flatMap((alias) => ["--alias", alias]);
  return ["network", "connect", ...names, ...(address ? ["--ip", address] : []), network, container];
}
