/**
 * Definitions over each other: what a file says, put over what the file says that it extends, and so on (docs/extend.md). The nearest
 * layer, the one that is deployed, comes first everywhere.
 */
import { type Path } from "./path";
import { pointer, type Position, type Problem } from "./problem";
import { type Source } from "./source";

/** One file of a chain. */
export interface Layer {
  /** What it says, `extend` included. */
  readonly definition: unknown;
  /** Its text; undefined where the values came without one. */
  readonly source?: Source;
}

/** What is wrong with the `extend` of the farthest layer, or with what it leads to. */
export interface ExtendFault {
  readonly rule: "extend-missing" | "extend-outside" | "extend-cycle" | "extend-depth";
  readonly message: string;
  readonly hint?: string;
}

/** The result of a chain; `resolve` takes both parts. */
export interface Layered {
  /** The merged definition; undefined where a part of it can't be known. */
  readonly definition?: unknown;
  /** The positions, problems and secrets of all layers; undefined where there is no text. */
  readonly source?: Source;
}

/** Most files in a chain: defaults, profile and tenant are three. */
export const longestChain = 8;

/** The path in a definition's `extend`; undefined where there is none, or none that could be one, which its shape tells. */
export function extendOf(definition: unknown): string | undefined {
  const path = isMap(definition) ? own(definition, "extend") : undefined;
  return typeof path === "string" && /^[^\p{Cc}\u2028\u2029]+$/u.test(path) ? path : undefined;
}

/** The reader of files removes `extend` after following it; here it was not followed. */
export function unfollowedExtend(
  definition: unknown,
): { rule: string; path: Path; message: string; hint: string }[] {
  if (extendOf(definition) === undefined) return [];
  const message = "A definition that is no file's can't extend one: there is no folder to look in.";
  const hint = "Put the definition into a file, or merge the two in the program that makes it.";
  return [{ rule: "extend-in-definition", path: ["extend"], message, hint }];
}

/** Merges the layers. A fault reports that the chain ends too early. */
export function layered(layers: readonly Layer[], fault?: ExtendFault): Layered {
  const [top, ...lower] = layers;
  if (!top) return {};
  const { definition, source } = top;
  if (lower.length === 0 && !fault) return { definition, ...(source && { source }) };

  const blanks = layers.flatMap((layer, index) => blanksOver(layer, layers.slice(index + 1)));
  const unread = lower.some((layer) => layer.definition === undefined);
  const problems = [
    ...layers.flatMap((layer) => layer.source?.problems ?? []),
    ...lower.flatMap((layer) => notAMap(layer)),
    ...blanks.map(({ problem }) => problem),
    ...(fault ? [problemOf(fault, layers.at(-1)!)] : []),
  ];
  const broken = unread || fault !== undefined || lower.some((layer) => notAMap(layer).length > 0);
  const merged = broken ? undefined : mergedOf(layers.map((layer) => layer.definition));
  // The engine's values are compared with those of the text: both with the same layers under them.
  const written = top.source ? [top.source.definition, ...lower.map((layer) => layer.definition)] : undefined;
  const said = broken || written?.[0] === undefined ? undefined : mergedOf(written);
  const file = layers.find((layer) => layer.source)?.source?.file;
  return {
    definition: merged,
    source: {
      file: file ?? "the definition",
      ...(!broken && { definition: written ? said : merged }),
      problems,
      unsure: [
        ...layers.flatMap((layer) => layer.source?.unsure ?? []),
        ...blanks.map((blank) => blank.path),
      ],
      ...(source?.secrets && { secrets: source.secrets }),
      positionOf: (path) => positionOf(layers, path),
    },
  };
}

/**
 * Puts a definition over another: maps key by key, anything else completely. A key that is null removes the value under it, and
 * stays as it is, for the shape check to refuse, where nothing is.
 */
export function merge(under: unknown, over: unknown): unknown {
  if (!isMap(under) || !isMap(over)) return over;
  const entries = new Map(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    if (!entries.has(key)) entries.set(key, value);
    else if (value === null) entries.delete(key);
    else entries.set(key, merge(entries.get(key), value));
  }
  return Object.fromEntries(entries);
}

/** Merges from the farthest to the nearest. An `extend` that was followed is no part of it. */
function mergedOf(definitions: readonly unknown[]): unknown {
  return definitions
    .map((definition, index) => (index < definitions.length - 1 ? withoutExtend(definition) : definition))
    .map(asMap)
    .reduceRight((under, over) => merge(under, over));
}

function withoutExtend(definition: unknown): unknown {
  if (!isMap(definition)) return definition;
  return Object.fromEntries(Object.entries(definition).filter(([key]) => key !== "extend"));
}

/** Nothing at all is a map without keys; the engine has an empty text for it. */
function asMap(definition: unknown): unknown {
  return definition === null || definition === "" ? {} : definition;
}

/**
 * Where the value of a path comes from; of a value that is missing, the nearest part around it, in the nearest layer that writes it.
 * A key that a layer takes out is where that layer says so.
 */
function positionOf(layers: readonly Layer[], path: Path): Position | undefined {
  // What is left of `extend` is what the last layer says.
  if (path[0] === "extend") return layers.at(-1)?.source?.positionOf(path);
  let live = layers.map((layer) => ({
    layer,
    value: layer.source ? layer.source.definition : layer.definition,
  }));
  let depth = 0;
  for (const part of path) {
    const having = live.flatMap(({ layer, value }) =>
      has(value, part) ? [{ layer, value: value[part] }] : [],
    );
    if (having.length === 0) break;
    // The nearest one that is no map hides all that is under it.
    const maps = having.findIndex(({ value }) => !isMap(value));
    live = maps < 0 ? having : having.slice(0, Math.max(maps, 1));
    depth += 1;
  }
  return live.find(({ layer }) => layer.source)?.layer.source?.positionOf(path.slice(0, depth));
}

/**
 * Keys with nothing behind their colon that would take something out: a part whose last line was deleted or made a comment looks
 * the same, and a Chat Server must not be deleted by accident.
 */
function blanksOver({ source }: Layer, under: readonly Layer[]): { path: Path; problem: Problem }[] {
  if (!source?.blanks || under.length === 0) return [];
  const merged = mergedOf(under.map((layer) => layer.definition));
  return source.blanks
    .filter((path) => isThere(merged, path))
    .map((path) => {
      const message = `"${path.at(-1)}:" has no value, which would remove the value in ${under[0]?.source?.file ?? "the extended file"}.`;
      const hint = "Write ~ to remove the value, or delete the key to keep it.";
      return { path, problem: problemAt(path, "extend-blank", message, source, hint) };
    });
}

function isThere(definition: unknown, path: Path): boolean {
  let value = definition;
  for (const part of path) {
    if (!has(value, part)) return false;
    value = value[part];
  }
  return true;
}

/** A file that says something else than a map would be left out of the merge without a word. */
function notAMap({ definition, source }: Layer): Problem[] {
  if (definition === undefined || definition === null || isMap(definition)) return [];
  const kind = Array.isArray(definition) ? "a list" : "no map";
  return [
    problemAt(
      [],
      "wrong-type",
      `The extended file must contain a map of a definition's keys; it contains ${kind}.`,
      source,
    ),
  ];
}

function problemOf({ rule, message, hint }: ExtendFault, { source }: Layer): Problem {
  return problemAt(["extend"], rule, message, source, hint);
}

function problemAt(path: Path, rule: string, message: string, source?: Source, hint?: string): Problem {
  const at = source?.positionOf(path);
  return {
    rule,
    severity: "error",
    path: pointer(path),
    message,
    ...(hint !== undefined && { hint }),
    file: at?.file ?? null,
    line: at?.line ?? null,
    column: at?.column ?? null,
  };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function has(value: unknown, part: string | number): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null && Object.hasOwn(value, part);
}

function own(map: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
