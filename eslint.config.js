// Style is Prettier's; these are the house rules that a machine can check.
const pulumi = require("@pulumi/eslint-plugin");
const importX = require("eslint-plugin-import-x");
const tseslint = require("typescript-eslint");
const house = require("./setup/plain-words.js");
const { SOURCE_FOLDERS: folders } = require("./setup/sources.js");

/** What each folder may import of the others (design, section 2): one way, checked. */
const mayImport = {
  model: [],
  render: ["model"],
  system: ["render", "model"],
  docker: ["system", "render", "model"],
  engine: ["docker", "system", "render", "model"],
  operations: ["engine", "docker", "system", "render", "model"],
  components: ["docker", "system", "render", "model"],
  // A worker of `tenants` runs the program of `components` inside Pulumi's engine.
  cli: ["operations", "engine", "components", "docker", "system", "render", "model"],
  simulator: [],
};

const oneWay = folders.map((folder) => ({
  files: [`${folder}/**/*.ts`],
  ignores: ["**/*.test.ts"],
  plugins: { "import-x": importX },
  rules: {
    "import-x/no-restricted-paths": [
      "error",
      {
        zones: [
          {
            target: `./${folder}`,
            from: ".",
            except: ["node_modules", folder, ...mayImport[folder]].map((allowed) => `./${allowed}`),
            message: `${folder} may import ${["itself", ...mayImport[folder]].join(", ")} and packages only.`,
          },
        ],
      },
    ],
  },
}));

const knowsPulumi = { group: ["@pulumi/*"], message: "Only components and engine import @pulumi/*." };

/** One place runs programs, one the Docker client, one Pulumi; the worker pool starts this program itself. */
const runsPrograms = {
  group: ["node:child_process", "child_process"],
  message: "Run programs by system/command, the Docker client by docker/command, Pulumi by engine/pulumi.",
};

/** The files that `runsPrograms` is about. */
const mayRunPrograms = [
  "system/command.ts",
  "docker/command.ts",
  "docker/host.ts",
  "operations/tenants/worker-pool.ts",
  "simulator/testbed/testbed.ts",
];

/** A call whose first argument is a program's name. */
const runs = (program, where) => ({
  selector: `CallExpression[callee.type="Identifier"][arguments.0.value="${program}"]`,
  message: `Run ${program} by ${where}.`,
});

module.exports = tseslint.config(
  { ignores: ["bin/", "out/", "node_modules/", "coverage/"] },
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ["**/*.ts"] })),
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    plugins: { "@pulumi": pulumi, "import-x": importX },
    settings: { "import-x/resolver": { node: { extensions: [".ts", ".js", ".json"] } } },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "@pulumi/no-output-instance-in-template-literal": "error",
      "import-x/no-cycle": "error",
      "no-console": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["**/*.{ts,js}"],
    // The rule itself, and the test of it.
    ignores: ["setup/plain-words.js", "test/house-rules.test.ts"],
    plugins: { house },
    rules: { "house/plain-words": "error" },
  },
  {
    files: ["**/*.{md,yaml,yml,go,sh}", "chatstack"],
    // A changed comment in the Go programs would make every machine build Pulumi again: they follow at the next change.
    ignores: ["docs/glossary.md", "setup/toolchain/**/!(*_test).go"],
    plugins: { house },
    processor: "house/text",
  },
  ...oneWay,
  {
    // Pure: the same definition renders the same bytes, without an engine, file, clock or network.
    files: ["model/**/*.ts", "render/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            knowsPulumi,
            {
              group: ["node:fs", "node:fs/*", "node:net", "node:http", "node:child_process"],
              message: "model and render do no I/O.",
            },
          ],
        },
      ],
    },
  },
  {
    // Two folders know Pulumi: components declare resources, engine runs it.
    files: ["{system,docker,operations,cli,simulator}/**/*.ts"],
    ignores: ["**/*.test.ts", ...mayRunPrograms],
    rules: {
      "no-restricted-imports": ["error", { patterns: [knowsPulumi, runsPrograms] }],
    },
  },
  {
    files: mayRunPrograms,
    rules: {
      "no-restricted-imports": ["error", { patterns: [knowsPulumi] }],
    },
  },
  {
    files: ["{components,engine}/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [runsPrograms] }] },
  },
  {
    files: ["{components,engine,operations,cli}/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-syntax": ["error", runs("docker", "docker/command"), runs("pulumi", "engine/pulumi")],
    },
  },
  {
    files: ["engine/pulumi.ts", "engine/preview.ts"],
    rules: { "no-restricted-syntax": ["error", runs("docker", "docker/command")] },
  },
  {
    // Test doubles and JSON answers are looked at loosely; what they assert is not.
    files: ["**/*.test.ts", "test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-floating-promises": "error",
    },
  },
);
