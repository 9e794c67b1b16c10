import { ansi } from "../../../render";
import { blocksOf, pair, reportOf, settings } from "../../../test/support/reports";
import { html } from "./html";
import { terminal } from "./terminal";

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
