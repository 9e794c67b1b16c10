import type { Finding, Verification } from "./finding";

/** The result as a terminal shows it: a block for each finding, or one line that nothing was found. */
export function verificationText({ stack, findings, checked }: Verification): string {
  if (findings.length === 0) {
    return (
      `Stack ${stack} runs as declared: ${checked.containers} containers, ${checked.files} files, ` +
      `${checked.listeningPorts} listening ports, ${checked.connections} connections, ${checked.conversations} conversations.\n`
    );
  }
  return findings.map(findingBlock).join("\n");
}

/** How many findings of each severity, such as `2 errors, 1 warning`. */
export function findingSummary(findings: readonly Finding[]): string {
  const parts = (["error", "warning"] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  });
  return parts.join(", ") || "nothing found";
}

/** A finding as a block of three lines. */
export function findingBlock({ severity, check, application, message, impact, remedy }: Finding): string {
  const about = application === null ? "" : ` ${application}`;
  return [
    `${severity} [${check}]${about}: ${message}`,
    `  impact: ${impact}`,
    `  fix:    ${remedy}`,
    "",
  ].join("\n");
}
