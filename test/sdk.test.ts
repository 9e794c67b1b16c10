import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { languageHostVariable } from "../engine/program";
import type { PreviewStep } from "../engine/preview";
import { untouchedVariable } from "../system/sdk-switch";
import { checkout, noDaemon, ProjectCopy } from "./support/project-copy";
import { output } from "./support/process";
import { writeProgram } from "./support/small-program";
import { TestStack } from "./support/test-stack";

/** What a program prints in a Node.js that Pulumi's language host would start, by the arguments in Pulumi.yaml. */
function printed(program: string, env: NodeJS.ProcessEnv = {}): unknown {
  const words = ["--require", "./engine/lazy-imports.js", "-e", program];
  const options = { cwd: join(checkout, "bin"), env: { ...process.env, ...env }, stdio: "pipe" } as const;
  return JSON.parse(execFileSync(process.execPath, words, options).toString("utf8"));
}

const loaded = (name: string) =>
  `Object.keys(require.cache).some((file) => file.includes("/node_modules/${name}/"))`;

/** What the SDK needs to serialise functions, to trace itself, and for programs that run Pulumi. */
const seldomUsed = [
  ...["typescript", "@npmcli/arborist", "normalize-package-data"],
  ...[
    "@opentelemetry/exporter-zipkin",
    "@opentelemetry/instrumentation",
    "@opentelemetry/instrumentation-grpc",
  ],
  ...["@opentelemetry/resources", "@opentelemetry/sdk-trace-base", "@opentelemetry/sdk-trace-node"],
  ...["@pulumi/pulumi/automation", "execa"],
];

const afterImport = `
  require("@pulumi/pulumi");
  require("@pulumi/pulumi/cmd/run/tracing");
  console.log(JSON.stringify([${seldomUsed.map(loaded).join(", ")}]));`;

test("the SDK is loaded without what it seldom uses", () => {
  expect(printed(afterImport)).toEqual(seldomUsed.map(() => false));
});

test("the Automation API is loaded without what starts programs", () => {
  const program = `require("@pulumi/pulumi/automation"); console.log(JSON.stringify(${loaded("execa")}));`;
  expect(printed(program)).toBe(false);
  expect(printed(program, { [untouchedVariable]: "1" })).toBe(true);
});

test(`${untouchedVariable} loads all of it; without it, making it lazy would be of no use`, () => {
  expect(printed(afterImport, { [untouchedVariable]: "1" })).toEqual(seldomUsed.map(() => true));
});

test("Zod is loaded with the words of one language, by the program and by a command; the others are there when they are used", () => {
  const locales = `Object.keys(require.cache).flatMap((file) => /zod.v4.locales.(.*)/.exec(file)?.[1] ?? [])`;
  const afterZod = `const zod = require("zod"); console.log(JSON.stringify([${locales}, typeof zod.locales.de]))`;
  expect(printed(afterZod)).toEqual([["en.cjs"], "function"]);
  const options = { cwd: join(checkout, "bin") };
  const words = ["-e", `require("./cli/main"); ${afterZod}`];
  const said = execFileSync(process.execPath, words, options).toString("utf8");
  expect(JSON.parse(said)).toEqual([["en.cjs"], "function"]);
});

test("what is lazy is there when it is used: a function is serialised", () => {
  const serialise = `
    const { runtime } = require("@pulumi/pulumi");
    const three = 3;
    runtime.serializeFunction(() => three + 1).then(({ text }) => console.log(JSON.stringify(text)));`;
  const text = printed(serialise);
  expect(text).toMatch(/three \+ 1/);
  expect(text).toEqual(printed(serialise, { [untouchedVariable]: "1" }));
});

test.each([{ TRACEPARENT: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" }, {}])(
  "the engine's own trace is continued with %j as with an SDK that is left as it is",
  (env) => {
    const program = `
      const { withRootContext } = require("@pulumi/pulumi/cmd/run/instrumentation");
      const { trace } = require("@opentelemetry/api");
      withRootContext(() => console.log(JSON.stringify(trace.getActiveSpan()?.spanContext().traceId ?? null)));`;
    expect(printed(program, env)).toBe(env.TRACEPARENT?.split("-")[1] ?? null);
    expect(printed(program, env)).toEqual(printed(program, { ...env, [untouchedVariable]: "1" }));
  },
);

test("what is lazy is there when it is used: the SDK traces itself, and a program runs Pulumi", () => {
  const use = `
    const { automation } = require("@pulumi/pulumi");
    const tracing = require("@pulumi/pulumi/cmd/run/tracing");
    tracing.start("http://127.0.0.1:1/spans");
    const span = tracing.newSpan("one");
    automation.PulumiCommand.get({ root: "/no/pulumi" }).catch((error) => {
      console.log(JSON.stringify([span.isRecording(), automation.LocalWorkspace.name, error.message]));
      process.exit(0);
    });`;
  const used = printed(use);
  expect(used).toEqual([true, "LocalWorkspace", expect.stringContaining("/no/pulumi")]);
  expect(used).toEqual(printed(use, { [untouchedVariable]: "1" }));
});

test("what a project has written itself is loaded for each run, as it may register resources then; this package is loaded once", () => {
  const folder = mkdtempSync(join(tmpdir(), "genesys-chat-sdk-"));
  writeFileSync(join(folder, "own.js"), "global.own = (global.own ?? 0) + 1;");
  const names = JSON.stringify(join(checkout, "bin", "docker", "names.js"));
  writeFileSync(
    join(folder, "index.js"),
    `require("./own.js"); const names = require(${names}); names.loads = (names.loads ?? 0) + 1; module.exports = () => ({ loads: names.loads });`,
  );
  const program = `
    const { runProgram } = require("./engine/program-server.js");
    const run = () => runProgram(${JSON.stringify(join(folder, "index.js"))});
    run().then(run).then(({ loads }) => console.log(JSON.stringify({ own: global.own, loads })));`;
  const loads = printed(program);
  rmSync(folder, { recursive: true });
  expect(loads).toEqual({ own: 2, loads: 2 });
});

describe("a program of Pulumi's language host", () => {
  let project: ProjectCopy;

  beforeAll(async () => (project = await ProjectCopy.make(noDaemon)));
  afterAll(() => project.remove());

  /** What such a program says of a function that it serialises, and whether the module with the debugger's session is loaded before and after. */
  async function said(env: NodeJS.ProcessEnv): Promise<string[]> {
    const folder = join(project.folder, "serialise");
    rmSync(folder, { recursive: true, force: true });
    writeProgram(
      folder,
      `const { runtime } = require("@pulumi/pulumi");
      const isLoaded = () => Object.keys(require.cache).some((file) => file.endsWith("v8Hooks.js"));
      const three = 3;
      module.exports = async () => {
        const before = isLoaded();
        const { text } = await runtime.serializeFunction(() => three + 1);
        console.log("said " + JSON.stringify({ before, after: isLoaded(), text }));
      };`,
    );
    const settings = join(folder, "Pulumi.yaml");
    const lazyImports = join(checkout, "bin", "engine", "lazy-imports.js");
    writeFileSync(settings, `${readFileSync(settings, "utf8")}    nodeargs: --require ${lazyImports}\n`);
    const options = { cwd: folder, env: { ...project.environment, ...env } };
    const name = env[untouchedVariable] === undefined ? "light" : "untouched";
    await output("pulumi", ["stack", "init", name, "--non-interactive"], options);
    const text = await output("pulumi", ["preview", "--stack", name, "--non-interactive"], options);
    return text.split("\n").flatMap((line) => /said (\{.*\})/.exec(line)?.[1] ?? []);
  }

  test("loads the debugger's session when it serialises a function, and not before", async () => {
    const [light] = (await said({})).map((line) => JSON.parse(line) as Record<string, unknown>);
    const [untouched] = (await said({ [untouchedVariable]: "1" })).map(
      (line) => JSON.parse(line) as Record<string, unknown>,
    );
    expect(light).toEqual({ ...untouched, before: false });
    expect(untouched).toMatchObject({ before: true, after: true });
  });
});

describe("the program in the process of the command", () => {
  let project: ProjectCopy;
  let stack: TestStack;

  beforeAll(async () => {
    project = await ProjectCopy.make(noDaemon);
    stack = await TestStack.from(project, "dev");
  });

  afterAll(() => project.remove());

  const previewed = async (env: NodeJS.ProcessEnv) => {
    const { code, stdout } = await project.chatstack(["preview", "--stack", stack.name, "--json"], env);
    expect(code).toBe(0);
    return (JSON.parse(stdout) as { steps: PreviewStep[] }).steps;
  };

  test("plans what it plans in a process of Pulumi's language host, and in an SDK that is left as it is", async () => {
    const here = await previewed({});
    expect(here.length).toBeGreaterThan(30);
    const there = await previewed({ [languageHostVariable]: "1", [untouchedVariable]: "1" });
    // Where in which file a resource is declared is not the same in a process with source maps.
    const planned = (steps: PreviewStep[]) =>
      steps
        .map(({ op, urn, newState }) => ({ op, urn, type: newState?.type, inputs: newState?.inputs }))
        .sort((a, b) => (a.urn < b.urn ? -1 : 1));
    expect(planned(here)).toEqual(planned(there));
  });
});
