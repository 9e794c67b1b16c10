import { join, relative } from "node:path";
import { Command } from "commander";
import type { SetExitCode } from "./exit-code";
import { capture } from "../system/command";
import { installation } from "../system/installation";
import { logInfo } from "../system/log";
import { failedFiles, failedTests, replaced, runJest, type JestReport } from "./jest-report";
import { testTimes } from "./test-times";

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
      "\nExamples: ./chatstack test model render\n          ./chatstack test hostile   hostile inputs and environments alone\n          ./chatstack test clients   the Chat API as its clients use it: curl, a browser, and others",
    )
    .action(async (words: string[], { times = false }: { times?: boolean }) => {
      if (words.length === 0) logInfo("— types, style, the toolchain's own tests");
      // The checks at once, since each keeps one processor busy; the tests have the machine to themselves.
      const checks = words.length > 0 ? [] : await Promise.all([types(), lint(), prettier(), go()]);
      const report =
        words.length > 0
          ? await runJest(words[0] === "clients" ? await clients(words.slice(1)) : words)
          : await allTests();
      const all = [...checks, { passed: report.numPassedTests, failed: failedTests(report) }];
      const passed = all.reduce((sum, counts) => sum + counts.passed, 0);
      const failed = all.reduce((sum, counts) => sum + counts.failed, 0);
      if (times) process.stdout.write(testTimes(report.testResults, installation));
      process.stdout.write(`${passed} passed, ${failed} failed\n`);
      ends(failed === 0 && passed > 0 ? 0 : 1);
    });
}

/** More failed files than these are no busy machine's: they are not run again. */
const fewFiles = 3;

/**
 * Every test; what fails beside others runs once more, alone, and that result counts. Both are printed: a test that passes only
 * alone must be fixed too, and is no reason to keep a change from landing (docs/adr/0060-failed-files-run-again-alone.md).
 */
async function allTests(): Promise<JestReport> {
  logInfo("— jest");
  const report = await runJest([]);
  const failed = failedFiles(report);
  if (failed.length === 0 || failed.length > fewFiles) return report;
  const names = failed.map((name) => relative(installation, name)).join(", ");
  logInfo(`— once more, alone, since other tests kept the machine busy: ${names}`);
  const second = await runJest(["--runInBand", "--runTestsByPath", ...failed]);
  const { report: both, passedAlone } = replaced(report, second);
  for (const test of passedAlone) logInfo(`passed only alone: ${test}`);
  return both;
}

/** The conformance tests, with a browser for the one that needs it; says so if there is none, and that test is skipped. */
async function clients(more: readonly string[]): Promise<string[]> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- setup is JavaScript that runs before the build
  const { ensureChromium } = require(join(installation, "setup", "chromium.js")) as {
    ensureChromium(this: void): Promise<string | undefined>;
  };
  const reason = await ensureChromium();
  if (reason !== undefined) logInfo(`— the browser's conversation is skipped: ${reason}`);
  return ["test/conformance", ...more];
}

/** Keeps what a check found between runs: it takes a quarter of the time if few files changed. */
const cache = join("node_modules", ".cache");

const types = () =>
  check("tsc --noEmit", "tsc", [
    "--noEmit",
    "--incremental",
    "--tsBuildInfoFile",
    join(cache, "tsbuildinfo.json"),
  ]);
// No cache: a rule that reads types can find something in a file that did not change.
const lint = () => check("eslint", "eslint", ["."]);
const prettier = () =>
  check("prettier", "prettier", [
    ...["--check", "--log-level", "warn", "--cache", "--cache-strategy", "content"],
    ...["--cache-location", join(cache, "prettier.json"), "."],
  ]);

/** Runs a checker as one test: it passes or fails. Its output is printed when it has ended, so that outputs don't mix. */
async function check(name: string, program: string, args: string[]): Promise<Counts> {
  const { code, stdout, stderr } = await capture(join(installation, "node_modules", ".bin", program), args);
  logInfo(`— ${name}\n${stdout}${stderr}`.trimEnd());
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
      logInfo(`— go test toolchain/${module}\n  there is no Go here: the toolchain's tests did not run`);
      continue;
    }
    const events = run.stdout.split("\n").flatMap(parse);
    const tests = events.filter(({ Test }) => Test !== undefined);
    counts.passed += tests.filter(({ Action }) => Action === "pass").length;
    const failed = tests.filter(({ Action }) => Action === "fail").length;
    counts.failed += run.code === 0 ? failed : Math.max(1, failed);
    const said = run.code === 0 ? "" : events.map(({ Output }) => Output ?? "").join("") + run.stderr;
    logInfo(`— go test toolchain/${module}\n${said}`.trimEnd());
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
