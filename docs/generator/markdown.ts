/** A cell's text, in which nothing ends the cell, and nothing outside of code is a mark. */
function cell(text: string): string {
  return text
    .replaceAll(/\s*\n\s*/g, " ")
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replaceAll(/[*_<]/g, "\\$&")))
    .join("")
    .replaceAll("|", "\\|");
}

/** One column of a table: its head, and what a row has there. */
export interface Column<Row> {
  readonly head: string;
  readonly of: (row: Row) => string;
}

/** A table without the columns that no row has anything in. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const used = columns.filter(({ of }) => rows.some((row) => of(row) !== ""));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(used.map(({ head }) => head)),
    line(used.map(() => "---")),
    ...rows.map((row) => line(used.map(({ of }) => cell(of(row))))),
  ].join("\n");
}

/** A value as it is written; a text that is empty is said to be. */
export function code(text: string | undefined): string {
  if (text === undefined) return "";
  return text === "" ? "empty" : `\`${text}\``;
}

/** A file's or a folder's name as a heading: `chat-options` is "Chat options". */
export function title(name: string): string {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Parts of a page with an empty line between. */
export function page(...parts: readonly string[]): string {
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** The line that keeps hands off a generated page. */
export const generated = "<!-- Generated: change the sources and run `npm run reference`. -->";
