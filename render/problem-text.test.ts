import type { Problem } from "../model/problem";
import { problemLine, problemSummary } from "./problem-text";

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
