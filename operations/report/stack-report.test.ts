import { blocksOf, container, pair, reportOf, settings } from "../../test/support/reports";
import { markdown } from "./formats/markdown";
import { effectOf, reasonOf } from "../change/impact";
import type { Preview } from "../../engine/preview";
import type { StackComparisons } from "./stack-comparer";

/* The report on one stack, as its reader sees it. */

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
      `<code>genesys-chat.dev.${name}</code> | replaced | applies settings/session-shutdown-timeout only after a restart |`,
    );
  }
  expect(text).toContain("<code>200</code> s | after restart | restarts Chat_Standby, then Chat |");
  expect(text).toContain("Rolled, each when the one before is healthy: Chat_Standby, then Chat.");
});

test("an unknown option counts as needing a restart, and says so", () => {
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

test("hashes of labels are no reason of their own", () => {
  const change = { container: "c", application: "Chat", component: "Chat", action: "replaced" } as const;
  expect(reasonOf({ ...change, reasons: ["restart-hash", "tenant"] }, [])).toBe(
    "its label names the tenants",
  );
  const value = { application: "Chat", applicationType: "ChatServer", path: ["release"], old: "1", new: "2" };
  expect(effectOf(value)).toBe("after restart");
  expect(reasonOf({ ...change, reasons: ["labels"] }, [value])).toBe("applies release only after a restart");
});

/** The data of the report, for a program that reads it. */
test("the report is data throughout", () => {
  const comparisons: StackComparisons = { reports: [reportOf({})], unchanged: ["acme"] };
  expect(JSON.parse(JSON.stringify(comparisons))).toEqual(comparisons);
});
