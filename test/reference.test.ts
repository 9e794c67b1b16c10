import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import fc from "fast-check";
import { parse } from "yaml";
import { catalogue, project, resolve as judge, rules } from "../model";
import { shapeOf } from "../model/definition/shape";
import { anyJson, nearly } from "../model/fixtures/arbitrary";
import { withValue } from "../model/fixtures/edit";
import { twoPairs } from "../model/fixtures/pairs";
import { fullDefinition, shortDefinition } from "../model/fixtures/seed";
import { hasErrors } from "../model/problem";
import { type Option } from "../model/options/option";
import { readingRules } from "../model/rules/text";
import { SourceComments } from "../docs/generator/comments";
import { pages, type Page } from "../docs/generator/pages";
import { isResolved, isRuleResolved } from "../docs/generator/sources";
import { checkout } from "./support/project-copy";

// The compiler reads the model's sources, and Prettier long tables.
jest.setTimeout(120_000);

let made: Page[];
beforeAll(async () => {
  made = await pages(checkout);
});

const committed = (name: string) => readFileSync(join(checkout, "docs", "reference", name), "utf8");
const names = [
  ...["options.md", "rules.md", "definition.md", "cli.md"],
  ...["stack.schema.json", "definition.schema.json", "tenants.schema.json"],
];

test.each(names)("%s is current", (name) => {
  const page = made.find(({ file }) => file === `docs/reference/${name}`);
  const state = committed(name) === page?.text ? "current" : "not current: run npm run reference";
  expect(state).toBe("current");
});

test("the README's picture is current, and nothing else is generated", () => {
  const files = [...names.map((name) => `docs/reference/${name}`), "docs/topology.svg"];
  expect(made.map(({ file }) => file)).toEqual(files);
  expect(made.at(-1)!.text).toBe(readFileSync(join(checkout, "docs", "topology.svg"), "utf8"));
});

test("every rule has its line, every option too", () => {
  const lines = (name: string) => committed(name).split("\n");
  const heads = (name: string) => lines(name).map((line) => line.split(" ")[1]);
  expect(rules.filter(({ id }) => !heads("rules.md").includes(`\`${id}\``))).toEqual([]);
  const options = Object.values(catalogue).flat();
  const missing = options.filter(
    ({ name }) => !lines("options.md").some((line) => line.startsWith(`| \`${name}\``)),
  );
  expect(missing).toEqual([]);
});

test("every option's source can be looked up", () => {
  expect(
    Object.values(catalogue)
      .flat()
      .filter(({ source }) => !isResolved(source)),
  ).toEqual([]);
});

test("every rule's source can be looked up", () => {
  const sources = [...rules, ...readingRules].map(({ source }) => source);
  expect(sources.filter((source) => !isRuleResolved(source))).toEqual([]);
  expect(isRuleResolved("DeployChat; hearsay, page 3")).toBe(false);
});

test("a key without a doc comment is refused", () => {
  const comments = new SourceComments(join(__dirname, "support", "uncommented"));
  expect(() => comments.inside("schema")).toThrow(/schema\.deep\.\*\[\]\.unsaid\n {2}schema\.noted$/);
});

const ajv = new Ajv({ allErrors: true });
const whole = ajv.compile(JSON.parse(committed("stack.schema.json")) as object);
const profile = ajv.compile(JSON.parse(committed("definition.schema.json")) as object);

const stackFile = (definition: unknown) => ({ config: { [`${project}:deployment`]: definition } });

/** The rules that the schema keeps too. */
const shaping = ["unknown-key", "missing-key", "wrong-type", "value-not-allowed"];

/** The model's word on a definition. */
function isShaped(definition: unknown): boolean {
  return !shapeOf(definition).faults.some(({ rule }) => shaping.includes(rule));
}

const definitionIn = (text: string) =>
  (parse(text) as { config: Record<string, unknown> }).config[`${project}:deployment`];

const right: readonly (readonly [name: string, definition: unknown])[] = [
  ["the seed page, short", definitionIn(shortDefinition)],
  ["the seed page, written out", definitionIn(fullDefinition)],
  ["two pairs", twoPairs()],
];

test.each(right)("the schemas take %s", (_, definition) => {
  whole(stackFile(definition));
  expect(whole.errors ?? []).toEqual([]);
  profile(definition);
  expect(profile.errors ?? []).toEqual([]);
});

test.each(["Pulumi.dev.yaml", "Pulumi.acme.yaml"])("the schema takes %s, which names it", (file) => {
  const text = readFileSync(join(checkout, file), "utf8");
  expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=docs/reference/stack.schema.json");
  whole(parse(text));
  expect(whole.errors ?? []).toEqual([]);
});

test("the schema of tenants.yaml takes the repository's, and the profile that it names is one", () => {
  const plan = parse(readFileSync(join(checkout, "tenants.yaml"), "utf8")) as { profile: string };
  const fits = ajv.compile(JSON.parse(committed("tenants.schema.json")) as object);
  fits(plan);
  expect(fits.errors ?? []).toEqual([]);
  expect(fits({ ...plan, profil: "x" })).toBe(false);
  profile(parse(readFileSync(join(checkout, plan.profile), "utf8")));
  expect(profile.errors ?? []).toEqual([]);
});

test("the schema takes what the model takes, and refuses the shapes that it refuses", () => {
  const near = fc.oneof(...right.map(([, definition]) => nearly(definition)), anyJson);
  const seen = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(near, (definition) => {
      const fits = whole(stackFile(definition)) as boolean;
      // What extends another file is judged together with it.
      if (typeof definition === "object" && definition !== null && "extend" in definition) return;
      if (!hasErrors(judge(definition).problems)) {
        seen.taken += 1;
        expect(whole.errors ?? []).toEqual([]);
      }
      if (!isShaped(definition)) {
        seen.refused += 1;
        expect(fits).toBe(false);
      }
    }),
    { numRuns: 1000, seed: 4 },
  );
  // Enough of both, or the property says nothing.
  expect(seen.taken).toBeGreaterThan(50);
  expect(seen.refused).toBeGreaterThan(300);
});

/** Names as an operator would write them, in place of the catalogue's `<…>`. */
const spelled = (name: string) => name.replaceAll(/<[^>]*DBID>/g, "7").replaceAll(/<[^>]*>/g, "something");

const groups = Object.entries({
  GenesysMobileServices: "mobileServices",
  ChatServer: "chatServers",
  WebApiServer: "webApiServers",
  InteractionServer: "interactionServers",
  ContactServer: "contactServers",
} as const);

const options = groups.flatMap(([type, group]) =>
  catalogue[type as keyof typeof catalogue].map((option: Option) => ({
    group,
    option,
    name: `${type} ${option.section}/${option.name}`,
  })),
);

describe("the value of an option", () => {
  const values = [
    ...["", " ", "x", "0", "1", "2", "45", "-1", "1.5", "010", "true", "false", "none", "simple", "a:b", ":"],
    ...["http://h/x", "HTTPS://h", "http:///", "http://a b", "/x", "a/b c", "a\\b", "c:x", "hide", "update"],
    ...[0, 1, 5, 45, -1, 601, 86401, 2147482625, 1.5, 2 ** 53, true, false, null, [], {}],
    ...[{ secret: "x" }, { secret: "" }, { secret: 1 }, { secrt: "x" }, { secure: "x" }],
  ];

  test.each(options)("$name: the schema takes what the model takes", ({ group, option }) => {
    const place = option.annex ? "annex" : "options";
    const path = [group, "A", place, spelled(option.section), spelled(option.name)];
    for (const value of values) {
      const definition = withValue<unknown>({}, path, value);
      const pointer = `/${path.join("/")}`;
      const faults = judge(definition).problems.filter(
        (problem) =>
          problem.path.startsWith(pointer) &&
          [...shaping, "secret-in-definition", "option-value"].includes(problem.rule),
      );
      whole(stackFile(definition));
      if (faults.length === 0) expect([value, whole.errors ?? []]).toEqual([value, []]);
      else if (faults.some(({ rule }) => rule !== "option-value")) expect(whole.errors).not.toBeNull();
    }
  });

  test.each([
    ["chatServers", "settings", "transcript-auto-save", 3],
    ["chatServers", "settings", "flex-disconnect-timeout", -1],
    ["chatServers", "settings", "hide-attached-data", "enabled"],
    ["chatServers", "endpoints:101", "default", ""],
    ["mobileServices", "service.mine", "service", "ors.example"],
    ["mobileServices", "service.request-chat-poll", "ttl", "an hour"],
    ["mobileServices", "chat", "chat_load_balancer_url_path", "/WebAPI812"],
  ])("%s [%s] %s = %p is refused", (group, section, name, value) => {
    expect(whole(stackFile({ [group]: { A: { options: { [section]: { [name]: value } } } } }))).toBe(false);
  });

  test("an unlisted option and section are taken", () => {
    const unlisted = { settings: { "of-a-later-release": 1 }, "a section": { x: { secret: "y" } } };
    expect(whole(stackFile({ chatServers: { A: { options: unlisted } } }))).toBe(true);
  });
});

describe("a file that extends another", () => {
  const part = { chatServers: { A: { ports: { default: { publish: 1 } }, options: { log: null } } } };

  test("may leave keys out and take keys out", () => {
    expect(whole(stackFile({ extend: "profile.yaml", ...part }))).toBe(true);
    expect(profile(part)).toBe(true);
    expect(whole(stackFile(part))).toBe(false);
  });

  test.each([
    [{ chatServer: {} }],
    [{ chatServers: { A: { redundancy: "full" } } }],
    [{ chatServers: { A: { options: { settings: { "transcript-auto-save": 3 } } } } }],
    [{ chatServers: { A: { options: { log: { verbose: [] } } } } }],
  ])("is checked all the same: %j", (wrong) => {
    expect(whole(stackFile({ extend: "profile.yaml", ...wrong }))).toBe(false);
    expect(profile(wrong)).toBe(false);
  });
});

test.each([
  ["no config", {}, false],
  ["no definition", { config: { "gcp:zone": "x" } }, false],
  ["a provider's keys", { config: { "docker:host": "x", [`${project}:deployment`]: {} } }, true],
  [
    "a sealed secret",
    { config: { [`${project}:secrets.x`]: { secure: "v1" }, [`${project}:deployment`]: {} } },
    true,
  ],
  [
    "a secret in clear",
    { config: { [`${project}:secrets.x`]: "hunter2", [`${project}:deployment`]: {} } },
    false,
  ],
])("of a stack file with %s the schema says right: %p is %p", (_, file, taken) => {
  expect(whole(file)).toBe(taken);
});
