import { type Shape } from "./definition/shape";
import { type Path, PathSet } from "./path";
import { type Finding } from "./rules/rule";

/**
 * Tells which findings may be no more than the echo of a fault that is reported already: those drawn from a place where something
 * was left out, or can be read two ways, or where an unknown key may be the missing one, misspelt.
 */
export function cascadeFilter(shape: Shape, ambiguous: readonly Path[]): (finding: Finding) => boolean {
  const gone = new PathSet([...ambiguous, ...shape.removed]);
  const unknown = new PathSet(
    shape.faults.filter(({ rule }) => rule === "unknown-key").map(({ path }) => path.slice(0, -1)),
  );
  const isUncertain = (place: Path, inside: boolean) =>
    gone.covers(place) ||
    (inside && gone.reaches(place)) ||
    unknown.outerOf(place).some((parent) => isAbsent(shape.definition, parent, place));
  return ({ path, dependsOn }) =>
    // A path of two keys is an application's name, which is right whatever is wrong inside.
    isUncertain(path, path.length > 2) || (dependsOn ?? []).some((place) => isUncertain(place, true));
}

/** Whether a place lies under a key that its known part doesn't have. */
function isAbsent(definition: unknown, parent: Path, place: Path): boolean {
  if (place.length <= parent.length) return false;
  let value = definition;
  for (const part of place.slice(0, parent.length + 1)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return true;
    value = (value as Record<string, unknown>)[part];
  }
  return false;
}
