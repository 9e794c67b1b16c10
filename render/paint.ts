/** What a piece of printed text is, for whoever chooses its colour. */
export type Tone = "error" | "warning" | "advice" | "faint";

/** Gives a piece of text its colour, or leaves it as it is. */
export type Paint = (tone: Tone, text: string) => string;

/** For files, pipes and logs. */
export const plain: Paint = (_, text) => text;

const codes: Readonly<Record<Tone, number>> = { error: 31, warning: 33, advice: 36, faint: 2 };

/** For terminals: ANSI colours, which their owners choose themselves. */
export const ansi: Paint = (tone, text) => (text === "" ? "" : `\u001B[${codes[tone]}m${text}\u001B[0m`);

/**
 * Shows characters that a terminal would obey instead of showing: control characters as their pictures, and those that turn the
 * direction of writing as a replacement.
 */
export function printable(text: string): string {
  return text
    .replace(/[\u0000-\u001F]/g, (control) => String.fromCharCode(0x2400 + control.charCodeAt(0)))
    .replace(/[\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g, "\uFFFD");
}
