import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { endedWith } from "./support/messages";
import { run } from "./support/process";
import { checkout } from "./support/project-copy";

/* Workflows are what a linter accepts, pin actions, have few permissions, and hand secrets only to the steps that use them. */
jest.setTimeout(300_000);
const workflows = join(checkout, ".github", "workflows");

/** The events and permissions of each workflow; another workflow has none. */
const allowed: Readonly<Record<string, { on: unknown; permissions: object }>> = {
  "preview.yml": { on: "pull_request", permissions: { contents: "read", "pull-requests": "write" } },
  "checks.yml": {
    on: { pull_request: null, push: { branches: ["main"] } },
    permissions: { contents: "read" },
  },
};

describe("the workflows", () => {
  const files = readdirSync(workflows).map((file) => join(workflows, file));

  test("satisfy actionlint", async () => {
    const module = join(checkout, "setup", "toolchain", "actionlint");
    const words = ["-C", module, "tool", "actionlint", "-shellcheck=", "-pyflakes=", ...files];
    const ended = await run("go", words, { cwd: checkout, timeoutSeconds: 240 }).catch(() => undefined);
    if (!ended) return void process.stderr.write("there is no Go here: actionlint did not run\n");
    endedWith(0, ended);
  });

  test.each(files)("%s pins actions by commit and asks for little", (file) => {
    const text = readFileSync(file, "utf8");
    const actions = text.split("\n").filter((line) => /^\s*-? *uses:/.test(line));
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions)
      expect(action).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    const workflow = parse(text) as {
      on: unknown;
      permissions: object;
      jobs: Record<string, { permissions: object }>;
    };
    const { on, permissions } = allowed[basename(file)]!;
    expect(workflow.on).toEqual(on);
    expect(workflow.permissions).toEqual({});
    for (const job of Object.values(workflow.jobs)) expect(job.permissions).toEqual(permissions);
  });
});

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** What installs packages or tools: a command of npm, or ./chatstack where nothing is installed yet. */
const installs = /\b(?:npm|npx|yarn|pnpm) |chatstack (?:setup|build)\b/;
const secret = /\bsecrets\b|\bgithub\.token\b/;

/** The variables that a script reads, and those that the tools it starts take from the environment. */
const usedBy = (run: string): string[] => {
  const file = /(\.ci\/[\w.-]+)/.exec(run)?.[1];
  const text = file === undefined ? run : readFileSync(join(checkout, file), "utf8");
  const byTools = /chatstack/.test(text)
    ? ["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
    : [];
  return [...new Set([...byTools, ...(text.match(/\b[A-Z][A-Z_]{3,}\b/g) ?? [])])];
};

describe.each(readdirSync(workflows))("secrets in %s", (file) => {
  const workflow = parse(readFileSync(join(workflows, file), "utf8")) as {
    env?: object;
    jobs: Record<string, { env?: object; steps: Step[] }>;
  };

  test("are in the environment of single steps, never of a job or the workflow", () => {
    for (const { env } of [workflow, ...Object.values(workflow.jobs)]) {
      expect(JSON.stringify(env ?? {})).not.toMatch(secret);
    }
  });

  test.each(Object.keys(workflow.jobs))("are not there when packages are installed: %s", (job) => {
    const { steps } = workflow.jobs[job]!;
    const first = steps.findIndex(({ run }) => run !== undefined && installs.test(run));
    const handed = steps.map(({ env, with: inputs }) =>
      secret.test(JSON.stringify([env ?? {}, inputs ?? {}])),
    );
    expect(first).toBeGreaterThanOrEqual(0);
    expect(handed.slice(0, first + 1)).not.toContain(true);
    // What installs by itself finds everything installed.
    const before = steps.slice(0, first).filter(({ run }) => run !== undefined);
    expect(before).toEqual([]);
    expect(handed.includes(true)).toBe(file === "preview.yml");
    for (const { run } of steps) expect(run ?? "").not.toMatch(secret);
  });

  test("are handed to the steps that use them only", () => {
    for (const { run, env } of Object.values(workflow.jobs).flatMap(({ steps }) => steps)) {
      const names = Object.entries(env ?? {}).flatMap(([name, value]) => (secret.test(value) ? [name] : []));
      if (names.length > 0) expect(usedBy(run ?? "")).toEqual(expect.arrayContaining(names));
    }
    const commenting = Object.values(workflow.jobs)
      .flatMap(({ steps }) => steps)
      .filter(({ env }) => env?.GITHUB_TOKEN !== undefined);
    expect(commenting).toHaveLength(file === "preview.yml" ? 1 : 0);
  });
});
