import { primaries } from "../draft";
import { type Rule } from "./rule";

const addp: Rule = {
  id: "addp-advised",
  severity: "advice",
  sentence: "A Chat Server's connections to the servers it needs have ADDP.",
  reason: "Without keep-alive a link that is cut silently is noticed when a chat needs it.",
  source: "DeployChat; FR-ADDP",
  *check({ draft }) {
    for (const { key, path, connections } of primaries(draft, "ChatServer")) {
      const without = connections.filter(({ addp: keepAlive, target }) => target && !keepAlive);
      if (without.length === 0) continue;
      const names = without.map((connection) => connection.key);
      const message = `ADDP is not set on the connections to ${names.join(" and ")} of ${key}.`;
      const hint = `Write ${names[0]!}: { addp: { local: 10, remote: 10 } }.`;
      yield {
        path: [...path, "connections"],
        message,
        hint,
        onGuideValue: connections.every((each) => !each.addp),
      };
    }
  },
};

/** Whether a cut link is noticed. */
export const keepAliveRules: readonly Rule[] = [addp];
