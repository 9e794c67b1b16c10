import { type core } from "zod";
import { didYouMean, nearest } from "../nearest";
import { applicationTypes } from "../deployment";
import { type Path, PathSet } from "../path";
import { pointer } from "../problem";
import { definition, type Definition } from "./definition";
import { describe, expectation } from "./expectation";
import { keysAt } from "./keys";
import { plainCopy, type Unfit } from "./plain";

/** What is wrong with a definition's shape: one of the rules in `rules/shape.ts`. */
export interface ShapeFault {
  readonly rule: Unfit["rule"] | "unknown-key" | "missing-key" | "value-not-allowed";
  readonly path: Path;
  readonly message: string;
  readonly allowed?: readonly string[];
  readonly hint?: string;
}

export interface Shape {
  /** The definition without what is faulty, so that the rules can still judge the rest; undefined where nothing is left. */
  readonly definition?: Definition;
  readonly faults: readonly ShapeFault[];
  /** Where something was left out: what a rule says about these places may not be so. */
  readonly removed: readonly Path[];
}

type Issue = core.$ZodIssue;

/** Each round climbs a level at least, and a definition has fewer levels than this. */
const mostRounds = 20;

/** Checks what a definition is made of, and finds every fault at once. */
export function shapeOf(value: unknown): Shape {
  const { copy, unfit } = plainCopy(value);
  const removed: Path[] = unfit.map((fault) => fault.path);
  const gone = new PathSet(removed);
  const faults: ShapeFault[] = [...unfit];
  const reported = new Map<string, PathSet>();
  const isReported = ({ rule, path }: ShapeFault) => {
    const places = reported.get(rule) ?? new PathSet();
    reported.set(rule, places);
    const before = places.has(path);
    places.add(path);
    return before;
  };
  unfit.forEach(isReported);
  const rest: unknown = copy;
  // Taking a part out can leave the part around it incomplete: every round takes out something bigger.
  for (let round = 0; round < mostRounds; round++) {
    const result = definition.safeParse(rest);
    if (result.success) return { definition: result.data, faults, removed };
    const issues = result.error.issues.flatMap((issue) => chosen(issue));
    const unknown = unknownKeys(issues);
    for (const issue of issues) {
      for (const fault of faultsOf(issue, rest)) {
        if (fault.rule === "missing-key" && isMisspelt(fault.path, unknown)) continue;
        // An issue at a place where something is gone already was reported with it.
        if (gone.covers(fault.path) || (round > 0 && gone.reaches(fault.path))) continue;
        if (!isReported(fault)) faults.push(fault);
      }
    }
    for (const issue of issues) {
      for (const path of placesOf(issue, rest)) {
        if (path.length === 0) return { faults, removed };
        removed.push(path);
        gone.add(path);
        remove(rest, path);
      }
    }
  }
  return { faults, removed };
}

/** The unknown keys of all issues, by the JSON Pointer of the map that has them. */
function unknownKeys(issues: readonly Issue[]): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, string[]>();
  for (const issue of issues) {
    if (issue.code !== "unrecognized_keys") continue;
    const place = pointer(issue.path);
    keys.set(place, [...(keys.get(place) ?? []), ...issue.keys]);
  }
  return keys;
}

/** Returns true if an unknown key in the same map was probably meant to be a missing one. */
function isMisspelt(missing: Path, unknown: ReadonlyMap<string, readonly string[]>): boolean {
  const keys = unknown.get(pointer(missing.slice(0, -1))) ?? [];
  return keys.some((key) => nearest(key, [String(missing.at(-1))]) !== undefined);
}

/** Of a union's branches the one that the value was meant for: whose own type it has. */
function chosen(issue: Issue, at: readonly PropertyKey[] = []): Issue[] {
  const path = [...at, ...issue.path];
  if (issue.code === "invalid_union") {
    const branch = issue.errors.find(
      (issues) =>
        !issues.some((inner) => inner.path.length === 0 && /^invalid_(?:type|value)$/.test(inner.code)),
    );
    if (branch && branch.length > 0) return branch.flatMap((inner) => chosen(inner, path));
  }
  return [{ ...issue, path }];
}

function faultsOf(issue: Issue, root: unknown): ShapeFault[] {
  const path = issue.path as Path;
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(path);
    return issue.keys.map((key) => ({
      rule: "unknown-key",
      path: [...path, key],
      message: `"${key}" is not a key that is known here.`,
      allowed: known,
      ...hint(didYouMean(key, known)),
    }));
  }
  const value = valueAt(root, path);
  const key = path.at(-1);
  if (value === undefined && path.length > 0) {
    return [{ rule: "missing-key", path, message: `"${String(key)}" is missing: ${expectation(issue)}.` }];
  }
  if (issue.code === "invalid_value") {
    const allowed = issue.values.map(String);
    const message = `${describe(value)} is not allowed here.`;
    return [
      // A map can have a key called toString, which is not to be asked for its text.
      {
        rule: "value-not-allowed",
        path,
        message,
        allowed,
        ...hint(typeof value === "string" ? didYouMean(value, allowed) : undefined),
      },
    ];
  }
  const rule = /^invalid_(?:type|union)$/.test(issue.code) ? "wrong-type" : "value-not-allowed";
  const message = `Expected ${expectation(issue)}, got ${describe(value)}.`;
  return [{ rule, path, message, ...hint(remedy(issue, value)) }];
}

/** What to do about a value of the wrong type, if the value shows it. */
function remedy(issue: Issue, value: unknown): string | undefined {
  const wanted = expectation(issue);
  const counts = /an integer from/.test(wanted);
  if (value === null)
    return /map/.test(wanted) ? "Write {} for one without keys." : "Quote it, or leave the key out.";
  if (typeof value === "number" && !counts && !/ map| list/.test(wanted)) return `Quote it: "${value}".`;
  if (typeof value === "string" && counts && /^\d+$/.test(value)) return "Leave the quotes out.";
  return undefined;
}

function hint(text: string | undefined): { hint?: string } {
  return text === undefined ? {} : { hint: text };
}

/** What to leave out so that the rest can be judged. */
function placesOf(issue: Issue, root: unknown): Path[] {
  const path = issue.path as Path;
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => [...path, key]);
  // What isn't there can't be left out: the part that lacks it goes.
  let place = valueAt(root, path) === undefined ? path.slice(0, -1) : path;
  // Leaving an item out of a list would move the ones behind it, and their paths.
  const list = place.findIndex((_, index) => Array.isArray(valueAt(root, place.slice(0, index))));
  if (list >= 0) place = place.slice(0, list);
  return [place];
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

const groups: readonly string[] = Object.keys(applicationTypes);

function remove(root: unknown, path: Path): void {
  const parent = valueAt(root, path.slice(0, -1));
  const key = path.at(-1)!;
  if (typeof parent !== "object" || parent === null || !Object.hasOwn(parent, key)) return;
  // An application keeps its name, so that connections to it aren't called wrong.
  if (path.length === 2 && groups.includes(String(path[0]))) (parent as Record<string, unknown>)[key] = {};
  else delete (parent as Record<string, unknown>)[key];
}
