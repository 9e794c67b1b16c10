import { withoutDeception } from "../model/deceptive-text";

/** What a piece of printed text is, which decides its colour. */
export type Tone = "error" | "warning" | "advice" | "faint";

/** Colours a piece of text, or returns it unchanged. */
export type Paint = (tone: Tone, text: string) => string;

/** For files, pipes and logs. */
export const plain: Paint = (_, text) => text;

/**
 * Shows characters that a terminal would obey, or a reader would not see: control characters as their pictures, deceptive ones as
 * code points such as `<U+202E>`.
 */
export function printable(text: string): string {
  return withoutDeception(
    text
      .replace(/[\u0000-\u001F]/g, (control) => String.fromCharCode(0x2400 + control.charCodeAt(0)))
      .replace(/[\u007F-\u009F]/g, "\uFFFD"),
  );
}

/** The same for a text of several lines, whose line feeds and tabs stay. */
export function printableLines(text: string): string {
  return text
    .split(/([\n\t])/)
    .map((part) => (/^[\n\t]$/.test(part) ? part : printable(part)))
    .join("");
}
