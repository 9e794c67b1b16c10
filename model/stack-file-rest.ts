import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from "yaml";
import { readPlain } from "./plain-scalar";
import { keyWritingFault, type TextFault, writingFault } from "./yaml-text";
import { keyText } from "./yaml-tree";

/** What is known on the way through a file. */
interface Walk {
  readonly text: string;
  readonly faults: TextFault[];
  readonly anchors: Set<string>;
  readonly definition: Node | null;
}

/**
 * What is wrong with a stack file around its definition. It may hold what it likes there, as long as the engine can read it: the
 * engine refuses the file otherwise, with a message that names no line.
 */
export function restFaults(root: Node | null, definition: Node | null, text: string): TextFault[] {
  const walk: Walk = { text, faults: [], anchors: new Set(), definition };
  visit(root, walk, false);
  return walk.faults;
}

/** The keys of a stack file's config that the engine can't take, or takes for one that is there already. */
export function configKeyFaults(config: YAMLMap, project: string): TextFault[] {
  const faults: TextFault[] = [];
  const seen = new Map<string, string>();
  for (const pair of config.items) {
    const written = keyText(pair);
    const offset = (pair.key as Node | null)?.range?.[0] ?? 0;
    const key = engineKey(written, project);
    const before = key === undefined ? undefined : seen.get(key);
    if (key === undefined) {
      const message = `${written} is no config key: Pulumi's engine takes <namespace>:<name>.`;
      faults.push({ rule: "stack-file", path: [], offset, message });
    } else if (before !== undefined && before !== written) {
      const message = `To Pulumi's engine ${written} is the same key as ${before}.`;
      faults.push({ rule: "yaml-duplicate-key", path: [], offset, message, hint: "Take one of them out." });
    } else seen.set(key, written);
  }
  return faults;
}

/** A config key as the engine has it, which takes `<namespace>:config:<name>`, too, and completes a mere name. */
function engineKey(key: string, project: string): string | undefined {
  const parts = key.split(":");
  if (parts.length === 1) return `${project}:${key}`;
  if (parts.length === 2) return key;
  return parts.length === 3 && parts[1] === "config" ? `${parts[0]}:${parts[2]}` : undefined;
}

function visit(node: Node | null, to: Walk, inFlow: boolean): void {
  if (!node || node === to.definition) return;
  if (isAlias(node)) {
    if (!to.anchors.has(node.source))
      fault(to, node, "yaml-reference", `Nothing before has the anchor ${node.source}.`);
    return;
  }
  if (node.anchor) to.anchors.add(node.anchor);
  if (node.tag?.startsWith("tag:yaml.org,2002:")) {
    fault(
      to,
      node,
      "yaml-reference",
      "A tag can contradict its value, and the engine refuses the file then.",
      "Take it out.",
    );
  }
  if (isScalar(node)) return scalar(node, to, inFlow);
  const flow = inFlow || ((isMap(node) || isSeq(node)) && node.flow === true);
  if (isSeq(node)) for (const item of node.items) visit(item as Node | null, to, flow);
  if (isMap(node)) entries(node.items, to, flow);
}

function entries(pairs: readonly Pair[], to: Walk, inFlow: boolean): void {
  const seen = new Set<string>();
  for (const pair of pairs) {
    const node = pair.key as Node | null;
    const key = keyText(pair);
    if (seen.has(key)) fault(to, node, "yaml-duplicate-key", `The key "${key}" is there twice.`);
    else if (key === "<<")
      fault(to, node, "yaml-reference", "Pulumi's engine takes no merge keys in a stack file.");
    else if (!isText(node, key))
      fault(to, node, "yaml-ambiguous", `The key ${key} is not a text to every reader of YAML.`, "Quote it.");
    else if (isScalar(node)) differs(keyWritingFault(node, to.text, inFlow), node, to);
    seen.add(key);
    visit(pair.value as Node | null, to, inFlow);
  }
}

/** Whether a key is a text to the engine, which takes these short words for texts where others see truth values. */
function isText(node: Node | null, key: string): boolean {
  if (!isScalar(node)) return false;
  if (node.type !== "PLAIN" || /^(?:y|yes|n|no|on|off)$/i.test(key)) return true;
  const plain = readPlain(key);
  return plain.kind === "value" && typeof plain.value === "string";
}

function scalar(node: Scalar, to: Walk, inFlow: boolean): void {
  differs(writingFault(node, to.text, inFlow), node, to);
  if (node.type !== "PLAIN" || !/^[-+]?\.(?:inf|nan)$/i.test(node.source ?? "")) return;
  fault(
    to,
    node,
    "yaml-ambiguous",
    `${node.source} unquoted is no number that Pulumi's engine can hold.`,
    "Quote it.",
  );
}

function differs(found: ReturnType<typeof writingFault>, node: Node, to: Walk): void {
  if (found) fault(to, node, found.rule ?? "yaml-ambiguous", found.message, found.hint);
}

function fault(to: Walk, node: Node | null, rule: TextFault["rule"], message: string, hint?: string): void {
  to.faults.push({ rule, path: [], offset: node?.range?.[0] ?? 0, message, ...(hint && { hint }) });
}
