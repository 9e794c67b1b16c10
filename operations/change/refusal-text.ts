import { findingBlock } from "../verify/finding-text";
import type { Finding } from "../verify/finding";
import type { Refusal } from "./refusal";

/** Why a change is refused, and the commands that mend what is in its way. */
export function refusalText(refusals: readonly Refusal[], stack: string): string {
  return refusals
    .map(
      ({ pair, touched, findings }) =>
        `The pair of ${pair} is not whole, and this change would stop ${touched.join(" and ")}.\n` +
        findings.map((finding) => findingBlock(withoutEdit(finding, stack))).join(""),
    )
    .join("");
}

/** What only an `up` mends has to be mended before the edit, or it would be refused again. */
function withoutEdit(finding: Finding, stack: string): Finding {
  if (!finding.remedy.includes("./chatstack up")) return finding;
  const remedy = `put the edit of Pulumi.${stack}.yaml back, type ${finding.remedy}, then make the edit again`;
  return { ...finding, remedy };
}
