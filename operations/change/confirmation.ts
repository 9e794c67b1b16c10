import { createInterface } from "node:readline/promises";

/** Asks a question that `y` or `yes` agrees to; everything else does not, nor does Ctrl-C or the end of the input. */
export async function confirmed(
  question: string,
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Promise<boolean> {
  const lines = createInterface({ input, output, terminal: "isTTY" in input && input.isTTY === true });
  const closed = new Promise<string>((resolve) => {
    lines.once("SIGINT", () => lines.close()).once("close", () => resolve(""));
  });
  const answer = await Promise.race([lines.question(question).catch(() => ""), closed]);
  lines.close();
  return /^y(es)?$/i.test(answer.trim());
}
