import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from "yaml";
import { secretHint } from "./definition/plain";
import { type Path } from "./path";
import { readPlain } from "./plain-scalar";
import { keyWritingFault, type TextFault, writingFault } from "./yaml-text";

/** Deeper than any definition; the reader's stack has an end. */
const deepest = 32;

/** A key as text, whatever it is. */
export function keyText(pair: Pair): string {
  const key = pair.key;
  if (isScalar(key)) return String(typeof key.source === "string" ? key.source : key.value);
  return typeof key === "string" ? key : "";
}

/** The text that is read, for what the tree doesn't keep of it, and what is found wrong. */
interface Reading {
  readonly text: string;
  readonly faults: TextFault[];
  /** Where a key has nothing behind its colon. */
  readonly blanks: Path[];
  /** Whether the place is inside brackets or braces, where an unquoted text has to hold less. */
  readonly inFlow?: boolean;
}

/** What a tree says; what can be read two ways is reported, and kept in the value as written. */
export function walk(
  root: Node | null,
  text: string,
  faults: TextFault[],
): { readonly value: unknown; readonly blanks: readonly Path[] } {
  const blanks: Path[] = [];
  return { value: valueOf(root, [], { text, faults, blanks }), blanks };
}

function valueOf(node: Node | null, path: Path, to: Reading): unknown {
  if (!node) return null;
  const offset = node.range?.[0] ?? 0;
  const reference = isAlias(node) ? "An alias" : node.anchor ? "An anchor" : node.tag ? "A tag" : undefined;
  if (reference) {
    const message = `${reference} is not allowed in a definition: readers of YAML differ in what it stands for.`;
    to.faults.push({ rule: "yaml-reference", path, offset, message, hint: "Write the value out." });
    if (isAlias(node)) return undefined;
    if (isScalar(node)) return node.source ?? node.value;
  }
  if (path.length > deepest) {
    to.faults.push({ rule: "too-deep", path, offset, message: `Nested deeper than ${deepest} levels.` });
    return undefined;
  }
  if ((isSeq(node) || isMap(node)) && node.flow) to = { ...to, inFlow: true };
  if (isSeq(node)) return node.items.map((item, index) => valueOf(item as Node, [...path, index], to));
  if (isMap(node)) return mapOf(node.items, offset, path, to);
  return isScalar(node) ? scalarOf(node, path, to) : undefined;
}

function mapOf(pairs: readonly Pair[], offset: number, path: Path, to: Reading): unknown {
  const only = pairs.length === 1 ? pairs[0] : undefined;
  if (only && keyText(only) === "secure" && isScalar(only.value)) {
    const message = "An encrypted value inside the definition would reach the state in clear.";
    to.faults.push({ rule: "secret-in-definition", path, offset, message, hint: secretHint });
    return undefined;
  }
  const entries = new Map<string, unknown>();
  for (const pair of pairs) {
    const key = keyText(pair);
    const place = [...path, key];
    const at = (pair.key as Node | null)?.range?.[0] ?? offset;
    if (key === "<<") {
      const message =
        "A merge key is not allowed in a definition: readers of YAML differ in what it stands for.";
      to.faults.push({
        rule: "yaml-reference",
        path: place,
        offset: at,
        message,
        hint: "Write the values out.",
      });
      continue;
    }
    keyFaults(pair, place, at, to);
    if (entries.has(key)) {
      const message = `The key "${key}" is there twice.`;
      to.faults.push({ rule: "yaml-duplicate-key", path: place, offset: at, message });
    }
    if (isBlank(pair.value)) to.blanks.push(place);
    entries.set(key, valueOf(pair.value as Node | null, place, to));
  }
  return Object.fromEntries(entries);
}

function isBlank(value: unknown): boolean {
  return value === null || (isScalar(value) && value.type === "PLAIN" && value.source === "");
}

/** A key must be a text to every reader. */
function keyFaults(pair: Pair, path: Path, offset: number, to: Reading): void {
  const key = pair.key as Node | null;
  if (!isScalar(key)) {
    const message = "A key must be a text.";
    to.faults.push({ rule: "yaml-ambiguous", path, offset, message, hint: "Quote it." });
    return;
  }
  if (key.anchor || key.tag) {
    const message = "An anchor or a tag is not allowed in a definition.";
    to.faults.push({ rule: "yaml-reference", path, offset, message, hint: "Write the key out." });
  }
  writingFaults(keyWritingFault, key, path, to);
  if (key.type !== "PLAIN") return;
  const source = key.source ?? "";
  const plain = readPlain(source);
  if (plain.kind === "value" && typeof plain.value === "string") return;
  const message = `The key ${source === "" ? "of nothing" : source} is not a text to every reader of YAML.`;
  to.faults.push({ rule: "yaml-ambiguous", path, offset, message, hint: `Quote it: "${source}".` });
}

function scalarOf(node: Scalar, path: Path, to: Reading): unknown {
  writingFaults(writingFault, node, path, to);
  if (node.type !== "PLAIN") return node.value;
  const source = node.source ?? "";
  const plain = readPlain(source);
  if (plain.kind === "value") return plain.value;
  const message = `${source} unquoted is ${plain.as} to some readers of YAML.`;
  to.faults.push({
    rule: "yaml-ambiguous",
    path,
    offset: node.range?.[0] ?? 0,
    message,
    hint: `Quote it: "${source}".`,
  });
  return source;
}

/** Reports what readers don't agree on in the way a scalar, or a key, is written. */
function writingFaults(of: typeof writingFault, node: Scalar, path: Path, to: Reading): void {
  const fault = of(node, to.text, to.inFlow === true);
  if (!fault) return;
  const { rule = "yaml-ambiguous", message, hint } = fault;
  to.faults.push({ rule, path, offset: node.range?.[0] ?? 0, message, hint });
}

/** The pairs of maps by their keys: a large definition's map is asked for each of its hundreds of keys. */
const pairsByKey = new WeakMap<Node, ReadonlyMap<string, Pair>>();

/** A map's pair; of a key that is there twice the first. */
function pairOf(map: YAMLMap, key: string): Pair | undefined {
  let pairs = pairsByKey.get(map);
  if (!pairs) {
    pairs = new Map([...map.items].reverse().map((pair) => [keyText(pair), pair]));
    pairsByKey.set(map, pairs);
  }
  return pairs.get(key);
}

/** The offset of a path, or of the nearest part around it: of a scalar's value, of a key's first character otherwise. */
export function positionIn(root: Node | null, path: Path): number {
  let node = root;
  let offset = root?.range?.[0] ?? 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = pairOf(node, String(part));
      if (!pair) break;
      node = pair.value as Node | null;
      const scalar = isScalar(node) && node.source !== "" ? node.range?.[0] : undefined;
      offset = scalar ?? (pair.key as Node | null)?.range?.[0] ?? offset;
    } else if (isSeq(node)) {
      const item = node.items[Number(part)] as Node | undefined;
      if (!item) break;
      node = item;
      offset = item.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}
