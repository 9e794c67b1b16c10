import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { largestFile, resolve } from "../model";
import { twoPairs } from "../model/fixtures/pairs";
import { withValue } from "../model/fixtures/edit";
import { readLocalFiles } from "./local-files";

let folder: string;
let project: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "genesys-chat-files-"));
  project = join(folder, "project");
  mkdirSync(join(project, "pages"), { recursive: true });
  writeFileSync(join(project, "pages", "lb.jsp"), Buffer.from([0xff, 0, 0x0a]));
  writeFileSync(join(project, "empty"), "");
  writeFileSync(join(project, "big"), Buffer.alloc(largestFile + 1, "x"));
  writeFileSync(join(project, "biggest"), Buffer.alloc(largestFile, "x"));
  writeFileSync(join(folder, "outside"), "x");
  symlinkSync(join(folder, "outside"), join(project, "link-out"));
  symlinkSync(join(project, "pages", "lb.jsp"), join(project, "link-in"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const definitionWith = (source: string) =>
  withValue(
    withValue(twoPairs(), ["webApiServers", "WebAPI", "image"], "web:1"),
    ["webApiServers", "WebAPI", "files"],
    { "/opt/web/lb.jsp": source },
  );
const read = (source: string) => readLocalFiles(project, definitionWith(source)).get(source);

test("a file's bytes are kept as they are, with what identifies them", () => {
  expect(read("pages/lb.jsp")).toEqual({
    size: 3,
    content: {
      base64: "/wAK",
      sha256: "c933d2fe5a3675b959c287c271739ac2db888cc8c0d68c1c5b58ac5b80f5d735",
    },
  });
});

test.each([
  ["nowhere", "there is no such file"],
  ["pages/lb.jsp/x", "there is no such file"],
  ["pages", "it is a folder, or no ordinary file"],
  ["empty", "it is empty"],
  ["big", `it has ${largestFile + 1} bytes, more than ${largestFile}`],
  ["../outside", "it lies outside of the project's folder"],
  ["link-out", "it lies outside of the project's folder"],
])("%s: %s, and the rule says so", (source, fault) => {
  expect(read(source)).toMatchObject({ fault });
  expect(read(source)?.content).toBeUndefined();
  const definition = definitionWith(source);
  const { problems, deployment } = resolve(definition, undefined, {
    files: readLocalFiles(project, definition),
  });
  expect(deployment).toBeUndefined();
  expect(problems.find(({ rule }) => rule === "own-file-readable")?.message).toContain(fault);
});

test("a path from the machine's root is no path of the project, even one that leads there", () => {
  const source = join(project, "pages", "lb.jsp");
  expect(read(source)).toEqual({ fault: "it lies outside of the project's folder" });
});

test.each(["biggest", "link-in", "pages/../pages/lb.jsp"])("%s is taken", (source) => {
  expect(read(source)?.content?.sha256).toMatch(/^[0-9a-f]{64}$/);
});
