import { firstDifference } from "./engine-mismatch";
import { deploymentOf } from "./deploying";
import { type Definition } from "./definition/definition";
import { type Shape, shapeOf } from "./definition/shape";
import { type Deployment } from "./deployment";
import { cascadeFilter } from "./cascade-filter";
import { type Draft } from "./draft";
import { draftOf } from "./drafting";
import { unfollowedExtend } from "./layers";
import { type LocalFiles } from "./local-file";
import { byCodePoint, type Path, PathSet } from "./path";
import { hasErrors, pointer, type Problem, type Severity } from "./problem";
import { subjectOf } from "./problem-subject";
import { OtherStacks } from "./other-stacks";
import { rules as allRules } from "./rules/registry";
import { type OtherStack } from "./other-stack";
import { type Finding, type Rule } from "./rules/rule";
import { idleSilences, silenceUsed } from "./rules/silence";
import { silence, type SilencedProblem } from "./silence";
import { type Source } from "./source";

export interface Resolution {
  /** What to deploy; undefined where a problem is an error. */
  readonly deployment?: Deployment;
  /** All of them at once, in the order of the file. */
  readonly problems: readonly Problem[];
  /** What the definition has silenced, each with its reason, in the same order. */
  readonly silenced: readonly SilencedProblem[];
}

/** What a definition is judged by besides itself. */
export interface ResolveContext {
  /** The other stacks that share the Docker host; default unknown, and then no rule asks what they have or share. */
  readonly others?: readonly OtherStack[] | OtherStacks;
  /** The files of the project that the definition names; default unknown, and then no rule asks whether they exist. */
  readonly files?: LocalFiles;
  /** Whether the stack's secrets are sealed with a public passphrase; asked of production stacks only. Default unknown. */
  readonly isSealedPublicly?: () => boolean;
  /** The rules to judge by; default all of them. */
  readonly rules?: readonly Rule[];
}

/**
 * Evaluates a definition and returns its meaning. Never throws, whatever the JSON value.
 *
 * The source has positions, its own problems and the names of set secrets; the definition may come from elsewhere, such as
 * from Pulumi's engine, but must then say the same.
 */
export function resolve(definition: unknown, source?: Source, context: ResolveContext = {}): Resolution {
  const problems: Problem[] = [...(source?.problems ?? [])];
  // A text that can't be read has been reported, and calling it empty would mislead.
  if (definition === undefined && hasErrors(problems)) return { problems: inOrder(problems), silenced: [] };

  // Pulumi returns a key without a value as an empty text.
  const given = definition === "" ? null : (definition ?? null);
  const shape = shapeOf(given ?? {});
  const read = source?.unsure ?? [];
  const unsure = new PathSet(read);
  for (const fault of [...disagreement(given, source), ...unfollowedExtend(given), ...shape.faults]) {
    if (!unsure.covers(fault.path)) problems.push(problemOf(fault.rule, "error", fault, source));
  }
  const evaluated = shape.definition && evaluate(shape, shape.definition, read, source, context);
  const reported = inOrder([...problems, ...(evaluated?.problems ?? [])]);
  return {
    ...(evaluated && !hasErrors(reported) && { deployment: deploymentOf(evaluated.draft, context.files) }),
    problems: reported,
    silenced: evaluated?.silenced ?? [],
  };
}

interface Evaluation {
  readonly draft: Draft;
  readonly problems: readonly Problem[];
  readonly silenced: readonly SilencedProblem[];
}

/** What the rules say of a definition whose shape is right, apart from what it silences. */
function evaluate(
  shape: Shape,
  definition: Definition,
  unsure: readonly Path[],
  source: Source | undefined,
  { others = OtherStacks.unknown, files, isSealedPublicly, rules = allRules }: ResolveContext,
): Evaluation {
  const otherStacks = others instanceof OtherStacks ? others : OtherStacks.of(others);
  const draft = draftOf(definition, otherStacks);
  const secrets = source?.secrets;
  const context = {
    definition,
    draft,
    others: otherStacks,
    ...(secrets && { secrets }),
    ...(files && { files }),
    ...(isSealedPublicly && { isSealedPublicly }),
  };
  const isDoubtful = cascadeFilter(shape, unsure);
  const found = rules.flatMap((rule) =>
    [...rule.check(context)]
      .filter((finding) => !isDoubtful(finding))
      .map((finding) => problemOf(rule.id, rule.severity, finding, source, draft)),
  );
  const { reported, silenced } = silence(found, definition.silence, rules);
  // What was left out of a faulty definition may be what a silence is for.
  const complete = shape.faults.length === 0 && unsure.length === 0 && rules.includes(silenceUsed);
  const idle = complete ? idleSilences(definition.silence, silenced, rules) : [];
  return {
    draft,
    problems: [
      ...reported,
      ...idle.map((finding) => problemOf(silenceUsed.id, silenceUsed.severity, finding, source)),
    ],
    silenced,
  };
}

/** A definition that came another way than the source's has to say the same; what is ambiguous is refused already. */
function disagreement(
  definition: unknown,
  source: Source | undefined,
): (Finding & { readonly rule: string })[] {
  if (!source || source.definition === undefined || definition === source.definition) return [];
  const path = firstDifference(definition, source.definition);
  if (!path) return [];
  const message = `The value from Pulumi differs from the value in ${source.file}.`;
  return [
    { rule: "engine-disagrees", path, message, hint: "Quote the value, or save the file and run again." },
  ];
}

/** More values than these are no list to choose from, and as many problems that repeat it fill gigabytes. */
const mostAllowed = 200;

function problemOf(
  rule: string,
  severity: Severity,
  finding: Finding,
  source: Source | undefined,
  draft?: Draft,
): Problem {
  const position = source?.positionOf(finding.path);
  const subject = finding.subject ?? subjectOf(finding.path, draft?.applications);
  return {
    rule,
    severity,
    path: pointer(finding.path),
    message: finding.message,
    ...(finding.allowed && finding.allowed.length <= mostAllowed && { allowed: finding.allowed }),
    ...(finding.hint !== undefined && { hint: finding.hint }),
    ...(subject && { subject }),
    // A lab's simulators work with the guide's values; in production the advice counts.
    ...(finding.onGuideValue && draft?.stage === "lab" && { onGuideValue: true as const }),
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
