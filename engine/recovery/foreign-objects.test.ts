import { foreignContainers, foreignSentence, hasRecord } from "./foreign-objects";

test("the sentence says where to look, and no command that removes anything", () => {
  const sentence = foreignSentence(["c", "a", "b", "d"], "acme", "file:///elsewhere");
  expect(sentence).toMatch(
    /^Stack acme runs on this daemon \(a, b, c and 1 more\), and the state in use \(file:\/\/\/elsewhere\)/,
  );
  expect(sentence).toContain("set PULUMI_BACKEND_URL to the state that made it");
  expect(sentence).not.toMatch(/destroy|\brm\b|remove/);
});

test("without containers there is nothing of another state's, whatever the state has", async () => {
  for (const record of [undefined, { resources: [], pending: [] }])
    expect(await foreignContainers(record, [])).toEqual([]);
});

test("a state has a record once a run has begun anything", () => {
  const resource = { urn: "u", type: "t" };
  expect([undefined, { resources: [], pending: [] }].map(hasRecord)).toEqual([false, false]);
  expect(hasRecord({ resources: [resource], pending: [] })).toBe(true);
  expect(hasRecord({ resources: [], pending: [{ type: "creating", resource }] })).toBe(true);
});
