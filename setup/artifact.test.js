// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { artifactSize, checkedArtifact, makeArtifact } = require("./artifact.js");
const { scratchFolder, lay } = require("./scratch-folder.js");

async function made() {
  const folder = path.join(scratchFolder(), "tool-1");
  const record = await makeArtifact(folder, async (draft) => {
    lay(draft, { tool: "#!content" });
    return { how: "made", files: ["tool"] };
  });
  return { folder, tool: path.join(folder, "tool"), record };
}

test("what was made is found again, with its size and how it came about", async () => {
  const { folder, record } = await made();
  expect(checkedArtifact(folder)).toEqual(record);
  expect(record.how).toBe("made");
  expect(artifactSize(record)).toBe("#!content".length);
});

test.each([
  ["cut short", (/** @type {string} */ tool) => fs.truncateSync(tool, 3)],
  ["removed", (/** @type {string} */ tool) => fs.rmSync(tool)],
  ["changed at the same length", (/** @type {string} */ tool) => fs.writeFileSync(tool, "#!CONTENT")],
])("a file that was %s is not used", async (_how, damage) => {
  const { folder, tool } = await made();
  damage(tool);
  expect(checkedArtifact(folder)).toBeUndefined();
});

test("the same file with another time is used, and compared only once", async () => {
  const { folder, tool } = await made();
  fs.utimesSync(tool, new Date(0), new Date(0));
  expect(checkedArtifact(folder)?.files.tool?.mtimeMs).toBe(0);
  expect(JSON.parse(fs.readFileSync(path.join(folder, "record.json"), "utf8")).files.tool.mtimeMs).toBe(0);
});

test("a failed attempt leaves what was there, and no draft", async () => {
  const { folder, tool } = await made();
  const attempt = makeArtifact(folder, async (draft) => {
    lay(draft, { tool: "half" });
    throw new Error("no space");
  });
  await expect(attempt).rejects.toThrow("no space");
  expect(fs.readFileSync(tool, "utf8")).toBe("#!content");
  expect(fs.readdirSync(path.dirname(folder))).toEqual(["tool-1"]);
});

test("the draft of a process that was killed is removed, a living one's is not", async () => {
  const { folder } = await made();
  lay(path.dirname(folder), {
    "tool-1.draft-999999999/tool": "x",
    [`tool-1.draft-${process.ppid}/tool`]: "y",
  });
  await makeArtifact(folder, async () => ({ how: "again", files: [] }));
  expect(fs.readdirSync(path.dirname(folder)).sort()).toEqual(["tool-1", `tool-1.draft-${process.ppid}`]);
});
