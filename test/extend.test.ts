import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments, stringify } from "yaml";
import { merge } from "../model/layers";
import { noStackTrace } from "./support/messages";
import { checkout, noDaemon, ProjectCopy } from "./support/project-copy";
import { type LooseDefinition, TestStack } from "./support/test-stack";

/* Definitions over each other, by the page that documents them, and on the real engine, which knows nothing of `extend`. */
jest.setTimeout(120_000);

describe("docs/extend.md", () => {
  const page = readFileSync(join(checkout, "docs", "extend.md"), "utf8");
  const examples = [
    ...page.matchAll(/\*\*(?<rule>[^*]+)\*\*[^`]*(?:`[^`\n]*`[^`]*)*```yaml\n(?<text>[^`]*)```/g),
  ].map(({ groups }) => [groups!.rule!.replaceAll("\n", " "), groups!.text!] as const);

  test("has an example for each of its rules", () => expect(examples).toHaveLength(5));

  test.each(examples)("%s", (_, text) => {
    const documents = parseAllDocuments(text, { version: "1.2" });
    const [under, over, merged] = [...documents].map((document) => document.toJS() as unknown);
    expect(merged).toBeDefined();
    expect(merge(under, over)).toEqual(merged);
  });
});

describe("on the real engine", () => {
  let project: ProjectCopy;
  let stack: TestStack;
  let sound: string;
  /** The definition of the page, in one piece; and the two parts that it is cut into. */
  let whole: LooseDefinition;
  let profile: LooseDefinition;

  beforeAll(async () => {
    project = await ProjectCopy.withProgram(noDaemon);
    mkdirSync(join(project.folder, "profiles"));
    stack = await TestStack.from(project, "dev");
    whole = structuredClone(stack.definition);
    sound = project.readStackFile(stack.name);
  });

  beforeEach(() => {
    project.writeStackFile(stack.name, sound);
    const { network, ...shared } = structuredClone(whole);
    profile = shared;
    writeProfile();
    replaceDefinition({ extend: "profiles/pairs.yaml", network });
  });

  afterAll(() => project?.remove());

  function writeProfile(): void {
    project.writeFile("profiles/pairs.yaml", stringify(profile));
  }

  function replaceDefinition(now: LooseDefinition): void {
    stack.edit((definition) => {
      for (const key of Object.keys(definition)) delete definition[key];
      Object.assign(definition, now);
    });
  }

  /** Puts any text in the place of the definition. */
  function replaceText(text: string): void {
    const [salt = ""] = /^encryptionsalt: .*$/m.exec(project.readStackFile(stack.name)) ?? [];
    project.writeStackFile(stack.name, `config:\n  genesys-chat:deployment: ${text}\n${salt}\n`);
  }

  /** The errors that a bare preview ends with; it must not have planned anything. */
  async function previewed(): Promise<string[]> {
    const { code, stdout, stderr } = await stack.pulumi("preview", "--json");
    expect(code).not.toBe(0);
    noStackTrace(stdout + stderr);
    const { steps, diagnostics } = JSON.parse(stdout) as {
      steps?: { urn: string }[];
      diagnostics: { message: string }[];
    };
    expect((steps ?? []).filter(({ urn }) => !urn.includes("pulumi:pulumi:Stack"))).toEqual([]);
    // The engine says first that it is an error.
    return errorsIn(diagnostics.map(({ message }) => message.replace(/^error: /, "")).join("\n"));
  }

  /** The errors that `./chatstack validate` prints. */
  async function validated(): Promise<string[]> {
    return errorsIn((await project.chatstack(["validate", "--stack", stack.name])).stdout);
  }

  function errorsIn(said: string): string[] {
    return [...new Set(said.split("\n").map((line) => line.trim()))].filter((line) =>
      line.includes("error ["),
    );
  }

  test("what is cut into two files plans the same as in one piece", async () => {
    const cut = await stack.succeed("preview", "--json");
    replaceDefinition(whole);
    const one = await stack.succeed("preview", "--json");
    // Steps come in the order in which the engine gets to them.
    const planned = (text: string) => {
      const { steps } = JSON.parse(text) as {
        steps: { urn: string; op: string; newState: { inputs: unknown } }[];
      };
      return Object.fromEntries(steps.map(({ urn, op, newState }) => [urn, [op, newState.inputs]]));
    };
    expect(Object.keys(planned(one.stdout)).length).toBeGreaterThan(20);
    expect(planned(cut.stdout)).toEqual(planned(one.stdout));
  });

  const mistakes: readonly [what: string, mistake: () => void, expected: RegExp][] = [
    [
      "an endpoint that no Chat Server has, in the profile",
      () => {
        profile.mobileServices.GMS.options.chat.ixn_server_submit_queue = "nowhere";
        writeProfile();
      },
      /^profiles\/pairs\.yaml:\d+:\d+: error \[endpoint-[a-z-]+\] .*ixn_server_submit_queue: /,
    ],
    [
      "a value that YAML reads two ways, in the profile",
      () => project.writeFile("profiles/pairs.yaml", stringify(profile).replace("ttl: 3600", "ttl: 0o7020")),
      /^profiles\/pairs\.yaml:\d+:\d+: error \[yaml-ambiguous\] .*ttl: 0o7020 unquoted/,
    ],
    [
      "a profile that there is none of",
      () => rmSync(join(project.folder, "profiles", "pairs.yaml")),
      /^Pulumi\.t\w+\.yaml:3:13: error \[extend-missing\] \/extend: There is no file profiles\/pairs\.yaml\./,
    ],
    [
      "a subnet that is none, in the stack's own file",
      () => stack.edit((definition) => (definition.network.subnet = "10.0.0.1/24")),
      /^Pulumi\.t\w+\.yaml:5:\d+: error \[subnet-valid\] \/network\/subnet: /,
    ],
    [
      "a key that was taken out and is needed",
      () => stack.edit((definition) => (definition.chatServers = { ChatServer1: { connections: null } })),
      /^Pulumi\.t\w+\.yaml:\d+:\d+: error \[[a-z-]+\] \/chatServers\/ChatServer1/,
    ],
    [
      "a text in place of a definition",
      () => replaceText("none"),
      /^Pulumi\.t\w+\.yaml:2:\d+: error \[wrong-type\] the definition: /,
    ],
    [
      "nothing in place of a definition",
      () => replaceText(""),
      /^Pulumi\.t\w+\.yaml:2:\d+: error \[deployment-least\] the definition: /,
    ],
    [
      "JSON in quotes in place of a definition",
      () => replaceText("'{}'"),
      /^Pulumi\.t\w+\.yaml:2:\d+: error \[wrong-type\] the definition: /,
    ],
  ];

  test.each(mistakes)("%s: preview and validate say the same", async (_, mistake, expected) => {
    mistake();
    const errors = await validated();
    expect(errors).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
    expect(await previewed()).toEqual(errors);
  });
});
