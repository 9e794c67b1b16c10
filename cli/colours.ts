import type { Paint, Tone } from "../render";

const codes: Readonly<Record<Tone, number>> = { error: 31, warning: 33, advice: 36, faint: 2 };

/** For terminals: ANSI colours, which their owners choose themselves. */
export const ansi: Paint = (tone, text) => (text === "" ? "" : `\u001B[${codes[tone]}m${text}\u001B[0m`);
