import { stepsOf } from "./preview";

test("an event log yields the steps, a replacement once", () => {
  const event = (op: string) =>
    JSON.stringify({
      resourcePreEvent: { metadata: { op, urn: "u::n", new: { type: "t" }, keys: ["image"] } },
    });
  const log = ["delete-replaced", "replace", "create-replacement", "same"].map(event).join("\n");
  expect(stepsOf(`${log}\n${JSON.stringify({ summaryEvent: {} })}\n`)).toEqual([
    { op: "replace", urn: "u::n", newState: { type: "t" }, replaceReasons: ["image"], diffReasons: null },
  ]);
});
