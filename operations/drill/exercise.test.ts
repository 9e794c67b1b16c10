import { runSentence } from "./exercise";

const run = { pair: "A", before: "A", after: "B", from: 1000, healthyAt: 3500 };
const injection = (kind: "fault" | "roll", active: string) => ({ kind, from: 1000, to: 2000, active });

test("the line about a fault says who was hit and who took over", () => {
  expect(runSentence("kill", 2, { ...run, injections: [injection("fault", "A")] })).toBe(
    "kill 2: A was hit, B is active; healthy again after 2.5 s",
  );
});

test("the line about a rolling change says who was active when", () => {
  const injections = [injection("fault", "A"), injection("roll", "B")];
  expect(runSentence("roll-after-kill", 1, { ...run, injections })).toBe(
    "roll-after-kill 1: A rolled, active: A, then B, then B; healthy again after 2.5 s",
  );
});
