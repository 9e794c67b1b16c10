import { byCodePoint } from "../../../render";

/** One value that a change touches, in an Application's inputs: an option, a port, a connection, a release. */
export interface ValueChange {
  readonly application: string;
  readonly applicationType: string;
  /** Such as `options`, `settings`, `transcript-auto-save`. */
  readonly path: readonly string[];
  /** Undefined where there was none. */
  readonly old: string | undefined;
  /** Undefined where there is none any more. */
  readonly new: string | undefined;
}

/** The values in which a component's inputs differ, sorted by path. */
export function changedValues(
  application: string,
  applicationType: string,
  before: Readonly<Record<string, unknown>> = {},
  after: Readonly<Record<string, unknown>> = {},
): ValueChange[] {
  const [old, now] = [flatten(before), flatten(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort(byCodePoint)
    .filter((path) => old.get(path) !== now.get(path))
    .map((path) => ({
      application,
      applicationType,
      path: JSON.parse(path) as string[],
      old: old.get(path),
      new: now.get(path),
    }));
}

/** Paths (as JSON, since option names hold any character) to leaf values, as text. */
function flatten(value: unknown, path: string[] = [], into = new Map<string, string>()): Map<string, string> {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) {
    const { secret } = value as { secret?: unknown };
    // An option section may hold one option that is called secret: a reference to a secret is an option's value.
    const options = path.findIndex((each) => each === "options" || each === "annex");
    const isOption = options < 0 || path.length - options > 2;
    if (isOption && typeof secret === "string" && Object.keys(value).length === 1) {
      into.set(JSON.stringify(path), `(secret ${secret})`);
      return into;
    }
    for (const [key, inner] of Object.entries(value)) flatten(inner, [...path, key], into);
    return into;
  }
  into.set(JSON.stringify(path), typeof value === "string" ? value : JSON.stringify(value));
  return into;
}
