import { isMap, isScalar, LineCounter, type Node, type YAMLMap } from "yaml";
import { nearest } from "./nearest";
import { type Path } from "./path";
import { pointer, type Position, type Problem } from "./problem";
import { configKeyFaults, restFaults } from "./stack-file-rest";
import { parseDocuments } from "./yaml-documents";
import { textFault } from "./yaml-text";
import { type TextFault } from "./yaml-text";
import { keyText, positionIn, walk } from "./yaml-tree";

/** A text that a definition was read from: what it says, where, and what is wrong with how it says it. */
export interface Source {
  /** The file's path as the caller gave it. */
  readonly file: string;
  /** What the text says; undefined where there is no definition in it. */
  readonly definition?: unknown;
  /** What is wrong with the text; `resolve` reports these among its own. */
  readonly problems: readonly Problem[];
  /** Where the text can be read two ways: nothing is to be concluded from these places. */
  readonly unsure: readonly Path[];
  /** Where a key has nothing behind its colon, which is null to readers and may have been meant otherwise; default nowhere. */
  readonly blanks?: readonly Path[];
  /** The names of the secrets that the stack file sets; undefined where the text doesn't tell. */
  readonly secrets?: ReadonlySet<string>;
  /** The position of a path of the definition, or of the nearest part around it that is written. */
  positionOf(path: Path): Position | undefined;
}

export interface Reading {
  /** What the text says; undefined where there is no definition in it. */
  readonly definition?: unknown;
  readonly source: Source;
  /** The same as `source.problems`. */
  readonly problems: readonly Problem[];
}

/** The name of the Pulumi project, which is the namespace of its config keys. */
export const project = "genesys-chat";

const secretPrefix = `${project}:secrets.`;

/** Reads a stack file, `Pulumi.<stack>.yaml`, or a text that holds nothing but a definition. Never throws. */
export function readSource(text: string, file: string): Reading {
  const lines = new LineCounter();
  const faults: TextFault[] = [];
  const parsed = parseDocuments(text, lines, faults);
  // The reader continues after an error, and finds more that are none.
  for (const { message, pos } of parsed.flatMap((document) => document.errors).slice(0, 1)) {
    faults.push({ rule: "yaml-syntax", path: [], offset: pos[0], message: sentence(message) });
  }
  const hidden = textFault(text);
  if (hidden) faults.push(hidden);
  const document = parsed[0];
  if (parsed.length > 1) {
    const offset = parsed[1]!.range[0];
    const message = "A second document begins here, and only one is read.";
    faults.push({ rule: "yaml-one-document", path: [], offset, message });
  }
  if (document?.directives?.yaml.explicit) {
    const message = "A %YAML directive changes how values are read.";
    faults.push({ rule: "yaml-ambiguous", path: [], offset: 0, message, hint: "Take it out." });
  }
  const syntax = faults.some((fault) => fault.rule === "yaml-syntax");
  const contents = (document?.contents ?? null) as Node | null;
  const found = syntax ? undefined : locate(contents, file, faults);
  if (found?.isStackFile) faults.push(...restFaults(contents, found.node, text));
  const tree = found && walk(found.node, text, faults);
  return reading(file, lines, faults, found, tree && { definition: tree.value, blanks: tree.blanks });
}

interface Found {
  /** The definition's node; null is an empty text. */
  readonly node: Node | null;
  readonly secrets?: ReadonlySet<string>;
  /** Whether it is the value of a config key, in a file with more in it. */
  readonly isStackFile: boolean;
}

/** Finds the definition: under its config key in a stack file, at the root otherwise. */
function locate(root: Node | null, file: string, faults: TextFault[]): Found | undefined {
  const named = /(?:^|[/\\])Pulumi\.[^/\\]+\.ya?ml$/.test(file);
  const config = isMap(root) ? root.items.find((pair) => keyText(pair) === "config") : undefined;
  if (!config && !named) return { node: root, isStackFile: false };

  const key = `${project}:deployment`;
  const values = config?.value;
  if (!isMap(values)) {
    const message = `There is no "config" with ${key} in this stack file.`;
    faults.push({ rule: "stack-file", path: [], offset: root?.range?.[0] ?? 0, message });
    return undefined;
  }
  const keys = values.items.map(keyText);
  const deployment = values.items[keys.indexOf(key)];
  if (!deployment) {
    const message = `There is no ${key} in this stack file's config.`;
    const near = keys.find(
      (known) => nearest(known, [key]) !== undefined || /^(?:.*:)?deployment$/.test(known),
    );
    const hint = near === undefined ? undefined : `Write ${key} instead of ${near}.`;
    faults.push({
      rule: "stack-file",
      path: [],
      offset: values.range?.[0] ?? 0,
      message,
      ...(hint && { hint }),
    });
    return undefined;
  }
  faults.push(...configKeyFaults(values, project));
  const secrets = secretsOf(values, faults);
  // An environment brings values that the file doesn't show.
  const open = isMap(root) && root.items.some((pair) => keyText(pair) === "environment");
  return { node: deployment.value as Node | null, isStackFile: true, ...(!open && { secrets }) };
}

/** The names of the secrets that are set; one that isn't encrypted is a problem of its own. */
function secretsOf(config: YAMLMap, faults: TextFault[]): Set<string> {
  const names = new Set<string>();
  for (const pair of config.items) {
    const key = keyText(pair);
    if (!key.startsWith(secretPrefix)) continue;
    const name = key.slice(secretPrefix.length);
    names.add(name);
    if (isMap(pair.value) && pair.value.items.length === 1 && keyText(pair.value.items[0]!) === "secure")
      continue;
    const offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
    const message = `The secret ${name} is in the stack file in clear.`;
    const hint = `Set it again: pulumi config set --secret ${key}`;
    faults.push({ rule: "secret-in-clear", path: [], offset, message, hint });
  }
  return names;
}

function reading(
  file: string,
  lines: LineCounter,
  faults: readonly TextFault[],
  found: Found | undefined,
  said: { readonly definition: unknown; readonly blanks: readonly Path[] } | undefined,
): Reading {
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems = faults.map(({ rule, path, offset, message, hint }): Problem => {
    const { line, column } = positionAt(offset);
    return {
      rule,
      severity: "error",
      path: pointer(path),
      message,
      ...(hint && { hint }),
      file,
      line,
      column,
    };
  });
  const source: Source = {
    file,
    ...(said && { definition: said.definition }),
    problems,
    unsure: faults.map((fault) => fault.path).filter((path) => path.length > 0),
    ...(said && said.blanks.length > 0 && { blanks: said.blanks }),
    ...(found?.secrets && { secrets: found.secrets }),
    positionOf: (path) => (found ? positionAt(positionIn(found.node, path)) : undefined),
  };
  return { ...(said && { definition: said.definition }), source, problems };
}

/** The parser's message as a sentence, without the excerpt that some carry. */
function sentence(message: string): string {
  const first = message.split("\n")[0]!.trim();
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
