import { blocksOf, pair, problem, reportOf, settings } from "../../../test/support/reports";
import { markdown, markerOf } from "../formats/markdown";
import { problemChanges } from "../problem-changes";
import { compose } from "./compose";

test("no change is said in the headline, and an error too; no account is mentioned", () => {
  expect(markdown(compose({ reports: [], unchanged: ["dev"] }))).toBe(
    `${markerOf("report")}\n## Chat stack dev: no change\n\nUnchanged: 1 stack (dev).\n`,
  );
  const invalid = reportOf({}, { invalid: true, problems: problemChanges([], [problem]) });
  const text = markdown(blocksOf(invalid));
  expect(text).toContain("invalid, 1 error: nothing would run");
  expect(text).toContain("- **error** <code>endpoint-exists</code> at <code>Pulumi.dev.yaml:3</code>");
  expect(text).toContain("ask @<!-- -->ada");
});

test("stacks to which the same happens are reported once", () => {
  const one = reportOf({ steps: [pair("update", settings({ a: "1" }), settings({ a: "2" }))] });
  const text = markdown(blocksOf(...["t1", "t2", "t3"].map((stack) => ({ ...one, stack }))));
  expect(text).toContain("3 stacks alike");
  expect(text.match(/<code>settings\/a<\/code>/g)).toHaveLength(1);
});
