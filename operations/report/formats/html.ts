import { printable } from "../../../render";
import type { Layout } from "../../diagram/svg";
import type { Block, Inline, Line } from "../document/document";
import { style } from "./html-style";
import { topologyPicture } from "./topology-picture";

/**
 * Writes a report as a page of its own: nothing is loaded, nothing is run, and it follows the reader's light or dark. `layout` draws the
 * topologies.
 */
export function html(blocks: readonly Block[], layout: Layout): string {
  const title = blocks.find((block) => block.kind === "heading");
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${title?.kind === "heading" ? text(title.line) : "Chat stacks"}</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    "<main>",
    ...blocks.map((block) => written(block, layout)),
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function written(block: Block, layout: Layout): string {
  switch (block.kind) {
    case "heading":
      return `<h${block.level - 1}${moodOf(block)}>${inline(block.line)}</h${block.level - 1}>`;
    case "paragraph":
      return `<p${moodOf(block)}>${inline(block.line)}</p>`;
    case "list":
      return `<ul${moodOf(block)}>\n${block.lines.map((line) => `<li>${inline(line)}</li>`).join("\n")}\n</ul>`;
    case "table":
      return table(block.head, block.rows);
    case "topology":
      return `<div class="wide">\n${embedded(layout(topologyPicture(block.topology)))}\n</div>`;
    case "text":
      return `<pre class="wide">${block.text.split("\n").map(diffLine).join("\n")}</pre>`;
    case "folded":
      // What is drawn is worth a look; what is printed is for those who ask.
      return [
        `<details${block.blocks.some(({ kind }) => kind === "topology") ? " open" : ""}><summary>${inline(block.summary)}</summary>`,
        ...block.blocks.map((inner) => written(inner, layout)),
        "</details>",
      ].join("\n");
  }
}

/** A page has one element of each id, and several pictures. */
function embedded(picture: string): string {
  return picture
    .slice(picture.indexOf("<svg"))
    .replace(/<!--[^]*?-->\n?/g, "")
    .replace(/ (?:id|xmlns(?::xlink)?)="[^"]*"/g, "")
    .replace("<svg", '<svg class="topology" role="img" aria-label="Topology"')
    .trimEnd();
}

/** Each cell says which column it is of: on a narrow page a row becomes a card. */
function table(head: readonly string[], rows: readonly (readonly Line[])[]): string {
  const heading = head.map((name) => `<th scope="col">${escape(name)}</th>`).join("");
  const body = rows.map((cells) => {
    const written = cells.map(
      (cell, index) => `<td data-label="${escape(head[index] ?? "")}">${inline(cell)}</td>`,
    );
    return `<tr>${written.join("")}</tr>`;
  });
  return ["<table>", `<thead><tr>${heading}</tr></thead>`, "<tbody>", ...body, "</tbody>", "</table>"].join(
    "\n",
  );
}

function diffLine(line: string): string {
  const [sign] = /^\s*(\+-|[+~-])(?=\s)/.exec(line) ?? [];
  const kind = { "+": "added", "-": "removed", "~": "changed", "+-": "restarts" }[sign?.trim() ?? ""];
  return kind === undefined ? escape(line) : `<span class="${kind}">${escape(line)}</span>`;
}

function moodOf({ mood }: { readonly mood?: string }): string {
  return mood === undefined || mood === "plain" ? "" : ` class="${mood}"`;
}

function inline(line: Line): string {
  return line.map(piece).join("");
}

function piece(part: Inline): string {
  if (typeof part === "string") return escape(part);
  return "code" in part ? `<code>${escape(part.code)}</code>` : `<strong>${escape(part.strong)}</strong>`;
}

function text(line: Line): string {
  return line
    .map((part) => escape(typeof part === "string" ? part : "code" in part ? part.code : part.strong))
    .join("");
}

const special: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "↵",
};

function escape(value: string): string {
  return value
    .split("\n")
    .map(printable)
    .join("\n")
    .replace(/[&<>"\n]/g, (character) => special[character] ?? character);
}
