import { printable } from "../render/printable";

/** What takes a place of its own on a screen: a letter with its accents, a sign of two columns, a tab. */
export interface Cell {
  /** Offset of the cell in the line, in UTF-16 units. */
  readonly offset: number;
  readonly text: string;
  /** Columns of the screen: 0, 1 or 2, and more for a tab. */
  readonly width: number;
}

const tab = "    ";

// Latin letters need no dictionary, and a fixed language is the same everywhere.
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Scripts and signs that terminals give two columns; the half-wide forms among them are taken out below. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]|\uFE0F/u;
const halfWide = /[\uFF61-\uFFDC]/;
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

const ascii = /^[ -~]*$/;

/** The cells of a line. Nothing in them moves the cursor elsewhere. */
export function cells(line: string): Cell[] {
  // Most lines; looking for clusters of letters takes a hundred times as long.
  if (ascii.test(line)) return Array.from(line, (text, offset) => ({ offset, text, width: 1 }));
  return [...segmenter.segment(line.replace(/\r$/, ""))].map(({ segment, index }) => {
    if (segment === "\t") return { offset: index, text: tab, width: tab.length };
    const text = segment === "\uFEFF" ? "" : printable(segment);
    // What is written out as a code point takes a column a letter.
    const width = text !== segment && text.length > segment.length ? [...text].length : columnsOf(text);
    return { offset: index, text, width };
  });
}

/** The columns that cells take side by side. */
export function widthOf(line: readonly Cell[]): number {
  return line.reduce((sum, { width }) => sum + width, 0);
}

function columnsOf(text: string): number {
  if (text === "" || invisible.test(text)) return 0;
  return wide.test(text) && !halfWide.test(text) ? 2 : 1;
}
