import { ansi } from "../../../cli/colours";
import fc from "fast-check";
import { deceptiveCharacter } from "../../../model/deceptive-text";
import { propertyRuns } from "../../../test/support/property-runs";
import { blocksOf, pair, reportOf, settings } from "../../../test/support/reports";
import { type Layout, svgLayout } from "../../diagram/svg";
import { html } from "./html";
import { markdown } from "./markdown";
import { terminal } from "./terminal";

let layout: Layout;
beforeAll(async () => {
  layout = await svgLayout();
});

test("a page needs nothing from elsewhere, and no value is markup in it", () => {
  const text = html(
    blocksOf(reportOf({ steps: [pair("update", settings({}), settings({ a: `<script>"&` }))] })),
    layout,
  );
  expect(text).toContain("&lt;script&gt;&quot;&amp;");
  expect(text).not.toMatch(/<script|<link|src=|url\(|https?:/);
  const open = [...text.matchAll(/<(details|table|svg|ul|tr|td|p|h\d)\b/g)].map(([, tag]) => `${tag}`);
  const close = [...text.matchAll(/<\/(details|table|svg|ul|tr|td|p|h\d)>/g)].map(([, tag]) => `${tag}`);
  expect(open.sort()).toEqual(close.sort());
});

test("a terminal has colours if they are requested, and obeys no value", () => {
  const blocks = blocksOf(reportOf({ steps: [pair("update", settings({}), settings({ a: "\u001b[2J" }))] }));
  expect(terminal(blocks)).not.toContain("\u001b");
  expect(terminal(blocks, ansi)).toContain("\u001b[2m");
  expect(terminal(blocks, ansi)).not.toContain("\u001b[2J");
});

const hostile = fc
  .array(
    fc.constantFrom(
      ..."\u202E,\u200B,\u001B[2J,\u0085,@octocat,acme/chat#1,#7,GH-7,https://example.com/x,ftp://h,www.example.com,mailto:a@b.example,`,|,<b>,a b".split(
        ",",
      ),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(" "));

test("no value is obeyed, invisible, a link or a mention in any format", () => {
  fc.assert(
    fc.property(hostile, hostile, (key, value) => {
      const blocks = blocksOf(
        reportOf({ steps: [pair("update", settings({}), settings({ [key]: value }))] }),
      );
      for (const written of [html(blocks, layout), markdown(blocks), terminal(blocks)]) {
        expect(written).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/);
        expect(deceptiveCharacter(written)).toBeUndefined();
      }
      const outside = markdown(blocks).replace(/^(`{3,})[^]*?^\1$/gm, "");
      expect(outside).not.toMatch(/@(?!<!-- -->)|[a-z]:\/\/|(?<!&)#\d|gh-\d|www\.|mailto:(?!<!-- -->)/i);
    }),
    { numRuns: propertyRuns(60) },
  );
});
