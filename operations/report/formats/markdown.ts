import { mermaidDiagram, printable } from "../../../render";
import { printableLines } from "../../../render/printable";
import type { Block, Inline, Line } from "../document/document";
import { fitted } from "../document/fitted";
import { topologyPicture } from "./topology-picture";

/** The first line of this project's comment on a pull request, by which it is found again. */
export const markerOf = (name: string) => `<!-- genesys-chat ${name} -->`;

/** GitHub refuses comments of more than 65,536 characters; some room is left for what others add. */
const longest = 60_000;

/** Writes a report for a pull request's comment, short enough for one. */
export function markdown(blocks: readonly Block[], limit = longest, name = "report"): string {
  const { blocks: kept, leftOut } = fitted(blocks, limit - 2000, (block) => written(block).length);
  // Right below the headline: a reader who stops here must know that the report is incomplete.
  const notice: Block[] = leftOut.length > 0 ? [{ kind: "paragraph", line: leftOutLine(leftOut) }] : [];
  const [title, ...rest] = kept;
  return `${[markerOf(name), ...(title ? [written(title)] : []), ...[...notice, ...rest].map(written)].join("\n")}`;
}

function leftOutLine(leftOut: readonly string[]): Line {
  const shown = leftOut.slice(0, 12).join(", ");
  const more = leftOut.length > 12 ? ` and ${leftOut.length - 12} more parts` : "";
  return [{ strong: "Left out to fit into a comment" }, `: ${shown}${more}. The HTML report has all of it.`];
}

const moods = { bad: "🔴 ", careful: "🟠 ", good: "🟢 ", plain: "" } as const;

/** A block with the blank line after it that Markdown needs. */
function written(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `${"#".repeat(block.level)} ${moods[block.mood ?? "plain"]}${inline(block.line)}\n`;
    case "paragraph":
      return `${moods[block.mood ?? "plain"]}${inline(block.line)}\n`;
    case "list":
      return `${block.lines.map((line) => `- ${inline(line)}`).join("\n")}\n`;
    case "table":
      return [
        row(block.head),
        row(block.head.map(() => "---")),
        ...block.rows.map((cells) => row(cells.map(inline))),
        "",
      ].join("\n");
    case "topology":
      return fence("mermaid", mermaidDiagram(topologyPicture(block.topology)).trimEnd());
    case "text":
      return fence(block.language, printableLines(block.text));
    case "folded":
      return [
        `<details><summary>${inline(block.summary)}</summary>`,
        "",
        ...block.blocks.map(written),
        "</details>",
        "",
      ].join("\n");
  }
}

const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;

/** A fence that nothing within can close. */
function fence(language: string, text: string): string {
  const longestRun = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = "`".repeat(Math.max(3, longestRun + 1));
  return `${ticks}${language}\n${text}\n${ticks}\n`;
}

function inline(line: Line): string {
  return line.map(piece).join("");
}

function piece(part: Inline): string {
  if (typeof part === "string") return escapeText(part);
  // A value may hold backticks, bars or line breaks; HTML's code element survives all three.
  return "code" in part ? `<code>${unlinked(escape(part.code))}</code>` : `**${escapeText(part.strong)}**`;
}

const escapeText = (text: string): string => unlinked(escape(text));

/**
 * Nothing in a report notifies or leads elsewhere: a comment splits what GitHub would make a mention, a reference or a link of, also
 * inside of HTML's code element.
 */
function unlinked(text: string): string {
  return text
    .replaceAll("@", "@<!-- -->")
    .replace(/(?<!&)#(?=\d)/g, "#<!-- -->")
    .replace(/\b(gh-)(?=\d)/gi, "$1<!-- -->")
    .replace(/(?<=\b[a-z][a-z0-9+.-]*):(?=\/\/)|\b(?:mailto|xmpp):/gi, "$&<!-- -->")
    .replace(/\bwww(?=\.)/gi, "$&<!-- -->");
}

const special: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "|": "&#124;",
  "`": "&#96;",
  "*": "&#42;",
  "~": "&#126;",
  "[": "&#91;",
  "]": "&#93;",
  "\\": "&#92;",
  $: "&#36;",
  "\n": "↵",
  "\r": "",
};

/** Lines of a block as they are, without what a reader would not see or a terminal would obey. */

function escape(text: string): string {
  return (
    text
      .replace(/[\n\r]/g, (character) => special[character] ?? character)
      .replace(/[^↵]+/g, printable)
      .replace(/[&<>|`*~[\]\\$]/g, (character) => special[character] ?? character)
      // Within a word it is no emphasis, and names are full of them.
      .replace(/(?<!\w)_|_(?!\w)/g, "&#95;")
  );
}
