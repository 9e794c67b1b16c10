import { firstDifference } from "./agreement";
import { deploymentOf } from "./deploying";
import { shapeOf } from "./definition/shape";
import { type Deployment } from "./deployment";
import { doubtOf } from "./doubt";
import { draftOf } from "./drafting";
import { byCodePoint, holds } from "./path";
import { hasErrors, pointer, type Problem, type Severity } from "./problem";
import { rules as allRules } from "./rules/registry";
import { type Finding, type OtherStack, type Rule } from "./rules/rule";
import { type Source } from "./source";

export interface Resolution {
  /** What to deploy; undefined where a problem is an error. */
  readonly deployment?: Deployment;
  /** All of them at once, in the order of the file. */
  readonly problems: readonly Problem[];
}

/**
 * Judges a definition and gives what it means. Never throws, whatever JSON value it is given.
 *
 * The source gives positions, its own problems and the names of set secrets; the definition may come from elsewhere, such as
 * from Pulumi's engine, but must then say the same. The other stacks are those that share the Docker host.
 */
export function resolve(
  definition: unknown,
  source?: Source,
  others: readonly OtherStack[] = [],
  rules: readonly Rule[] = allRules,
): Resolution {
  const problems: Problem[] = [...(source?.problems ?? [])];
  // A text that can't be read has been reported, and calling it empty would mislead.
  if (definition === undefined && hasErrors(problems)) return { problems: inOrder(problems) };

  // Pulumi gives a key without a value as an empty text.
  const given = definition === "" ? null : (definition ?? null);
  const shape = shapeOf(given ?? {});
  const read = source?.unsure ?? [];
  const isDoubtful = doubtOf(shape, read);
  for (const fault of [...disagreement(given, source), ...shape.faults]) {
    if (!read.some((path) => holds(path, fault.path)))
      problems.push(problemOf(fault.rule, "error", fault, source));
  }

  if (shape.definition) {
    const draft = draftOf(shape.definition);
    const secrets = source?.secrets;
    const context = { definition: shape.definition, draft, others, ...(secrets && { secrets }) };
    for (const rule of rules) {
      for (const finding of rule.check(context)) {
        if (!isDoubtful(finding)) problems.push(problemOf(rule.id, rule.severity, finding, source));
      }
    }
    if (!hasErrors(problems)) return { deployment: deploymentOf(draft), problems: inOrder(problems) };
  }
  return { problems: inOrder(problems) };
}

/** A definition that came another way than the source's has to say the same; what is ambiguous is refused already. */
function disagreement(
  definition: unknown,
  source: Source | undefined,
): (Finding & { readonly rule: string })[] {
  if (!source || source.definition === undefined || definition === source.definition) return [];
  const path = firstDifference(definition, source.definition);
  if (!path) return [];
  const message = `The value that Pulumi gives differs from what ${source.file} says.`;
  return [
    { rule: "engine-disagrees", path, message, hint: "Quote the value, or save the file and run again." },
  ];
}

function problemOf(rule: string, severity: Severity, finding: Finding, source: Source | undefined): Problem {
  const position = source?.positionOf(finding.path);
  return {
    rule,
    severity,
    path: pointer(finding.path),
    message: finding.message,
    ...(finding.allowed && { allowed: finding.allowed }),
    ...(finding.hint !== undefined && { hint: finding.hint }),
    file: position?.file ?? null,
    line: position?.line ?? null,
    column: position?.column ?? null,
  };
}

/** By position, then by path, then by rule: the same for the same definition, however its keys are ordered in memory. */
function inOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) =>
      (a.line ?? Infinity) - (b.line ?? Infinity) ||
      (a.column ?? Infinity) - (b.column ?? Infinity) ||
      byCodePoint(a.path, b.path) ||
      byCodePoint(a.rule, b.rule) ||
      byCodePoint(a.message, b.message),
  );
}
