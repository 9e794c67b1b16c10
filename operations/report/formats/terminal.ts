import { type Paint, plain, type Tone } from "../../../render";
import { printable } from "../../../render/printable";
import type { Block, Inline, Line, Mood } from "../document/document";
import { type Mark, markWords, type Topology } from "../topology";

/** Writes a report for a terminal: values below each other rather than in wide tables. */
export function terminal(blocks: readonly Block[], paint: Paint = plain): string {
  return blocks.map((block) => written(block, paint, "")).join("\n");
}

const tones: Readonly<Record<Mood, Tone | undefined>> = {
  bad: "error",
  careful: "warning",
  good: undefined,
  plain: undefined,
};

function written(block: Block, paint: Paint, indent: string): string {
  const coloured = (text: string, mood: Mood = "plain") => {
    const tone = tones[mood];
    return tone === undefined ? text : paint(tone, text);
  };
  const line = (parts: Line) => `${indent}${inline(parts)}`;
  switch (block.kind) {
    case "heading":
      return `${block.level > 2 ? "\n" : ""}${coloured(line(block.line), block.mood)}\n`;
    case "paragraph":
      return `${coloured(line(block.line), block.mood)}\n`;
    case "list":
      return block.lines.map((each) => `${coloured(`${indent}- ${inline(each)}`, block.mood)}\n`).join("");
    case "table":
      return block.rows.map((cells) => `${indent}${rowText(block.head, cells, paint)}\n`).join("");
    case "topology":
      return topologyText(block.topology, indent, paint);
    case "text":
      return `${block.text
        .split("\n")
        .map((each) => `${indent}${printable(each)}\n`)
        .join("")}`;
    case "folded":
      return `${line(block.summary)}:\n${block.blocks.map((each) => written(each, paint, `${indent}  `)).join("")}`;
  }
}

/** Such as `GMS chat/ttl — Old: 1 s, New: 2 s, Takes effect: immediately`. */
function rowText(head: readonly string[], cells: readonly Line[], paint: Paint): string {
  const [first = [], second = [], ...rest] = cells;
  const details = rest.map((cell, index) => `${paint("faint", `${head[index + 2]}:`)} ${inline(cell)}`);
  return `${inline(first)} ${inline(second)}${details.length > 0 ? ` — ${details.join(", ")}` : ""}`;
}

const marks: Readonly<Record<Mark, Tone | undefined>> = {
  added: "advice",
  removed: "error",
  restarts: "warning",
  changed: "advice",
  same: undefined,
};

function topologyText({ nodes, edges }: Topology, indent: string, paint: Paint): string {
  return nodes
    .map(({ key, mark, standbyOf }) => {
      const tone = marks[mark];
      const words = [standbyOf === undefined ? "" : `standby of ${standbyOf}`, markWords[mark]].filter(
        Boolean,
      );
      const name = `${key}${words.length > 0 ? ` (${words.join(", ")})` : ""}`;
      const targets = edges
        .filter(({ from }) => from === key)
        .map((edge) => `${edge.to}${edge.mark === "same" ? "" : ` (${edge.mark})`}`);
      const shown = tone === undefined ? printable(name) : paint(tone, printable(name));
      return `${indent}${shown}${targets.length > 0 ? ` -> ${printable(targets.join(", "))}` : ""}\n`;
    })
    .join("");
}

function inline(line: Line): string {
  return printable(line.map(plainText).join(""));
}

function plainText(part: Inline): string {
  if (typeof part === "string") return part;
  return "code" in part ? part.code : part.strong;
}
