// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { scratchFolder, lay } = require("./scratch-folder.js");
const { sourceFiles, sourcesHash, assertFreshBuild, buildState } = require("./sources.js");

const SOURCES = {
  "index.ts": "export {};",
  "model/a.ts": "export const a = 1;",
  "model/deep/b.ts": "export const b = 2;",
  "model/a.test.ts": "test",
  "model/notes.md": "no source",
  "simulator/main.ts": "main",
  "simulator/image/Dockerfile": "FROM x",
  "tsconfig.json": "{}",
  "tsconfig.build.json": "{}",
  "package-lock.json": "{}",
};

const project = () => lay(scratchFolder(), SOURCES);

test("the sources are the TypeScript without tests, the image's files and the settings", () => {
  expect(sourceFiles(project())).toEqual([
    "index.ts",
    "model/a.ts",
    "model/deep/b.ts",
    "package-lock.json",
    "simulator/image/Dockerfile",
    "simulator/main.ts",
    "tsconfig.build.json",
    "tsconfig.json",
  ]);
});

test.each([
  ["a content", { "model/a.ts": "export const a = 2;" }],
  ["a file of the image", { "simulator/image/Dockerfile": "FROM y" }],
  ["a new source", { "render/new.ts": "" }],
  ["the lock file", { "package-lock.json": "{ }" }],
])("%s changes the hash", (_what, change) => {
  const root = project();
  const before = sourcesHash(root);
  lay(root, change);
  expect(sourcesHash(root)).not.toBe(before);
});

test("a moved line between two files changes the hash", () => {
  const left = lay(scratchFolder(), { "model/a.ts": "x\n", "model/b.ts": "y\n" });
  const right = lay(scratchFolder(), { "model/a.ts": "x\ny\n", "model/b.ts": "" });
  expect(sourcesHash(left)).not.toBe(sourcesHash(right));
});

test("tests, times and other files do not change the hash", () => {
  const root = project();
  const before = sourcesHash(root);
  lay(root, { "model/a.test.ts": "other", "model/notes.md": "other", "docs/page.md": "new" });
  fs.utimesSync(path.join(root, "model/a.ts"), new Date(0), new Date(0));
  expect(sourcesHash(root)).toBe(before);
});

test("a build is refused when it is absent or stale, with what to do, and taken when it is fresh", () => {
  const root = project();
  expect(() => assertFreshBuild(root)).toThrow(
    /has not been built; run `\.\/chatstack build` \(or `npm run build`\)/,
  );
  lay(root, { "bin/build.json": JSON.stringify({ sources: sourcesHash(root) }) });
  expect(() => assertFreshBuild(root)).not.toThrow();
  lay(root, { "model/a.ts": "changed" });
  expect(() => assertFreshBuild(root)).toThrow(/older than the sources; run `\.\/chatstack build`/);
});

test("an installed package has no sources and no build to compare", () => {
  const root = lay(scratchFolder(), { "bin/index.js": "" });
  expect(buildState(root)).toBe("package");
  expect(() => assertFreshBuild(root)).not.toThrow();
});
