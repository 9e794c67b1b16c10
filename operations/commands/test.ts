import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import type { Ends } from "../cli";
import { capture, handOver } from "../command";
import { pulumiEnvironment } from "../pulumi";
import { root } from "../project";
import { say } from "./options";

/** How many of a runner's tests went which way. */
interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** `./chatstack test`: types, style and every test; the last line counts what the runners reported. */
export function testCommand(ends: Ends): Command {
  return new Command("test")
    .description("run the project's checks and tests")
    .argument("[jest...]", "words for jest, such as a folder; then only jest runs")
    .addHelpText("after", "\nExample: ./chatstack test model render")
    .action(async (words: string[]) => {
      const runs = words.length > 0 ? [() => jest(words)] : [types, lint, prettier, go, () => jest([])];
      let passed = 0;
      let failed = 0;
      for (const run of runs) {
        const counts = await run();
        passed += counts.passed;
        failed += counts.failed;
      }
      process.stdout.write(`${passed} passed, ${failed} failed\n`);
      ends(failed === 0 && passed > 0 ? 0 : 1);
    });
}

const types = () => check("tsc --noEmit", "tsc", ["--noEmit"]);
const lint = () => check("eslint", "eslint", ["."]);
const prettier = () => check("prettier", "prettier", ["--check", "--log-level", "warn", "."]);

/** A checker is one test: it passes or it does not. */
async function check(name: string, program: string, args: string[]): Promise<Counts> {
  say(`— ${name}`);
  const code = await handOver(join(root, "node_modules", ".bin", program), args);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** The language host and the plugin; skipped, and said so, where there is no Go because the tools came ready-made. */
async function go(): Promise<Counts> {
  const counts = { passed: 0, failed: 0 };
  for (const module of ["cli", "docker"]) {
    say(`— go test toolchain/${module}`);
    const run = await capture("go", [
      "test",
      "-C",
      join(root, "toolchain", module),
      "-trimpath",
      "-json",
      "./...",
    ]).catch(() => undefined);
    if (!run) {
      say("  there is no Go here: the toolchain's tests did not run");
      continue;
    }
    const events = run.stdout.split("\n").flatMap(parse);
    const tests = events.filter(({ Test }) => Test !== undefined);
    counts.passed += tests.filter(({ Action }) => Action === "pass").length;
    const failed = tests.filter(({ Action }) => Action === "fail").length;
    counts.failed += run.code === 0 ? failed : Math.max(1, failed);
    if (run.code !== 0) say(events.map(({ Output }) => Output ?? "").join("") + run.stderr);
  }
  return counts;
}

interface GoEvent {
  readonly Action?: string;
  readonly Test?: string;
  readonly Output?: string;
}

function parse(line: string): GoEvent[] {
  try {
    return [JSON.parse(line) as GoEvent];
  } catch {
    return [];
  }
}

async function jest(words: string[]): Promise<Counts> {
  say("— jest");
  const report = join(tmpdir(), `genesys-chat-jest-${process.pid}.json`);
  const args = ["--json", "--outputFile", report, "--testLocationInResults", ...words];
  const code = await handOver(join(root, "node_modules", ".bin", "jest"), args, await pulumiEnvironment());
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(report, "utf8"),
  ) as {
    numPassedTests: number;
    numFailedTests: number;
    numRuntimeErrorTestSuites: number;
  };
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return { passed: numPassedTests, failed: code === 0 ? failed : Math.max(1, failed) };
}
