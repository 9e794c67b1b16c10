import { join, resolve } from "node:path";
import { ESLint, type Linter } from "eslint";

const root = resolve(__dirname, "..");

// The configuration is handed over: jest does not let ESLint import the file by itself.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const config = require("../eslint.config.js") as Linter.Config[];
const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: config,
});

// The first look at a file loads the whole project's types.
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
  ["render/manifest.ts", `import "../components/names";`, "import-x/no-restricted-paths"],
  ["render/manifest.ts", `import "@pulumi/docker";`, "no-restricted-imports"],
  ["components/names.ts", `import "../operations/failure";`, "import-x/no-restricted-paths"],
  ["simulator/main.ts", `import "../render/canonical";`, "import-x/no-restricted-paths"],
])("%s may not say %s", async (file, text, rule) => {
  expect(await complaints(file, text)).toContain(rule);
});

test.each([
  ["render/manifest.ts", `import "../model/problem";`],
  ["components/names.ts", `import "../render/canonical";`],
  ["operations/stack.ts", `import "../components/names";`],
])("%s may say %s", async (file, text) => {
  expect(await complaints(file, text)).not.toContain("import-x/no-restricted-paths");
});

test("an Output in a template literal is refused", async () => {
  const text = `import * as pulumi from "@pulumi/pulumi";\nexport const url = \`x\${pulumi.output("y")}\`;\n`;
  const rules = await complaints("components/names.ts", text);
  expect(rules.some((rule) => rule.startsWith("@pulumi/no-output"))).toBe(true);
});
