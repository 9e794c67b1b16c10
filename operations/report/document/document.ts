import type { Topology } from "../topology";

/** A piece of a line: plain words, a value or a name as it is written somewhere, or words that matter. */
export type Inline = string | { readonly code: string } | { readonly strong: string };

/** A line, or a table's cell. */
export type Line = readonly Inline[];

/** How a block is meant, for colours; the words say it too. */
export type Mood = "bad" | "careful" | "good" | "plain";

/** A part of a document. */
export type Block = (
  | { readonly kind: "heading"; readonly level: 2 | 3 | 4; readonly line: Line; readonly mood?: Mood }
  | { readonly kind: "paragraph"; readonly line: Line; readonly mood?: Mood }
  | { readonly kind: "list"; readonly lines: readonly Line[]; readonly mood?: Mood }
  | { readonly kind: "table"; readonly head: readonly string[]; readonly rows: readonly (readonly Line[])[] }
  | { readonly kind: "topology"; readonly topology: Topology }
  | { readonly kind: "text"; readonly language: "diff"; readonly text: string }
  | { readonly kind: "folded"; readonly summary: Line; readonly blocks: readonly Block[] }
) & {
  /** What is left out first where there is no room, the higher the earlier; default never. */
  readonly dispensable?: number;
  /** What is said to be left out, such as `the topology of dev`. */
  readonly name?: string;
};

/** Puts words between lines, such as commas. */
export function joined(lines: readonly Line[], between: string): Line {
  return lines.flatMap((line, index) => (index === 0 ? line : [between, ...line]));
}

/** A count with its noun, such as `3 stacks`. */
export function count(number: number, noun: string, many = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : many}`;
}
