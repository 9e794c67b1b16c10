import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { expectRefused, HostileProject } from "./harness";

/* Files that are none, and can't be read or written, wherever a command takes a path. */

const project = new HostileProject();

afterAll(() => project.remove());

const noFile = /^There is no file /;
const folder = /is a folder/;
const pipe = /is a pipe or a device/;

/** Paths to read from, made before. */
const sources: readonly (readonly [
  title: string,
  path: string,
  says: RegExp,
  make?: (path: string) => void,
])[] = [
  ["no file", "absent.yaml", noFile],
  ["no folder", "absent/absent.yaml", noFile],
  ["a file as a folder", "Pulumi.yaml/x.yaml", noFile],
  ["an empty path", "", noFile],
  ["a NUL", "a\0b", noFile],
  ["a path that is too long", "x".repeat(5_000), noFile],
  ["a name that is too long", `${"x".repeat(300)}.yaml`, noFile],
  ["a link to itself", "circle.yaml", noFile, (path) => symlinkSync(path, path)],
  ["a link to nothing", "dangling.yaml", noFile, (path) => symlinkSync("/nonexistent", path)],
  ["a folder", "folder.yaml", folder, (path) => mkdirSync(path)],
  ["the root", "/", folder],
  ["this folder", ".", folder],
  ["a pipe", "pipe.yaml", pipe, (path) => void execFileSync("mkfifo", [path])],
  ["a device without an end", "/dev/zero", pipe],
  ["a device without anything", "/dev/null", pipe],
];

const readers: readonly (readonly string[])[] = [
  ["validate", "--file"],
  ["validate", "--json", "--file"],
  ["render", "--file"],
];

const rows = readers.flatMap((words) =>
  sources.map(([title, path, says, make]) => ({
    title: `${words.join(" ")}: ${title}`,
    words,
    path,
    says,
    make,
  })),
);

test.each(rows)("$title", async ({ words, path, says, make }) => {
  const cwd = process.cwd();
  process.chdir(project.folder);
  try {
    if (make) make(project.path(path));
    expectRefused(await project.run([...words, path]), 2, says);
  } finally {
    process.chdir(cwd);
    if (make) rmSync(project.path(path), { recursive: true, force: true });
  }
  project.expectUntouched();
});

/** What is called like a stack file and is none, for the stack itself and for its neighbours. */
const stackFiles: readonly (readonly [title: string, says: RegExp, make: (path: string) => void])[] = [
  ["a folder", /^Pulumi\.hostile\.yaml is a folder/, (path) => mkdirSync(path)],
  ["a pipe", /^Pulumi\.hostile\.yaml is a pipe/, (path) => void execFileSync("mkfifo", [path])],
  ["a link to a device", /^Pulumi\.hostile\.yaml is a pipe/, (path) => symlinkSync("/dev/zero", path)],
  ["a link to a folder", /^Pulumi\.hostile\.yaml is a folder/, (path) => symlinkSync("/", path)],
];

const commands: readonly (readonly string[])[] = [
  ["validate", "--stack", "hostile"],
  ["validate", "--stack", "right"],
  ["validate", "--all"],
  ["render", "--stack", "hostile"],
  ["preview", "--stack", "hostile"],
  ["report", "--no-engine", "--stack", "hostile"],
  ["report", "--no-engine", "--all"],
  ["chat", "--stack", "hostile"],
  ["verify", "--stack", "hostile"],
];

describe.each(stackFiles)("a stack file that is %s", (_, says, make) => {
  beforeAll(() => make(project.path("Pulumi.hostile.yaml")));
  afterAll(() => project.expectUntouched("Pulumi.hostile.yaml"));

  test.each(commands)("%s %s %s", async (...words) => {
    expectRefused(await project.run(words), 2, says);
  });
});

describe("a tenants.yaml that is", () => {
  const kept = () => execFileSync("cp", [project.path("../tenants.kept"), project.path("tenants.yaml")]);
  beforeAll(() => execFileSync("cp", [project.path("tenants.yaml"), project.path("../tenants.kept")]));
  beforeEach(() => rmSync(project.path("tenants.yaml")));
  afterEach(() => {
    rmSync(project.path("tenants.yaml"), { recursive: true, force: true });
    kept();
    project.expectUntouched();
  });
  afterAll(() => rmSync(project.path("../tenants.kept")));

  test.each([
    ["missing", /^There is no tenants\.yaml/, () => undefined],
    ["a folder", /^tenants\.yaml is a folder/, () => mkdirSync(project.path("tenants.yaml"))],
    ["a pipe", /^tenants\.yaml is a pipe/, () => execFileSync("mkfifo", [project.path("tenants.yaml")])],
    ["no UTF-8", /^tenants\.yaml is not UTF-8/, () => project.write("tenants.yaml", Buffer.from([0xff]))],
    ["no YAML", /^tenants\.yaml:1: /, () => project.write("tenants.yaml", "{")],
    ["a list", /^tenants\.yaml:1: /, () => project.write("tenants.yaml", "[]")],
    ["empty", /^tenants\.yaml:1: /, () => project.write("tenants.yaml", "")],
    ["of an unknown key", /there is no such key/, () => project.write("tenants.yaml", "profil: x\n")],
  ])("%s", async (_, says, make) => {
    make();
    const ended = await project.run(["tenants", "add", "bolt"]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr).not.toMatch(/^\s+at /m);
  });
});

/** By the definitions alone, so that no engine is started. */
describe("a report", () => {
  beforeEach(() => {
    mkdirSync(project.path("folder.md"));
    symlinkSync("/dev/full", project.path("full.txt"));
  });
  afterEach(() => project.expectUntouched("folder.md", "full.txt"));

  test.each([
    ["in a folder that is not there", "absent/report.md", /can't be opened: there is no such file or folder/],
    ["over a folder", "folder.md", /can't be opened: it is a folder/],
    ["below a file", "Pulumi.yaml/report.md", /can't be opened: a part of the path is a file/],
    ["on a full device", "full.txt", /no space is left/],
    ["with an unknown ending", "report.pdf", /The ending of \S+report\.pdf does not say how to write it/],
    ["without an ending", "report", /The ending of \S+report does not say/],
    ["with a name that is too long", `${"x".repeat(300)}.md`, /can't be opened: the path is too long/],
  ])("%s", async (_, file, says) => {
    const words = ["report", "--no-engine", "--stack", "right", "--write", project.path(file)];
    expectRefused(await project.run(words), 2, says);
  });
});

test.each([
  ["below a file", "Pulumi.yaml/out", /can't be \w+: a part of the path is a file/],
  ["below a device", "/dev/null/out", /can't be \w+: a part of the path is a file/],
  ["with a name that is too long", "x".repeat(300), /can't be \w+: the path is too long/],
  ["onto a file", "Pulumi.yaml", /Pulumi\.yaml can't be created: something is there already/],
])("files rendered %s", async (_, out, says) => {
  const path = out.startsWith("/") ? out : project.path(out);
  expectRefused(await project.run(["render", "--stack", "right", "--out", path]), 2, says);
  project.expectUntouched();
});

test("files rendered to an empty path", async () => {
  const words = ["render", "--stack", "right", "--out", ""];
  expectRefused(await project.run(words), 2, /--out is empty: name a folder/);
  project.expectUntouched();
});

test("files rendered beside applications of another program", async () => {
  mkdirSync(project.path("foreign/applications"), { recursive: true });
  project.write("foreign/applications/GMS.yaml", "kept");
  const words = ["render", "--stack", "right", "--out", project.path("foreign")];
  expectRefused(await project.run(words), 2, /GMS\.yaml was not written by render, .* Nothing was written/);
  expect(readdirSync(project.path("foreign"), { recursive: true })).toEqual([
    "applications",
    "applications/GMS.yaml",
  ]);
  expect(readFileSync(project.path("foreign/applications/GMS.yaml"), "utf8")).toBe("kept");
  project.expectUntouched("foreign");
});

test("a stack file without permission", async () => {
  if (process.getuid?.() === 0) return expect(process.getuid()).toBe(0); // root may read it all the same
  chmodSync(project.write("Pulumi.hostile.yaml", project.text), 0);
  expectRefused(await project.run(["validate", "--stack", "hostile"]), 2, /can't be read \(EACCES\)/);
});
