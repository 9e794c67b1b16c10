import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DefinitionFiles, projectOf } from "./definition-files";

let folder: string;
let root: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "genesys-chat-extend-"));
  root = join(folder, "project");
  write("Pulumi.yaml", "name: genesys-chat\n");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  const file = join(root, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const chain = (name: string, engineText?: string) => new DefinitionFiles(root, root).chain(name, engineText);

/** What is wrong, as `rule file:line: message hint`. */
const problems = (name: string) =>
  (chain(name).source?.problems ?? []).map(
    ({ rule, file, line, message, hint }) => `${rule} ${file}:${line}: ${message} ${hint}`,
  );

test("a chain of three: the nearest counts, and the files are named from the project's folder", () => {
  write(
    "Pulumi.acme.yaml",
    "config:\n  genesys-chat:deployment:\n    extend: profiles/pair.yaml\n    stage: lab\n",
  );
  write("profiles/pair.yaml", "extend: ../defaults.yaml\nstage: production\nnamePrefix: P_\n");
  write("defaults.yaml", "release: 8.1.100.28\nnamePrefix: D_\n");
  const { definition, files, texts } = chain("Pulumi.acme.yaml");
  expect(definition).toEqual({ stage: "lab", namePrefix: "P_", release: "8.1.100.28" });
  expect(files).toEqual(["Pulumi.acme.yaml", "profiles/pair.yaml", "defaults.yaml"]);
  expect(texts.get("defaults.yaml")).toContain("D_");
});

describe("profiles/, in which the shipped profiles once were", () => {
  const definitionOf = (name: string) => chain(name).definition;

  test("a shipped profile is found, and named by its real path", () => {
    write("a.yaml", "extend: profiles/shared.yaml\n");
    write("examples/profiles/shared.yaml", "extend: pair.yaml\nstage: lab\n");
    write("examples/profiles/pair.yaml", "namePrefix: Shipped_\n");
    expect(definitionOf("a.yaml")).toEqual({ stage: "lab", namePrefix: "Shipped_" });
    expect(chain("a.yaml").files).toEqual([
      "a.yaml",
      "examples/profiles/shared.yaml",
      "examples/profiles/pair.yaml",
    ]);
  });

  test("the project's own profile counts first, also one that extends the shipped one", () => {
    write("a.yaml", "extend: profiles/pair.yaml\n");
    write("profiles/pair.yaml", "extend: ../examples/profiles/pair.yaml\nstage: lab\n");
    write("examples/profiles/pair.yaml", "namePrefix: Shipped_\n");
    expect(definitionOf("a.yaml")).toEqual({ stage: "lab", namePrefix: "Shipped_" });
  });

  test.each(["profile/pair.yaml", "other/profiles/pair.yaml", "profiles/absent.yaml"])(
    "%s is missing",
    (path) => {
      write("a.yaml", `extend: ${path}\n`);
      write("examples/profiles/pair.yaml", "namePrefix: Shipped_\n");
      expect(problems("a.yaml")).toEqual([expect.stringMatching(/^extend-missing /)]);
    },
  );
});

test("a stack file can be extended; its secrets are not taken over", () => {
  write(
    "Pulumi.b.yaml",
    "config:\n  genesys-chat:deployment: { extend: Pulumi.a.yaml }\n  genesys-chat:secrets.own: { secure: v1:x }\n",
  );
  write(
    "Pulumi.a.yaml",
    "config:\n  genesys-chat:deployment: { stage: lab }\n  genesys-chat:secrets.other: { secure: v1:x }\n",
  );
  const { definition, source } = chain("Pulumi.b.yaml");
  expect(definition).toEqual({ stage: "lab" });
  expect([...source!.secrets!]).toEqual(["own"]);
});

test("the engine's value is the top layer; without a file, extend is from the project's folder", () => {
  write("profiles/pair.yaml", "stage: production\nnamePrefix: P_\n");
  const { definition, files, source } = chain(
    "Pulumi.x.yaml",
    '{"extend":"profiles/pair.yaml","stage":"lab"}',
  );
  expect(definition).toEqual({ stage: "lab", namePrefix: "P_" });
  expect(files).toEqual(["profiles/pair.yaml"]);
  expect(source!.positionOf(["namePrefix"])).toEqual({ file: "profiles/pair.yaml", line: 2, column: 13 });
  expect(source!.positionOf(["stage"])).toBeUndefined();
});

describe("what can't be extended", () => {
  test.each([
    [
      "profiles/pear.yaml",
      /^extend-missing a.yaml:1: There is no file profiles\/pear.yaml. Did you mean "profiles\/pair.yaml"\?$/,
    ],
    ["profiles/pair", /^extend-missing .*Did you mean "profiles\/pair.yaml"\?$/],
    ["profile/pair.yaml", /^extend-missing .*Did you mean "profiles\/pair.yaml"\?$/],
    ["profiles/pair.yaml/x", /^extend-missing a.yaml:1: There is no file/],
    ["nothing/like/that.yaml", /^extend-missing .*The path is taken from the folder of a.yaml.$/],
    ["profiles", /^extend-missing a.yaml:1: profiles is a folder. Name a file in it.$/],
    [
      "profiles/large.yaml",
      /^extend-missing a.yaml:1: profiles\/large.yaml has 2097152 bytes, and up to 1048576 are read. /,
    ],
    ["../other.yaml", /^extend-outside a.yaml:1: \.\.\/other.yaml lies outside of the project's folder/],
    ["profiles/../../other.yaml", /^extend-outside a.yaml:1: \.\.\/other.yaml lies outside/],
    ["/etc/hostname", /^extend-outside a.yaml:1: \/etc\/hostname is an absolute path/],
    ["link.yaml", /^extend-outside a.yaml:1: link.yaml is a symbolic link that leads outside/],
    [
      "linked/other.yaml",
      /^extend-outside a.yaml:1: linked\/other.yaml is a symbolic link that leads outside/,
    ],
    ["loop.yaml", /^extend-missing a.yaml:1: loop.yaml can't be read \(ELOOP\)/],
    ["a.yaml", /^extend-cycle a.yaml:1: a.yaml extends itself. Take/],
    ["./profiles/../a.yaml", /^extend-cycle a.yaml:1: a.yaml extends itself. Take/],
    ["inner.yaml", /^extend-cycle inner.yaml:1: a.yaml extends itself by way of inner.yaml. Take/],
    ["same.yaml", /^extend-cycle a.yaml:1: a.yaml extends itself. Take/],
  ])("%s", (path, said) => {
    write("a.yaml", `extend: ${path}\n`);
    write("profiles/pair.yaml", "stage: lab\n");
    write("profiles/large.yaml", "");
    truncateSync(join(root, "profiles/large.yaml"), 2 * 1024 * 1024);
    write("../other.yaml", "stage: lab\n");
    write("inner.yaml", "extend: a.yaml\n");
    symlinkSync(join(folder, "other.yaml"), join(root, "link.yaml"));
    symlinkSync(folder, join(root, "linked"));
    symlinkSync("loop.yaml", join(root, "loop.yaml"));
    symlinkSync("a.yaml", join(root, "same.yaml"));
    expect(problems("a.yaml")).toEqual([expect.stringMatching(said)]);
    expect(chain("a.yaml").definition).toBeUndefined();
  });

  test("a ninth file, and eight are read", () => {
    for (let index = 1; index <= 9; index += 1) write(`${index}.yaml`, `extend: ${index + 1}.yaml\n`);
    write("9.yaml", "stage: lab\n");
    expect(problems("2.yaml")).toEqual([]);
    expect(problems("1.yaml")).toEqual([
      expect.stringMatching(/^extend-depth 8.yaml:1: This is file 8 of a chain/),
    ]);
  });

  test("a path that no file can have is left for the shape check", () => {
    for (const odd of ['""', "[x]", "1", '"a\\nb"']) {
      write("a.yaml", `extend: ${odd}\n`);
      expect(chain("a.yaml").definition).toHaveProperty("extend");
    }
  });
});

test("a symbolic link inside of the project is followed", () => {
  write("a.yaml", "extend: link.yaml\n");
  write("profiles/pair.yaml", "stage: lab\n");
  symlinkSync("profiles/pair.yaml", join(root, "link.yaml"));
  expect(chain("a.yaml").definition).toEqual({ stage: "lab" });
});

test("a project's folder is the nearest one with a Pulumi.yaml; without one it is the file's own", () => {
  expect(projectOf(join(root, "profiles/deep/pair.yaml"))).toBe(root);
  mkdirSync(join(folder, "elsewhere"));
  expect(projectOf(join(folder, "elsewhere/a.yaml"))).toBe(join(folder, "elsewhere"));
});

test("a file that many extend is read once", () => {
  write("a.yaml", "extend: p.yaml\n");
  write("b.yaml", "extend: p.yaml\n");
  write("p.yaml", "stage: lab\n");
  const files = new DefinitionFiles(root, root);
  expect(files.chain("a.yaml").definition).toEqual({ stage: "lab" });
  write("p.yaml", "stage: production\n");
  expect(files.chain("b.yaml").definition).toEqual({ stage: "lab" });
  expect(chain("b.yaml").definition).toEqual({ stage: "production" });
});
