import fc from "fast-check";
import packageJson from "../package.json";
import { failedFiles, failedTests, jestFlags, replaced, type JestFile, type JestReport } from "./jest-report";

const file = (name: string, ...statuses: string[]): JestFile => ({
  name,
  status: statuses.length === 0 || statuses.includes("failed") ? "failed" : "passed",
  startTime: 0,
  endTime: 1,
  assertionResults: statuses.map((status, index) => ({ fullName: `${name} ${index}`, status })),
});

function report(...testResults: JestFile[]): JestReport {
  const count = (wanted: string) =>
    testResults.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => status === wanted)
      .length;
  return {
    numPassedTests: count("passed"),
    numFailedTests: count("failed"),
    numRuntimeErrorTestSuites: testResults.filter(({ assertionResults }) => assertionResults.length === 0)
      .length,
    success: testResults.every(({ status }) => status === "passed"),
    testResults,
  };
}

test("a test that fails again has failed, one that passes alone counts as passed and is named", () => {
  const first = report(file("a", "passed", "pending"), file("b", "failed", "passed", "failed"));
  expect(failedFiles(first)).toEqual(["b"]);
  expect(failedTests(first)).toBe(2);
  const { report: both, passedAlone } = replaced(first, report(file("b", "passed", "passed", "failed")));
  expect([both.numPassedTests, failedTests(both)]).toEqual([3, 1]);
  expect(passedAlone).toEqual(["b 0"]);
});

test("a file that can't be loaded, and a run that fails as such, are failures", () => {
  const broken = report(file("a", "passed"), file("b"));
  expect(failedTests(broken)).toBe(1);
  expect(failedTests(replaced(broken, report(file("b"))).report)).toBe(1);
  expect(failedTests(replaced(broken, { ...report(file("b", "passed")), success: false }).report)).toBe(1);
  expect(failedTests({ ...report(file("a", "passed")), success: false })).toBe(1);
});

test("no failure is lost: the report of both runs counts what their newest results say", () => {
  const status = fc.constantFrom("passed", "failed", "pending");
  const statuses = fc.array(status, { minLength: 1, maxLength: 5 });
  const files = fc.array(fc.tuple(statuses, statuses), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(files, (pairs) => {
      const first = report(...pairs.map(([once], index) => file(`f${index}`, ...once)));
      const names = failedFiles(first);
      const again = pairs.flatMap(([, twice], index) =>
        names.includes(`f${index}`) ? file(`f${index}`, ...twice) : [],
      );
      const { report: both } = replaced(first, report(...again));
      const expected = report(
        ...first.testResults.map((each) => again.find(({ name }) => name === each.name) ?? each),
      );
      expect(both).toEqual(expected);
    }),
  );
});

test("`npm test` starts Node.js with the flags of `./chatstack test`", () => {
  const words = packageJson.scripts.test.split(" ");
  expect(words.slice(0, jestFlags.length + 1)).toEqual(["node", ...jestFlags]);
});
