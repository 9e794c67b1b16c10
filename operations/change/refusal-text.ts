import { findingBlock } from "../verify/finding-text";
import type { Finding } from "../verify/finding";
import type { Refusal } from "./refusal";

/** Why a change is refused, and the commands that fix its obstacles. */
export function refusalText(refusals: readonly Refusal[], stack: string): string {
  return refusals
    .map(
      ({ pair, touched, findings }) =>
        `The pair of ${pair} is degraded, and this change would stop ${touched.join(" and ")}.\n` +
        findings.map((finding) => findingBlock(withoutEdit(finding, stack))).join(""),
    )
    .join("");
}

/** What only an `up` fixes must be fixed before the edit, or the edit would be refused again. */
function withoutEdit(finding: Finding, stack: string): Finding {
  if (!finding.remedy.includes("./chatstack up")) return finding;
  const remedy = `revert the edit of Pulumi.${stack}.yaml, run ${finding.remedy}, then make the edit again`;
  return { ...finding, remedy };
}
