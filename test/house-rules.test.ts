import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { ESLint, type Linter } from "eslint";
import ts from "typescript";

const root = resolve(__dirname, "..");
// eslint-disable-next-line @typescript-eslint/no-require-imports -- JavaScript that runs before the build
const { SOURCE_FOLDERS: sourceFolders } = require("../setup/sources.js") as {
  SOURCE_FOLDERS: readonly string[];
};

// The configuration is handed over: jest does not let ESLint import the file by itself.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const config = require("../eslint.config.js") as Linter.Config[];
const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: config,
});

// The first look at a file loads the types of the complete project.
jest.setTimeout(120_000);

/** What ESLint says of a text, were it the text of that file. */
async function complaints(file: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: join(root, file) });
  return (result?.messages ?? []).flatMap(({ ruleId }) => ruleId ?? []);
}

test.each([
  ["model/resolve.ts", `import "../render/canonical";`, "import-x/no-restricted-paths"],
  ["model/resolve.ts", `import "@pulumi/pulumi";`, "no-restricted-imports"],
  ["model/resolve.ts", `import "node:fs";`, "no-restricted-imports"],
  ["render/manifest.ts", `import "../docker/names";`, "import-x/no-restricted-paths"],
  ["render/manifest.ts", `import "@pulumi/docker";`, "no-restricted-imports"],
  ["system/stack-file.ts", `import "../docker/names";`, "import-x/no-restricted-paths"],
  ["docker/names.ts", `import "../engine/state";`, "import-x/no-restricted-paths"],
  ["docker/names.ts", `import type { Input } from "@pulumi/pulumi";`, "no-restricted-imports"],
  ["engine/state.ts", `import "../operations/stack";`, "import-x/no-restricted-paths"],
  ["engine/state.ts", `import "../components/chat-server";`, "import-x/no-restricted-paths"],
  ["components/chat-server.ts", `import "../engine/state";`, "import-x/no-restricted-paths"],
  ["components/chat-server.ts", `import "../operations/stack";`, "import-x/no-restricted-paths"],
  ["operations/stack.ts", `import "../components/chat-server";`, "import-x/no-restricted-paths"],
  ["operations/stack.ts", `import type { Problem } from "../cli/options";`, "import-x/no-restricted-paths"],
  ["operations/stack.ts", `import "@pulumi/pulumi";`, "no-restricted-imports"],
  ["cli/up.ts", `import "@pulumi/pulumi";`, "no-restricted-imports"],
  ["simulator/main.ts", `import "../render/canonical";`, "import-x/no-restricted-paths"],
  ["operations/stack.ts", `import { spawn } from "node:child_process";`, "no-restricted-imports"],
  ["components/daemon.ts", `import { execFile } from "node:child_process";`, "no-restricted-imports"],
  ["operations/stack.ts", `run("docker", ["ps"]);`, "no-restricted-syntax"],
  ["operations/stack.ts", `run("pulumi", ["up"]);`, "no-restricted-syntax"],
  ["engine/state.ts", `run("docker", ["ps"]);`, "no-restricted-syntax"],
])("%s may not say %s", async (file, text, rule) => {
  expect(await complaints(file, text)).toContain(rule);
});

test.each([
  ["render/manifest.ts", `import "../model/problem";`],
  ["components/chat-server.ts", `import "../render/canonical";`],
  ["operations/stack.ts", `import "../docker/names";`],
])("%s may say %s", async (file, text) => {
  expect(await complaints(file, text)).not.toContain("import-x/no-restricted-paths");
});

test("an Output in a template literal is refused", async () => {
  const text = `import * as pulumi from "@pulumi/pulumi";\nexport const url = \`x\${pulumi.output("y")}\`;\n`;
  const rules = await complaints("components/chat-server.ts", text);
  expect(rules.some((rule) => rule.startsWith("@pulumi/no-output"))).toBe(true);
});

describe("plain words", () => {
  const plain = "house/plain-words";

  test.each([
    ["model/resolve.ts", "/** Whoever reads it. */\n"],
    ["model/resolve.ts", "/** It is kept for\n * good. */\n"],
    ["cli/up.ts", 'export const text = "The pair is not whole.";\n'],
    ["cli/up.ts", "export const text = `${1} is told of`;\n"],
    ["setup/main.js", "// Mend it.\n"],
    ["README.md", "# Title\n\n`up` mends it.\n"],
    ["README.md", "Kept for\ngood.\n"],
    ["examples/pair/Pulumi.pair.yaml", "a: 1 # a value of yours\n"],
  ])("%s may not contain %j", async (file, text) => expect(await complaints(file, text)).toContain(plain));

  test.each([
    ["cli/up.ts", "const whole = 1;\nexport const twice = whole * 2;\n"],
    ["cli/up.ts", "/** It gives up and stands for a pair. */\n"],
    ["README.md", "# Fix the pair\n"],
  ])("%s may contain %j", async (file, text) => expect(await complaints(file, text)).not.toContain(plain));

  test("a complaint names its line and what to write instead", async () => {
    const [result] = await eslint.lintText("# Title\n\nIt was told.\n", {
      filePath: join(root, "README.md"),
    });
    expect(result?.messages).toMatchObject([{ line: 3, column: 4, severity: 2 }]);
    expect(result?.messages[0]?.message).toContain('Don\'t write "was told". Write: ');
  });
});

describe("documents", () => {
  const docs = join(root, "docs");
  const pagesIn = (folder: string) => readdirSync(folder).filter((file) => file.endsWith(".md"));

  test.each(pagesIn(join(docs, "adr")))("%s has status, date, context, decision and consequences", (file) => {
    const text = readFileSync(join(docs, "adr", file), "utf8");
    expect(text).toMatch(
      /^# \d+\. .+\n\n(?:- )?Status: (?:accepted|superseded).*?\s(?:- )?Date: \d{4}-\d\d-\d\d/,
    );
    const sections = text.split("\n").filter((line) => /^## (?:Context|Decision|Consequences)$/.test(line));
    expect(sections).toEqual(["## Context", "## Decision", "## Consequences"]);
  });

  test("docs/README.md links every page", () => {
    const index = readFileSync(join(docs, "README.md"), "utf8");
    const pages = [
      ...pagesIn(docs).filter((file) => file !== "README.md"),
      ...pagesIn(join(docs, "reference")).map((file) => `reference/${file}`),
    ];
    expect(pages.filter((page) => !index.includes(`](${page})`))).toEqual([]);
  });

  test("every page begins with its title and a paragraph", () => {
    for (const page of pagesIn(docs)) {
      expect([page, readFileSync(join(docs, page), "utf8")]).toEqual([
        page,
        expect.stringMatching(/^# [^\n]+\n\n[A-Z`[][^\n]+/),
      ]);
    }
  });
});

describe("the lock file", () => {
  interface Locked {
    readonly resolved?: string;
    readonly integrity?: string;
    readonly optionalDependencies?: Record<string, string>;
  }
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, Locked>;
  };
  const names = new Set(Object.keys(packages).map((path) => path.split("node_modules/").at(-1)));

  test("knows every platform's packages: npm ci refuses one that does not", () => {
    const optional = Object.values(packages).flatMap((locked) =>
      Object.keys(locked.optionalDependencies ?? {}),
    );
    expect(optional.length).toBeGreaterThan(20);
    expect(optional.filter((name) => !names.has(name))).toEqual([]);
  });

  test("has a checksum for each and no registry's address", () => {
    const entries = Object.entries(packages).filter(([path]) => path !== "");
    expect(entries.filter(([, { integrity }]) => !integrity).map(([path]) => path)).toEqual([]);
    expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });
});

/** The files of the folder that a file imports, types and lazily loaded modules included. */
function imports(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, "utf8"), true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith("."))
    .map((name) => join(dirname(file), name))
    .flatMap(
      (path) =>
        [path, `${path}.ts`, join(path, "index.ts")].find((one) => /\.ts$/.test(one) && existsSync(one)) ??
        [],
    );
}

/** A chain of imports that comes back to where it began; undefined if there is none. */
function importCircle(
  files: readonly string[],
  of: (file: string) => readonly string[],
): string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, chain: readonly string[]): string[] | undefined => {
    if (chain.includes(file)) return [...chain.slice(chain.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of of(file)) {
      const circle = visit(next, [...chain, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of files) {
    const circle = visit(file, []);
    if (circle) return circle;
  }
  return undefined;
}

test("no import goes in a circle, types included, which ESLint's rule leaves out", () => {
  const files = sourceFolders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /(?<!\.test)\.ts$/.test(name))
      .map((name) => join(root, folder, name)),
  );
  expect(files.length).toBeGreaterThan(300);
  expect(importCircle(files, imports)?.map((file) => relative(root, file))).toBeUndefined();
  const looped = importCircle(["a", "b", "c"], (file) => ({ a: ["b"], b: ["c"], c: ["b"] })[file] ?? []);
  expect(looped).toEqual(["b", "c", "b"]);
});
