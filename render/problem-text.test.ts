import type { Problem } from "../model/problem";
import { everyProblemLine, problemLine, problemLines, problemSummary } from "./problem-text";

const problem: Problem = {
  rule: "endpoint-exists",
  severity: "error",
  path: "/mobileServices/GMS/options/chat/ixn_server_submit_queue",
  message: 'Endpoint "sales" is not in section endpoints:1 of ChatServer1.',
  allowed: ["default", "vip"],
  hint: "Add it there.",
  file: "Pulumi.dev.yaml",
  line: 12,
  column: 9,
};

test("a line says where, how bad, which rule, what, what is allowed and what next", () => {
  expect(problemLine(problem)).toBe(
    "Pulumi.dev.yaml:12:9: error [endpoint-exists] /mobileServices/GMS/options/chat/ixn_server_submit_queue: " +
      'Endpoint "sales" is not in section endpoints:1 of ChatServer1. Allowed: default, vip. Add it there.',
  );
});

test("without a position and a path it still reads", () => {
  const { allowed: _allowed, hint: _hint, ...rest } = problem;
  const line = problemLine({
    ...rest,
    path: "",
    file: null,
    line: null,
    column: null,
    message: "It is empty.",
  });
  expect(line).toBe("error [endpoint-exists] the definition: It is empty.");
});

test("a summary counts by severity", () => {
  expect(problemSummary([])).toBe("no problems");
  expect(problemSummary([problem, { ...problem, severity: "warning" }, problem])).toBe("2 errors, 1 warning");
});

describe("problems with one cause", () => {
  const unset = (name: string): Problem => ({
    ...problem,
    path: `/chatServers/${name}/options/settings/transcript-save-on-error`,
    message: `transcript-save-on-error is not set on ${name}; the HA page asks for close.`,
    subject: { name, kind: "Chat Servers" },
  });
  const many = Array.from({ length: 240 }, (_, index) => unset(`C${index}`));

  test("are one line, which counts them and names the first two", () => {
    expect(problemLines(many)).toBe(
      "Pulumi.dev.yaml:12:9: error [endpoint-exists] /chatServers/*/options/settings/transcript-save-on-error: " +
        "transcript-save-on-error is not set on 240 Chat Servers: C0, C1, … (238 more); the HA page asks for close. " +
        "Allowed: default, vip. Add it there.\n",
    );
    expect(problemSummary(many)).toBe("1 error (240 places)");
  });

  test("have their places below that line on request", () => {
    const [line, ...places] = everyProblemLine(many).trimEnd().split("\n");
    expect(`${line}\n`).toBe(problemLines(many));
    expect(places).toEqual(many.map(({ path }) => `    Pulumi.dev.yaml:12:9: ${path}`));
  });

  test("are printed without advice on values of the deployment guide, unless on request", () => {
    const advice: Problem = { ...unset("C9"), severity: "advice", onGuideValue: true };
    expect(problemLines([advice])).toBe("");
    expect(everyProblemLine([advice])).toBe(`${problemLine(advice)}\n`);
  });
});
