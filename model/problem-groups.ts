import { pointer, type Problem, type ProblemSubject } from "./problem";
import { entryKinds } from "./problem-subject";

/** Problems of one rule with one cause, which differ only in their subject. */
export interface ProblemGroup {
  /** The problem that stands for the group: its message counts and lists the subjects, its path has `*` for their keys. */
  readonly summary: Problem;
  /** The group's problems in the order given; at least one. */
  readonly problems: readonly Problem[];
}

/** The largest group that names all its subjects; a larger one names the first two. */
const mostNamed = 4;

/** Replaces the subject's name where messages are compared; option-text and name rules refuse it in a definition. */
const placeholder = "\u0000";

/**
 * Groups problems that say the same of different subjects. Each problem is in exactly one group, and groups are in the order of
 * their first problem. A problem without a subject is a group of its own.
 */
export function groupProblems(problems: readonly Problem[]): ProblemGroup[] {
  const groups = new Map<string, Problem[]>();
  for (const [index, problem] of problems.entries()) {
    const key = problem.subject ? causeOf(problem) : String(index);
    const group = groups.get(key);
    if (group) group.push(problem);
    else groups.set(key, [problem]);
  }
  return [...groups.values()].map((group) => ({ summary: summaryOf(group), problems: group }));
}

/** Leaves out advice on values of the deployment guide, which text output shows only on request. */
export function withoutGuideAdvice(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ onGuideValue }) => onGuideValue !== true);
}

function causeOf({ rule, severity, path, subject, message, allowed = [], hint = "" }: Problem): string {
  const { name, kind } = subject!;
  const texts = [message, hint, ...allowed].map((text) => withoutName(text, name));
  return JSON.stringify([rule, severity, kind, generalPath(path, subject!) ?? "", ...texts]);
}

/** The path with `*` for the subject's key; undefined if the subject is not what the path is part of. */
function generalPath(path: string, { name, kind }: ProblemSubject): string | undefined {
  const [, group, key, part] = path.split("/", 4);
  if (!entryKinds.has(kind) || (part !== "backup" && `/${key}` !== pointer([name]))) return undefined;
  return path.replace(`/${group}/${key}`, () => `/${group}/*`);
}

/** The text with the placeholder for a name that is on its own. */
function withoutName(text: string, name: string): string {
  const escaped = name.replace(/[$()*+.?[\\\]^{|}/]/g, "\\$&");
  return text.replace(new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`, "gu"), placeholder);
}

function summaryOf(group: readonly Problem[]): Problem {
  const first = group[0]!;
  const { subject, message, hint } = first;
  const names = [...new Set(group.flatMap((problem) => problem.subject?.name ?? []))];
  if (!subject || names.length === 1) return first;
  const count = `${names.length} ${subject.kind}`;
  const list = shortened(names).join(", ");
  const general = withoutName(message, subject.name);
  // The list replaces a name that ends a clause; before other sentences it is a heading.
  const endsClause = /^[^\0]*\0(?=[.;:]|$)[^\0]*$/.test(general);
  const allowed = [...new Set(group.flatMap((problem) => problem.allowed ?? []))];
  return {
    ...first,
    path: generalPath(first.path, subject) ?? first.path,
    message: endsClause
      ? general.replace(placeholder, () => `${count}: ${list}`)
      : `${count} (${list}): ${general.replaceAll(placeholder, "each")}`,
    ...(first.allowed && {
      allowed: allowed.length > first.allowed.length ? shortened(allowed) : first.allowed,
    }),
    ...(hint !== undefined && {
      hint: withoutName(hint, subject.name) === hint ? hint : `For ${subject.name}: ${hint}`,
    }),
  };
}

function shortened(texts: readonly string[]): string[] {
  if (texts.length <= mostNamed) return [...texts];
  return [...texts.slice(0, 2), `… (${texts.length - 2} more)`];
}
