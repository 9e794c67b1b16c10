import type { StackReport } from "../stack-report";
import { count } from "./document";

/** What happens to a stack, in one line: what changes, what restarts, whether a chat is at risk. */
export function headline(report: StackReport): string {
  const { standing, values, containers, risk, problems, rewritten } = report;
  if (standing === "invalid") {
    const errors = [...(problems.fresh ?? []), ...problems.remaining].filter(
      ({ severity }) => severity === "error",
    );
    return `invalid, ${count(errors.length, "error")}: nothing would run`;
  }
  if (standing === "gone") return `its definition is removed; ${risk.sentence}`;
  if (standing === "unclear")
    return "nothing changes by its definition; what the program changes, only the engine can say";
  if (standing === "new") return `new: ${count(containers.length, "container")}`;
  const of = (action: string) => containers.filter((row) => row.action === action).length;
  const parts = [
    ...(values.length > 0 ? [count(values.length, "changed value")] : []),
    ...(of("replaced") > 0 ? [`${count(of("replaced"), "container")} replaced`] : []),
    ...(of("created") > 0 ? [`${of("created")} added`] : []),
    ...(of("removed") > 0 ? [`${of("removed")} removed`] : []),
    ...(of("updated in place") > 0 ? [`${of("updated in place")} changed in place`] : []),
    ...(of("replaced") === 0 && rewritten.length > 0 ? ["no restart"] : []),
  ];
  return `${parts.length > 0 ? parts.join(", ") : "only files are rewritten"}; ${risk.sentence}`;
}

/** Words for what a level of risk is, for those who look at colours and those who don't. */
export const riskWords = {
  none: "no chat at risk",
  "handed-over": "chats are handed over",
  waiting: "customers wait",
  lost: "CHATS OR DATA AT RISK",
} as const;
