import type { Problem } from "../model/problem";
import type { ProblemGroup } from "../model/problem-groups";
import { cells, widthOf } from "./cells";
import { type Paint, plain } from "../render/printable";
import { placeLines, problemLine } from "../render/problem-text";

/** How a frame is drawn. */
export interface FrameStyle {
  /** Columns that a line may take; longer ones are cut around the place. Default 100. */
  readonly width?: number;
  /** Default without colours. */
  readonly paint?: Paint;
  /** True to list the places of every group below its frame. Default false. */
  readonly verbose?: boolean;
}

/** How much of a line is read on either side of a problem, in UTF-16 units. Longer lines are not written by hand, and would cost time. */
const reach = 500;

/**
 * Writes every group's line and below it the first line of the file that it is about, underlined, with the one before it, and a blank:
 *
 *       18 |           chat:
 *       19 |             ixn_server_submit_queue: nowhere
 *          |                                      ^^^^^^^
 */
export function framedProblems(
  groups: readonly ProblemGroup[],
  texts: ReadonlyMap<string, string>,
  { width = 100, paint = plain, verbose = false }: FrameStyle = {},
): string {
  const linesOf = new Map([...texts].map(([file, text]) => [file, text.split("\n")]));
  return groups
    .map(({ summary, problems }) => {
      const lines = summary.file === null ? undefined : linesOf.get(summary.file);
      const framed = lines ? frame(summary, lines, width, paint) : "";
      return `${problemLine(summary, paint)}\n${framed}${verbose ? placeLines(problems) : ""}\n`;
    })
    .join("");
}

function frame(
  { line, column, severity }: Problem,
  lines: readonly string[],
  width: number,
  paint: Paint,
): string {
  const whole = line === null ? undefined : lines[line - 1];
  if (line === null || whole === undefined) return "";
  const at = Math.max((column ?? 1) - 1, 0);
  const skipped = Math.max(0, at - reach);
  const written = whole.slice(skipped, at + reach);

  const digits = Math.max(4, String(line).length + 1);
  const gutter = (label: string) => paint("faint", `${label.padStart(digits)} | `);
  const window = windowOf(written, at - skipped, Math.max(width - digits - 3, 20));
  const before = skipped === 0 ? lines[line - 2]?.slice(0, 2 * reach) : undefined;
  return [
    ...(before === undefined ? [] : [row(gutter(String(line - 1)), shown(before, window))]),
    row(gutter(String(line)), shown(written, window)),
    row(gutter(""), " ".repeat(window.indent) + paint(severity, "^".repeat(window.marks))),
  ].join("");
}

function row(gutter: string, text: string): string {
  return `${gutter}${text}`.trimEnd() + "\n";
}

/** Which columns of the screen are shown, and where the marks stand in them. */
interface Window {
  readonly from: number;
  readonly to: number;
  readonly indent: number;
  readonly marks: number;
}

/** The part of a line around an offset that fits the width. */
function windowOf(line: string, offset: number, width: number): Window {
  const all = cells(line);
  const begin = widthOf(all.filter((cell) => cell.offset < offset));
  const length = Math.max(1, extentAt(line, offset));
  const marked = widthOf(all.filter((cell) => cell.offset >= offset && cell.offset < offset + length));
  const total = widthOf(all);
  // A third of the room before the place, for what it belongs to.
  const from = total <= width ? 0 : Math.max(0, Math.min(begin - Math.floor(width / 3), total - width));
  const indent = begin - from;
  return { from, to: from + width, indent, marks: Math.max(1, Math.min(marked, width - indent)) };
}

/** The text of a window; an ellipsis at an edge represents text that was cut off. */
function shown(line: string, { from, to }: Window): string {
  const all = cells(line);
  const isCut = widthOf(all) > to;
  const [first, last] = [from > 0 ? from + 1 : 0, isCut ? to - 1 : to];
  let column = 0;
  let text = from > 0 && all.length > 0 ? "…" : "";
  for (const { text: written, width } of all) {
    const end = column + width;
    if (column >= first && end <= last) text += written;
    // A character that the edge goes through is left out, and its place kept.
    else if (end > first && column < last) text += " ".repeat(Math.min(end, last) - Math.max(column, first));
    column = end;
  }
  return isCut ? `${text}…` : text;
}

/** How many characters the value or the key at an offset of a line has: to its closing quote, its colon, its comma or its comment. */
function extentAt(line: string, offset: number): number {
  const rest = line.slice(offset);
  const quoted = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/.exec(rest);
  if (quoted) return quoted[0].length;
  const before = line.slice(0, offset).replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, "");
  const open = before.replace(/[^[{]/g, "").length - before.replace(/[^\]}]/g, "").length;
  const end = (open > 0 ? /\s+#|:(?=\s|$)|[,\]}]/ : /\s+#|:(?=\s|$)/).exec(rest)?.index ?? rest.length;
  return rest.slice(0, end).trimEnd().length;
}
