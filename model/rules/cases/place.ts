import { withValue } from "../../fixtures/edit";
import { type Path } from "../../path";
import { type Edits, Renamed } from "./case";

/** A place as cases write it, as a path: what has no slash in front begins with a name, which some group holds. */
export function placeOf(definition: unknown, place: string): Path {
  const [first = "", ...rest] = place
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (first === "") return rest;
  const groups = Object.entries(definition as Record<string, unknown>);
  const group = groups.find(
    ([, named]) => typeof named === "object" && named !== null && Object.hasOwn(named, first),
  );
  if (!group) throw new Error(`Nothing in the definition is called ${first}.`);
  return [group[0], first, ...rest];
}

/** The path of an edit's place, and where the edit puts something: behind a list's end, or under a new key. */
export function editedPath(definition: unknown, place: string, value: unknown): Path {
  const path = placeOf(definition, place);
  if (value instanceof Renamed) return [...path.slice(0, -1), value.to];
  if (path.at(-1) !== "-") return path;
  const list = valueAt(definition, path.slice(0, -1));
  if (!Array.isArray(list)) throw new Error(`${place} is the end of no list.`);
  return [...path.slice(0, -1), list.length];
}

/** The definition with all edits made; one that changes nothing is a mistake in the case. */
export function edited(definition: unknown, edits: Edits): unknown {
  return Object.entries(edits).reduce((data, [place, value]) => {
    const path = placeOf(data, place);
    if (path.length === 0) return value;
    const is = valueAt(data, path);
    if (is === value) throw new Error(`${place} is so already.`);
    const put = withValue(data, editedPath(data, place, value), value instanceof Renamed ? is : value);
    return value instanceof Renamed ? withValue(put, path, undefined) : put;
  }, definition);
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === "object" && value !== null ? (value as Record<string, unknown>)[part] : undefined,
    data,
  );
}
