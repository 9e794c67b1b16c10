/**
 * What Go's yaml.v3, with which Pulumi's engine reads stack files, makes something different of than our reader does. All of it is
 * refused here; test/yaml-agreement.test.ts found it, and would find more.
 */
import { type Scalar } from "yaml";
import { type Path } from "./path";

/** One thing wrong with how a text is written, at an offset in it. */
export interface TextFault {
  readonly rule:
    | "yaml-syntax"
    | "yaml-ambiguous"
    | "yaml-duplicate-key"
    | "yaml-one-document"
    | "yaml-reference"
    | "secret-in-definition"
    | "secret-in-clear"
    | "stack-file"
    | "too-deep";
  readonly path: Path;
  readonly offset: number;
  readonly message: string;
  readonly hint?: string;
}

/** A way to write that readers differ in; the first that applies is reported. */
interface Difference {
  /** Default `yaml-ambiguous`. */
  readonly rule?: "yaml-syntax";
  readonly pattern: Pick<RegExp, "test">;
  readonly message: string;
  readonly hint: string;
}

const takeOut = "Take it out.";

/** In any part of a text, its comments too. */
const anywhere: readonly (Difference & { readonly pattern: RegExp })[] = [
  {
    // Line breaks to one version of YAML and text to the other, a mark that only counts at the very beginning, and what Go refuses.
    pattern:
      /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u2028\u2029\uFFFE\uFFFF]|\r(?!\n)|(?<!^)\uFEFF|\p{Surrogate}/u,
    message:
      "The invisible character U+% is a line break or an error to one reader of YAML and text to another.",
    hint: takeOut,
  },
  {
    pattern: /^ *\t[ \t]*$|^ *(?:- *)*- *\t/m,
    message: "A tab in a line of blanks, or behind a dash, is an error to some readers of YAML.",
    hint: takeOut,
  },
  {
    pattern: /^ *(?:- +)*[?:](?=\s|$)/m,
    message: 'A line that begins with "?" or ":" as a word of its own is read in different ways.',
    hint: 'Write keys as "key: value".',
  },
];

/** The first thing in a text that readers of YAML don't agree on, wherever it is. */
export function textFault(text: string): TextFault | undefined {
  for (const { pattern, message, hint } of anywhere) {
    const found = pattern.exec(text);
    if (!found) continue;
    const code = found[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
    const told = message.replace("%", code);
    return { rule: "yaml-ambiguous", path: [], offset: found.index, message: told, hint };
  }
  return undefined;
}

const inDoubleQuotes: readonly Difference[] = [
  {
    // An escaped slash came with YAML 1.2, and Go has never heard of it.
    pattern: /(?<!\\)(?:\\\\)*\\\//,
    message: "An escaped slash is an error to some readers of YAML.",
    hint: "Write / without a backslash.",
  },
  {
    pattern: /(?<!\\)(?:\\\\)*\\(?:u|U0000)[dD][89a-fA-F]/,
    message: "Half of a surrogate pair is an error to some readers of YAML.",
    hint: "Write the character itself.",
  },
];

const inQuotes: readonly Difference[] = [
  {
    // Our library overlooks this where the line ends in a quote that is part of the text.
    rule: "yaml-syntax",
    pattern: /^(?!'(?:[^']|'')*'$|"(?:[^"\\]|\\[^])*"$)/,
    message: "The closing quote is missing.",
    hint: 'Two single quotes inside of single quotes stand for one; in double quotes it is \\".',
  },
  {
    pattern: /\n[ \t]*\r?\n/,
    message: "A blank line inside quotes counts for one reader of YAML and not for the other.",
    hint: 'Write \\n in double quotes, or a text behind "|".',
  },
];

const inBlock: readonly Difference[] = [
  {
    pattern: /^[^\n]*\n(?: *\r?\n)* *\t/,
    message: "A text that begins with a tab is an error to some readers of YAML.",
    hint: "Write it in double quotes, with \\t.",
  },
  {
    pattern: /\n[^\n]+$/,
    message:
      "A text that ends with the file has a line break at its end for one reader of YAML and not for the other.",
    hint: "End the file with a line break.",
  },
  {
    pattern: { test: endsWithBlankLine },
    message: "A line of blanks at a text's end counts for one reader of YAML and not for the other.",
    hint: 'Take its blanks out; write "" for an empty text.',
  },
];

/** Returns true if a line of blanks is behind a block's last text, or the block has no text. */
function endsWithBlankLine(block: string): boolean {
  // A pattern that ends in \s*$ is tried from every blank line, each time to the end: quadratic.
  const end = block.trimEnd().length;
  return /\n +\r?\n/.test(block.slice(end)) || (!block.slice(0, end).includes("\n") && block.includes("\n"));
}

const inBraces: readonly Difference[] = [
  {
    pattern: /^:|\?/,
    message:
      "A question mark, or a colon in front, ends an unquoted text inside of brackets and braces for some readers of YAML.",
    hint: "Quote it.",
  },
];

/** In values: the engine writes them out and reads them again on their way, and loses or stumbles over these. */
const lost: Difference = {
  pattern: /^\n|^\t[^]*\n|[\u0085\u2028\u2029]/,
  message:
    "A text that begins with a line break, or has several lines and begins with a tab, or has other line breaks than \\n, gets lost on its way through Pulumi's engine.",
  hint: "Begin with something else, and break lines with \\n.",
};

/** What readers don't agree on in the way a scalar is written; `inFlow` is inside of brackets or braces. */
export function writingFault(node: Scalar, text: string, inFlow: boolean): Difference | undefined {
  const [begin, end] = node.range ?? [0, 0];
  // Blank lines behind a block are part of it, though the library leaves them out where they don't count.
  const written = text.slice(begin, node.type?.startsWith("BLOCK") ? blanksFrom(text, end) : end);
  return (
    differencesFor(node.type, inFlow).find(({ pattern }) => pattern.test(written)) ??
    (lost.pattern.test(String(node.value)) ? lost : undefined)
  );
}

/** Where blank lines that begin at an offset end. */
function blanksFrom(text: string, offset: number): number {
  const blanks = /(?: *\r?\n)*(?: *$)?/y;
  blanks.lastIndex = offset;
  return offset + (blanks.exec(text)?.[0].length ?? 0);
}

function differencesFor(type: Scalar["type"], inFlow: boolean): readonly Difference[] {
  if (type === "QUOTE_DOUBLE") return [...inQuotes, ...inDoubleQuotes];
  if (type === "QUOTE_SINGLE") return inQuotes;
  if (type === "PLAIN") return inFlow ? inBraces : [];
  return inBlock;
}

/** What readers don't agree on in the way a key is written. */
export function keyWritingFault(node: Scalar, text: string, inFlow: boolean): Difference | undefined {
  const glued: Difference = {
    pattern: /^[ \t]*:[^\s]/,
    message: "Without a blank behind its colon a key is part of a longer text for some readers of YAML.",
    hint: "Write a blank behind the colon.",
  };
  const end = node.range?.[1] ?? 0;
  // As many blanks as anybody writes before a colon.
  const isGlued = inFlow && node.type === "PLAIN" && glued.pattern.test(text.slice(end, end + 200));
  return isGlued ? glued : writingFault(node, text, inFlow);
}
