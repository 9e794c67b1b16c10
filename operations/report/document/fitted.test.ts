import { blocksOf, container, pair, reportOf, settings } from "../../../test/support/reports";
import { markdown } from "../formats/markdown";
import type { Block } from "./document";
import { fitted } from "./fitted";

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

  test("loses what matters least and not what comes last, and says so below its headline", () => {
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
