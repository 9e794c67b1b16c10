import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import type { SetExitCode } from "./main";
import { capture, runInherit } from "../system/command";
import { pulumiEnvironment } from "../engine/pulumi";
import { installation } from "../system/installation";
import { say } from "../system/log";
import { testTimes, type TestFile } from "./test-times";

/** How many of a runner's tests went which way. */
interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** `./chatstack test`: types, style and every test; the last line counts what the runners reported. */
export function testCommand(ends: SetExitCode): Command {
  return new Command("test")
    .description("run the project's checks and tests")
    .argument("[jest...]", "words for jest, such as a folder; then only jest runs")
    .option("--times", "list the slowest ten test files, and how long each worker was busy")
    .addHelpText(
      "after",
      "\nExamples: ./chatstack test model render\n          ./chatstack test hostile   hostile inputs and surroundings alone\n          ./chatstack test clients   the Chat API as its clients use it: curl, a browser, and others",
    )
    .action(async (words: string[], { times = false }: { times?: boolean }) => {
      if (words.length === 0) say("— types, style, the toolchain's own tests");
      // The checks at once, since each keeps one processor busy; the tests have the machine to themselves.
      const checks = words.length > 0 ? [] : await Promise.all([types(), lint(), prettier(), go()]);
      const report = await jest(words[0] === "clients" ? await clients(words.slice(1)) : words);
      const all = [...checks, report];
      const passed = all.reduce((sum, counts) => sum + counts.passed, 0);
      const failed = all.reduce((sum, counts) => sum + counts.failed, 0);
      if (times) process.stdout.write(testTimes(report.files, installation));
      process.stdout.write(`${passed} passed, ${failed} failed\n`);
      ends(failed === 0 && passed > 0 ? 0 : 1);
    });
}

/** The conformance tests, with a browser for the one that needs it; says so if there is none, and that test is skipped. */
async function clients(more: readonly string[]): Promise<string[]> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- setup is JavaScript that runs before the build
  const { ensureChromium } = require(join(installation, "setup", "chromium.js")) as {
    ensureChromium(this: void): Promise<string | undefined>;
  };
  const reason = await ensureChromium();
  if (reason !== undefined) say(`— the browser's conversation is skipped: ${reason}`);
  return ["simulator/conformance", ...more];
}

const types = () => check("tsc --noEmit", "tsc", ["--noEmit"]);
const lint = () => check("eslint", "eslint", ["."]);
const prettier = () => check("prettier", "prettier", ["--check", "--log-level", "warn", "."]);

/** Runs a checker as one test: it passes or fails. Its output is printed when it has ended, so that outputs don't mix. */
async function check(name: string, program: string, args: string[]): Promise<Counts> {
  const { code, stdout, stderr } = await capture(join(installation, "node_modules", ".bin", program), args);
  say(`— ${name}\n${stdout}${stderr}`.trimEnd());
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** The language host and the plugin; skipped, and said so, where there is no Go because the tools came ready-made. */
async function go(): Promise<Counts> {
  const counts = { passed: 0, failed: 0 };
  for (const module of ["cli", "docker"]) {
    const run = await capture("go", [
      "test",
      "-C",
      join(installation, "setup", "toolchain", module),
      "-trimpath",
      "-json",
      "./...",
    ]).catch(() => undefined);
    if (!run) {
      say(`— go test toolchain/${module}\n  there is no Go here: the toolchain's tests did not run`);
      continue;
    }
    const events = run.stdout.split("\n").flatMap(parse);
    const tests = events.filter(({ Test }) => Test !== undefined);
    counts.passed += tests.filter(({ Action }) => Action === "pass").length;
    const failed = tests.filter(({ Action }) => Action === "fail").length;
    counts.failed += run.code === 0 ? failed : Math.max(1, failed);
    const said = run.code === 0 ? "" : events.map(({ Output }) => Output ?? "").join("") + run.stderr;
    say(`— go test toolchain/${module}\n${said}`.trimEnd());
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

/** What jest's report says that is used here. */
interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly TestFile[];
}

async function jest(words: string[]): Promise<Counts & { readonly files: readonly TestFile[] }> {
  say("— jest");
  const file = join(tmpdir(), `genesys-chat-jest-${process.pid}.json`);
  const args = ["--json", "--outputFile", file, "--testLocationInResults", ...words];
  const code = await runInherit(
    join(installation, "node_modules", ".bin", "jest"),
    args,
    await pulumiEnvironment(),
  );
  const report = JSON.parse(readFileSync(file, "utf8")) as JestReport;
  rmSync(file);
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return {
    passed: report.numPassedTests,
    failed: code === 0 ? failed : Math.max(1, failed),
    files: report.testResults,
  };
}
