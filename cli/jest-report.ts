import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pulumiEnvironment } from "../engine/pulumi";
import { runInherit } from "../system/command";
import { installation } from "../system/installation";

/** One test in jest's JSON report; only what is read here. */
interface JestTest {
  /** The titles of its `describe` blocks and its own, joined by blanks. */
  readonly fullName: string;
  /** `passed`, `failed`, `pending` (skipped) or `todo`. */
  readonly status: string;
}

/** One test file of jest's JSON report; only what is read here. */
export interface JestFile {
  /** Absolute path. */
  readonly name: string;
  /** `passed` or `failed`; a file that can't be loaded has failed and has no tests. */
  readonly status: string;
  /** When a worker started the file, in milliseconds since 1970. */
  readonly startTime: number;
  readonly endTime: number;
  readonly assertionResults: readonly JestTest[];
}

/** Jest's JSON report; only what is read here. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  /** Files that can't be loaded. */
  readonly numRuntimeErrorTestSuites: number;
  /** False as well where a test passed and the run's set-up or tear-down failed. */
  readonly success: boolean;
  readonly testResults: readonly JestFile[];
}

/**
 * The flags of Node.js for jest and its workers, those of `npm test`: V8 optimises functions later, and collects a larger young
 * generation with one thread (docs/adr/0063-compile-modules-once-a-worker.md).
 */
export const jestFlags = [
  "--interrupt-budget=1000000",
  "--single-threaded-gc",
  "--max-semi-space-size=64",
] as const;

/** Runs jest on this terminal and returns its own report. */
export async function runJest(words: readonly string[]): Promise<JestReport> {
  const file = join(tmpdir(), `genesys-chat-jest-${process.pid}.json`);
  const args = ["--json", "--outputFile", file, "--testLocationInResults", ...words];
  const jest = join(installation, "node_modules", "jest", "bin", "jest.js");
  const environment = {
    ...(await pulumiEnvironment()),
    // The tests have a value of their own (test/support/run-set-up.ts).
    GOGC: process.env.GOGC,
    PROPERTY_RUNS: process.env.PROPERTY_RUNS ?? "complete",
  };
  const code = await runInherit(process.execPath, [...jestFlags, jest, ...args], environment);
  const report = JSON.parse(readFileSync(file, "utf8")) as JestReport;
  rmSync(file);
  return { ...report, success: report.success && code === 0 };
}

/** How many tests failed; at least one where jest itself did. */
export function failedTests({ numFailedTests, numRuntimeErrorTestSuites, success }: JestReport): number {
  return Math.max(numFailedTests + numRuntimeErrorTestSuites, success ? 0 : 1);
}

/** The paths of the files with a test that failed. */
export function failedFiles({ testResults }: JestReport): string[] {
  return testResults.filter(({ status }) => status === "failed").map(({ name }) => name);
}

/** A report with the results of a second run in place of the first ones of its files, and the tests that passed only in it. */
export function replaced(
  first: JestReport,
  second: JestReport,
): { readonly report: JestReport; readonly passedAlone: readonly string[] } {
  const again = new Map(second.testResults.map((file) => [file.name, file]));
  const testResults = first.testResults.map((file) => again.get(file.name) ?? file);
  const count = (status: string) => testResults.flatMap((file) => titles(file, status)).length;
  const unloadable = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const report = {
    numPassedTests: count("passed"),
    numFailedTests: count("failed"),
    numRuntimeErrorTestSuites: unloadable.length,
    success: second.success && testResults.every(({ status }) => status !== "failed"),
    testResults,
  };
  const passedAlone = first.testResults.flatMap((file) => {
    const passed = new Set(titles(again.get(file.name), "passed"));
    return titles(file, "failed").filter((title) => passed.has(title));
  });
  return { report, passedAlone };
}

function titles(file: JestFile | undefined, status: string): string[] {
  return (file?.assertionResults ?? []).filter((test) => test.status === status).map((test) => test.fullName);
}
