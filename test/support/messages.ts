import type { Run } from "./process";

/** What operators must never be shown: frames of a stack, and the node and engine words around them. */
const traces = [/^\s+at .+[:(]/m, /node:internal/, /UnhandledPromise/i, /goroutine \d+/, /panic:/];

/** Fails where a text shows how a program is made inside instead of what is wrong. */
export function noStackTrace(text: string): void {
  for (const trace of traces) expect(text).not.toMatch(trace);
}

/** So many lines of a run that failed are shown. */
const lastLines = 120;

/** Fails, with what was said at last, unless a run ended with this exit code and showed no inside of a program. */
export function endedWith(code: number, { code: actual, signal, stdout, stderr }: Run): void {
  if (actual !== code) {
    // A report of a failed test is cut in the middle of a long text: why a run failed is at its end.
    const last = (stdout + stderr).split("\n").slice(-lastLines).join("\n");
    throw new Error(`it ended with ${actual ?? signal}, not ${code}; it said at last:\n${last}`);
  }
  noStackTrace(stdout + stderr);
}

/** Fails unless exactly one line contains it: operators must not read a message twice. */
export function oneMessage(text: string, about: string | RegExp): void {
  const lines = text
    .split("\n")
    .filter((line) => (typeof about === "string" ? line.includes(about) : about.test(line)));
  expect(lines).toHaveLength(1);
  noStackTrace(text);
}
