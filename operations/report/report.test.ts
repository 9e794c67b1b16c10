import { compose } from "./document/compose";
import { fitted } from "./document/fitted";
import type { Block } from "./document/document";
import type { Difference } from "./difference/difference";
import { disagreements } from "./disagreement";
import { stepsOf } from "./engine";
import { html } from "./formats/html";
import { markdown, marker } from "./formats/markdown";
import { terminal } from "./formats/terminal";
import { effectOf, reasonOf } from "./impact";
import { containerChanges, valueChanges, type Preview, type PreviewStep } from "./preview-steps";
import { problemChanges } from "./problem-changes";
import { stackReport, type StackReport } from "./stack-report";
import type { Survey } from "./survey";
import { ansi } from "../../render";
import type { Problem } from "../../model/problem";

const urn = (type: string, name: string) => `urn:pulumi:dev::genesys-chat::${type}::${name}`;

function pair(op: string, old: object | undefined, now: object | undefined): PreviewStep {
  const type = "genesys-chat:index:ChatServer";
  const state = (inputs: object | undefined) =>
    inputs && { type, inputs: { backup: "Chat_Standby", ...inputs } };
  return {
    op,
    urn: urn(type, "Chat"),
    ...(old && { oldState: state(old) }),
    ...(now && { newState: state(now) }),
  };
}

function container(op: string, name: string, reasons: string[] = []): PreviewStep {
  const type = "docker:index/container:Container";
  const inputs = { name: `genesys-chat.dev.${name.toLowerCase()}` };
  return { op, urn: urn(type, name), newState: { type, inputs }, replaceReasons: reasons };
}

const settings = (values: object) => ({ options: { settings: values } });

/** The difference that the engine's own steps make; what a definition would add is none of these tests'. */
function differenceIn(preview: Preview): Difference {
  return {
    values: valueChanges(preview),
    containers: containerChanges(preview),
    rewritten: [],
    dataLosses: [],
    rotated: [],
    network: false,
  };
}

const view = {
  whole: {},
  components: new Map(),
  kept: [],
  sealed: undefined,
  processes: new Map(
    (["Chat", "Chat_Standby", "One", "Two"] as const).map((key) => [
      key,
      {
        key,
        component: key === "Chat_Standby" ? "Chat" : key,
        type: "ChatServer" as const,
        role: key === "Chat_Standby" ? ("backup" as const) : ("primary" as const),
        container: "",
        facts: {},
        secrets: [],
        startSecrets: [],
      },
    ]),
  ),
};

function reportOf(preview: Preview, more: Partial<Parameters<typeof stackReport>[0]> = {}): StackReport {
  return stackReport({
    stack: "dev",
    against: "what is deployed",
    because: ["the definition changed"],
    before: view,
    after: view,
    difference: differenceIn(preview),
    problems: problemChanges(undefined, []),
    engine: { asked: true, preview, text: "" },
    invalid: false,
    ...more,
  });
}

const blocksOf = (...reports: StackReport[]) => compose({ reports, unchanged: [] });
const report = (preview: Preview) => markdown(blocksOf(reportOf(preview)));

test("an immediate option is a row and no restart, though its carrier is replaced", () => {
  const text = report({
    steps: [
      pair("update", settings({ "transcript-auto-save": "2" }), settings({ "transcript-auto-save": "1" })),
      container("replace", "Chat-carrier", ["uploads"]),
    ],
  });
  expect(text).toContain("1 changed value; no chat is touched");
  expect(text).toContain(
    "| Chat | <code>settings/transcript-auto-save</code> | <code>2</code> | <code>1</code> | immediately | in force at once; nothing restarts |",
  );
  expect(text).not.toContain("| Container |");
});

test("an option with restart names both members of the pair, in their order, and itself as the reason", () => {
  const text = report({
    steps: [
      pair("update", settings({}), settings({ "session-shutdown-timeout": "200" })),
      container("replace", "Chat_Standby", ["labels"]),
      container("replace", "Chat", ["labels"]),
    ],
  });
  expect(text).toContain("2 containers replaced");
  for (const name of ["chat_standby", "chat"]) {
    expect(text).toContain(
      `<code>genesys-chat.dev.${name}</code> | replaced | takes settings/session-shutdown-timeout in only at its start |`,
    );
  }
  expect(text).toContain("<code>200</code> s | after restart | restarts Chat_Standby, then Chat |");
  expect(text).toContain("Rolled, each when the one before is healthy: Chat_Standby, then Chat.");
});

test("an option that nobody documented counts as needing a restart, and says so", () => {
  const text = report({ steps: [pair("update", settings({}), { options: { odd: { one: "x" } } })] });
  expect(text).toContain(
    "| Chat | <code>odd/one</code> | – | <code>x</code> | not documented: after restart |",
  );
});

test("a secret shows by name, and a value cannot break out of its cell", () => {
  const text = report({
    steps: [
      pair("update", settings({ a: "x" }), settings({ a: { secret: "key" }, b: "1|2`3\n<b> *c* [d](e)" })),
    ],
  });
  expect(text).toContain("<code>(secret key)</code>");
  expect(text).toContain("<code>1&#124;2&#96;3↵&lt;b&gt; &#42;c&#42; &#91;d&#93;(e)</code>");
});

test("created and removed applications are new and no longer declared", () => {
  const text = report({
    steps: [container("create", "One"), container("delete", "Two"), container("same", "Three")],
  });
  expect(text).toContain("<code>genesys-chat.dev.one</code> | created | new |");
  expect(text).toContain("<code>genesys-chat.dev.two</code> | **removed** | no longer declared |");
  expect(text).not.toContain("three");
});

const problem: Problem = {
  rule: "endpoint-exists",
  severity: "error",
  path: "/x",
  message: "It is not there; ask @somebody.",
  file: "Pulumi.dev.yaml",
  line: 3,
  column: 1,
};

test("no change is said in the headline, and an error too; nobody is mentioned", () => {
  expect(markdown(compose({ reports: [], unchanged: ["dev"] }))).toBe(
    `${marker}\n## Chat stack dev: no change\n\nUnchanged: 1 stack (dev).\n`,
  );
  const invalid = reportOf({}, { invalid: true, problems: problemChanges([], [problem]) });
  const text = markdown(blocksOf(invalid));
  expect(text).toContain("invalid, 1 error: nothing would run");
  expect(text).toContain("- **error** <code>endpoint-exists</code> at <code>Pulumi.dev.yaml:3</code>");
  expect(text).toContain("ask @<!-- -->somebody");
});

test("problems are new, mended or remaining by what they say, wherever they moved", () => {
  const moved = { ...problem, line: 30 };
  const other: Problem = { ...problem, rule: "other", severity: "advice" };
  expect(problemChanges([problem], [moved])).toMatchObject({ fresh: [], mended: [], remaining: [moved] });
  expect(problemChanges([problem], [other])).toEqual({ fresh: [other], mended: [problem], remaining: [] });
});

describe("where the definitions and the engine disagree", () => {
  const engine: Preview = {
    steps: [
      pair("update", settings({ a: "1" }), settings({ a: "3" })),
      container("replace", "Chat", ["image"]),
      {
        op: "replace",
        urn: urn("docker:index/volume:Volume", "Store-data"),
        oldState: {
          type: "docker:index/volume:Volume",
          inputs: { name: "store_data", labels: [{ label: "genesys-chat.role", value: "data" }] },
        },
      },
    ],
  };
  const model = differenceIn({ steps: [pair("update", settings({ a: "1" }), settings({ a: "2" }))] });
  const found = disagreements(model, engine);

  test("each of it is a sentence", () => {
    expect(found).toEqual([
      "Container genesys-chat.dev.chat: by the definitions it is left alone, by the engine replaced (image).",
      "Value Chat settings/a: by the definitions 1 to 2, by the engine 1 to 3.",
      "Volume store_data: by the engine it goes with its data, by the definitions it stays.",
    ]);
  });

  test("it is said at the top, and above the tables", () => {
    const told = reportOf(engine, { difference: model });
    const lines = markdown(blocksOf(told)).split("\n");
    expect(lines[3]).toContain("**The definitions and the engine disagree about dev**");
    const at = (text: string) => lines.findIndex((line) => line.includes(text));
    expect(at("by the engine replaced (image)")).toBeLessThan(at("| Application | Option |"));
    const behind = reportOf(engine, { difference: model, behind: "It is behind." });
    expect(behind.engine.disagreements).toEqual(["It is behind.", ...found]);
    expect(
      reportOf(engine, { behind: "It is behind.", difference: differenceIn(engine) }).engine.disagreements,
    ).toHaveLength(2);
    expect(disagreements(differenceIn(engine), { steps: engine.steps!.slice(0, 2) })).toEqual([]);
  });
});

test("an event log gives the steps, a replacement once", () => {
  const event = (op: string) =>
    JSON.stringify({
      resourcePreEvent: { metadata: { op, urn: "u::n", new: { type: "t" }, keys: ["image"] } },
    });
  const log = ["delete-replaced", "replace", "create-replacement", "same"].map(event).join("\n");
  expect(stepsOf(`${log}\n${JSON.stringify({ summaryEvent: {} })}\n`)).toEqual([
    { op: "replace", urn: "u::n", newState: { type: "t" }, replaceReasons: ["image"], diffReasons: null },
  ]);
});

describe("a report that is too long", () => {
  const many = (rows: number): Block => ({
    kind: "table",
    head: ["a"],
    rows: Array.from({ length: rows }, (_, row) => [[`row ${row}`]]),
    dispensable: 4,
    name: "rows",
  });
  const raw: Block = {
    kind: "text",
    language: "diff",
    text: "+ x\n".repeat(20_000),
    dispensable: 9,
    name: "the raw preview",
  };
  const last: Block = { kind: "paragraph", line: ["The word that decides."] };

  test("loses what matters least and not what stands last, and says so below its headline", () => {
    const title: Block = { kind: "heading", level: 2, line: ["Title"] };
    const text = markdown([title, raw, many(10), last]);
    expect(text.length).toBeLessThan(60_000);
    expect(text).toContain("The word that decides.");
    expect(text).toContain("row 9");
    expect(text.split("\n")[3]).toMatch(/\*\*Left out to fit into a comment\*\*: the raw preview\./);
  });

  test("keeps the first rows of a table that is too long by itself", () => {
    const length = (block: Block) => (block.kind === "table" ? block.rows.length : 1);
    const { blocks, leftOut } = fitted([many(64), last], 20, length);
    expect(blocks).toHaveLength(2);
    expect((blocks[0] as Extract<Block, { kind: "table" }>).rows).toHaveLength(16);
    expect(leftOut).toEqual(["48 rows of the rows"]);
  });

  test("stays below the limit with a thousand stacks that all differ", () => {
    const reports = Array.from({ length: 1000 }, (_, index) => ({
      ...reportOf({
        steps: [
          pair("update", settings({ a: "1" }), settings({ a: `${index}` })),
          container("replace", "Chat"),
        ],
      }),
      stack: `s${index}`,
    }));
    const text = markdown(blocksOf(...reports));
    expect(text.length).toBeLessThan(60_000);
    expect(text).toContain("1000 of 1000 change");
  });
});

test("stacks to which the same happens are told of once", () => {
  const one = reportOf({ steps: [pair("update", settings({ a: "1" }), settings({ a: "2" }))] });
  const text = markdown(blocksOf(...["t1", "t2", "t3"].map((stack) => ({ ...one, stack }))));
  expect(text).toContain("3 stacks alike");
  expect(text.match(/<code>settings\/a<\/code>/g)).toHaveLength(1);
});

test("a page needs nothing from elsewhere, and no value is markup in it", () => {
  const text = html(
    blocksOf(reportOf({ steps: [pair("update", settings({}), settings({ a: `<script>"&` }))] })),
  );
  expect(text).toContain("&lt;script&gt;&quot;&amp;");
  expect(text).not.toMatch(/<script|<link|src=|url\(|https?:/);
  const open = [...text.matchAll(/<(details|table|svg|ul|tr|td|p|h\d)\b/g)].map(([, tag]) => `${tag}`);
  const close = [...text.matchAll(/<\/(details|table|svg|ul|tr|td|p|h\d)>/g)].map(([, tag]) => `${tag}`);
  expect(open.sort()).toEqual(close.sort());
});

test("a terminal has colours where it is asked for them, and obeys no value", () => {
  const blocks = blocksOf(reportOf({ steps: [pair("update", settings({}), settings({ a: "\u001b[2J" }))] }));
  expect(terminal(blocks)).not.toContain("\u001b");
  expect(terminal(blocks, ansi)).toContain("\u001b[2m");
  expect(terminal(blocks, ansi)).not.toContain("\u001b[2J");
});

test("hashes of labels are no reason of their own", () => {
  const change = { container: "c", application: "Chat", component: "Chat", action: "replaced" } as const;
  expect(reasonOf({ ...change, reasons: ["restart-hash", "tenant"] }, [])).toBe(
    "its label names the tenants",
  );
  const value = { application: "Chat", applicationType: "ChatServer", path: ["release"], old: "1", new: "2" };
  expect(effectOf(value)).toBe("after restart");
  expect(reasonOf({ ...change, reasons: ["labels"] }, [value])).toBe("takes release in only at its start");
});

/** What the whole is made of, for a reader who is a program. */
test("the survey is data throughout", () => {
  const survey: Survey = { reports: [reportOf({})], unchanged: ["acme"] };
  expect(JSON.parse(JSON.stringify(survey))).toEqual(survey);
});
