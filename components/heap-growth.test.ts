import { execFileSync } from "node:child_process";
import { untouchedVariable } from "../system/sdk-switch";
import { limitHeapGrowth } from "./heap-growth";

function flags(env: NodeJS.ProcessEnv, words?: readonly string[]): string[] {
  const set: string[] = [];
  limitHeapGrowth((flag) => set.push(flag), env, words);
  return set;
}

test("the heap's growth is limited", () => expect(flags({}, [])).toEqual(["--heap-growing-percent=50"]));

test.each([
  [{ [untouchedVariable]: "1" }, []],
  [{}, ["--heap-growing-percent=20"]],
  [{}, ["--max_old_space_size=4096"]],
  [{ NODE_OPTIONS: "--no-warnings --max-old-space-size=4096" }, undefined],
])("it is left alone with %j and %j", (env, words) => expect(flags(env, words)).toEqual([]));

/** How often V8 collects the old generation in a program that keeps much and drops objects which have become old. */
function collections(before: string): number {
  const program = `
    ${before}
    const make = (count) => ({ text: "x" + count, more: [count] });
    const kept = Array.from({ length: 300_000 }, (_, count) => make(count));
    const passing = [];
    for (let count = 0; count < 2_000_000; count += 1) passing[count % 100_000] = make(count);
    console.log(kept.length);`;
  // With one thread, how far a collection has come does not depend on what else the machine does.
  const words = ["--single-threaded-gc", "--trace-gc", "-e", program];
  return execFileSync(process.execPath, words).toString("utf8").split("Mark-Compact").length - 1;
}

test("Node.js knows the option, and applies it in a process that runs", () => {
  const limited = collections(`require("node:v8").setFlagsFromString("--heap-growing-percent=50");`);
  expect(limited).toBeGreaterThan(1.5 * collections(""));
});
