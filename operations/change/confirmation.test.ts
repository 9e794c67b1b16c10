import { PassThrough } from "node:stream";
import { confirmed } from "./confirmation";

const answered = async (typed: string, end = false): Promise<boolean> => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const answer = confirmed("Continue? [y/N] ", input, output);
  if (typed !== "") input.write(typed);
  if (end) input.end();
  return answer;
};

test.each(["y\n", "Y\n", " yes \n"])("%j agrees", async (typed) => expect(await answered(typed)).toBe(true));

test.each(["\n", "n\n", "yep\n", "no, y\n"])("%j does not", async (typed) =>
  expect(await answered(typed)).toBe(false),
);

test("nor does an input that ends without an answer", async () =>
  expect(await answered("", true)).toBe(false));
