import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { endedWith } from "./support/messages";
import { noDaemon, ProjectCopy } from "./support/project-copy";
import { repositoryDefinition, type LooseDefinition } from "./support/test-stack";

/* How `./chatstack validate` says what is wrong: for eyes, for programs, for GitHub; of one stack and of all. */
jest.setTimeout(60_000);

let project: ProjectCopy;

beforeAll(async () => {
  project = await ProjectCopy.make(noDaemon);
  mkdirSync(join(project.folder, "profiles"));
  project.writeFile("profiles/all.yaml", stringify(repositoryDefinition("dev")));
  stack("right", "10.213.10.0/24", 18080, {});
  stack("wrong", "10.213.11.0/24", 18081, { stage: "labb" });
  stack("also", "10.213.12.0/24", 18082, { silence: { "addp-advised": "The network is one switch." } });
});

afterAll(() => project?.remove());

/** A stack file that extends the profile; not under the copy's care, since nothing of it is ever deployed. */
function stack(name: string, subnet: string, publish: number, more: LooseDefinition): void {
  const deployment = {
    extend: "profiles/all.yaml",
    ...more,
    network: { subnet },
    mobileServices: { GMS: { ports: { default: { publish } } } },
  };
  project.writeFile(`Pulumi.${name}.yaml`, stringify({ config: { "genesys-chat:deployment": deployment } }));
}

const validate = (...words: string[]) => project.chatstack(["validate", ...words]);

const found = /^Pulumi\.wrong\.yaml:4:12: error \[value-not-allowed\] \/stage: .*Did you mean "lab"\?$/m;

test("lines: one for each problem, the count behind", async () => {
  const ended = await validate("--stack", "wrong");
  endedWith(1, ended);
  expect(ended.stdout).toMatch(found);
  for (const line of ended.stdout.trim().split("\n"))
    expect(line).toMatch(/^\S+:\d+:\d+: (?:error|warning|advice) \[/);
  expect(ended.stderr).toMatch(/^Pulumi\.wrong\.yaml: 1 error/m);
});

test("text: the line of the file below, underlined", async () => {
  const ended = await validate("--stack", "wrong", "--format", "text");
  endedWith(1, ended);
  expect(ended.stdout).toMatch(found);
  expect(ended.stdout).toContain(
    "   3 |     extend: profiles/all.yaml\n   4 |     stage: labb\n     |            ^^^^\n",
  );
  expect(ended.stdout).not.toContain("\u001B");
});

test("json: one document, whichever way it is asked for", async () => {
  const ended = await validate("--stack", "wrong", "--json");
  endedWith(1, ended);
  const document = JSON.parse(ended.stdout) as { problems: { severity: string }[] };
  expect(document).toMatchObject({ version: 1, silenced: [] });
  expect(document.problems.filter(({ severity }) => severity === "error")).toEqual([
    expect.objectContaining({
      rule: "value-not-allowed",
      path: "/stage",
      file: "Pulumi.wrong.yaml",
      line: 4,
      column: 12,
    }),
  ]);
  expect((await validate("--stack", "wrong", "--format", "json")).stdout).toBe(ended.stdout);
});

test("github: annotations, without a word in a workflow", async () => {
  const asked = await validate("--stack", "wrong", "--format", "github");
  endedWith(1, asked);
  expect(asked.stdout).toMatch(
    /^::error file=Pulumi\.wrong\.yaml,line=4,col=12,title=value-not-allowed::\/stage: /m,
  );
  const environment = { GITHUB_ACTIONS: "true" };
  const unasked = await project.chatstack(["validate", "--stack", "wrong"], environment);
  expect(unasked.stdout).toBe(asked.stdout);
  const json = await project.chatstack(["validate", "--stack", "wrong", "--json"], environment);
  expect(JSON.parse(json.stdout)).toMatchObject({ version: 1 });
});

test("silenced problems are listed at the end, with the reason, and cause no failure", async () => {
  const ended = await validate("--stack", "also");
  endedWith(0, ended);
  expect(ended.stdout).not.toContain("addp-advised");
  const lines = ended.stderr.split("\n").filter((line) => line.startsWith("silenced: "));
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines)
    expect(line).toMatch(
      /^silenced: profiles\/all\.yaml:.*\[addp-advised\].* — The network is one switch\.$/,
    );
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(" of 2 Chat Servers: ChatServer1, ChatServer2.");
  const { silenced } = JSON.parse((await validate("--stack", "also", "--json")).stdout) as {
    silenced: unknown[];
  };
  expect(silenced).toHaveLength(2);
  expect(ended.stderr).toContain(", 2 silenced");
  expect(silenced[0]).toMatchObject({
    problem: { rule: "addp-advised" },
    reason: "The network is one switch.",
  });
});

describe("--all", () => {
  test("every stack under its name, and the worst decides", async () => {
    const ended = await validate("--all");
    endedWith(1, ended);
    expect(ended.stdout).toMatch(found);
    const headings = ended.stderr.match(/^Pulumi\.\w+\.yaml: /gm);
    expect(headings).toEqual(["Pulumi.also.yaml: ", "Pulumi.right.yaml: ", "Pulumi.wrong.yaml: "]);
  });

  test("as JSON, a list of stacks", async () => {
    const { version, stacks } = JSON.parse((await validate("--all", "--json")).stdout) as {
      version: number;
      stacks: { stack: string; file: string; problems: { severity: string }[] }[];
    };
    expect(version).toBe(1);
    expect(
      stacks.map(({ stack: name, file, problems }) => [
        name,
        file,
        problems.filter(({ severity }) => severity === "error").length,
      ]),
    ).toEqual([
      ["also", "Pulumi.also.yaml", 0],
      ["right", "Pulumi.right.yaml", 0],
      ["wrong", "Pulumi.wrong.yaml", 1],
    ]);
  });

  test("as annotations, what a profile has is said once", async () => {
    const { stdout } = await validate("--all", "--format", "github", "--verbose");
    const lines = stdout.trim().split("\n");
    expect(lines.some((line) => line.includes("file=profiles/all.yaml"))).toBe(true);
    expect(lines).toEqual([...new Set(lines)]);
  });

  test("a port that two stacks publish is an error in both", async () => {
    stack("twice", "10.213.13.0/24", 18080, {});
    const { stdout } = await validate("--all");
    rmSync(join(project.folder, "Pulumi.twice.yaml"));
    const files = [...stdout.matchAll(/^(\S+?):.*\[published-port-of-other-stack\]/gm)].map(
      ([, file]) => file,
    );
    expect(files).toEqual(["Pulumi.right.yaml", "Pulumi.twice.yaml"]);
  });
});

test("a file elsewhere is shown as it was given, and extends what lies beside it", async () => {
  project.writeFile("profiles/one.yaml", "extend: all.yaml\nstage: labb\n");
  for (const given of [
    "profiles/one.yaml",
    "./profiles/one.yaml",
    join(project.folder, "profiles/one.yaml"),
  ]) {
    const ended = await validate("--file", given);
    endedWith(1, ended);
    expect(ended.stdout).toContain(`${given}:2:8: error [value-not-allowed] /stage: `);
    expect(ended.stderr).toContain(`${given}: 1 error`);
  }
});

test.each([
  [["--all", "--stack", "right"], /--all.*cannot be used with.*--stack/],
  [["--all", "--file", "x"], /--all.*cannot be used with.*--file/],
  [["--json", "--format", "text"], /--json.*cannot be used with.*--format/],
  [["--format", "xml"], /xml.*is invalid.*text, lines, json, github/],
  [["--file", "profiles"], /^profiles is a folder: rename or remove it, or name a file in it\.$/m],
])("%j could not run", async (words, said) => {
  const ended = await validate(...words);
  endedWith(2, ended);
  expect(ended.stdout).toBe("");
  expect(ended.stderr).toMatch(said);
});
