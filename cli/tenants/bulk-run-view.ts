import type { Output } from "../../operations/drill/progress";
import type { BulkRunObserver } from "../../operations/tenants/bulk-run";
import type { Changes } from "../../engine/inline-run";
import type { BulkRunResult, Outcome, Status } from "../../operations/tenants/outcome";
import { textTable } from "../text-table";

/** One that is under way, as it is shown. */
interface Row {
  readonly began: number;
  text: string;
}

/**
 * Shows the progress of a bulk run: on a terminal one line for each running tenant, kept at the foot, above which the finished ones
 * move up; elsewhere, where lines can't be replaced, one line for each start and each end.
 */
export class BulkRunView implements BulkRunObserver {
  private readonly rows = new Map<string, Row>();
  private shown = 0;
  private finished = 0;
  private readonly timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly output: Output,
    private readonly total: number,
    private readonly now: () => number = Date.now,
  ) {
    if (output.isTTY) this.timer = setInterval(() => this.draw(), 250).unref();
  }

  started(stack: string, reason: string): void {
    this.rows.set(stack, { began: this.now(), text: reason });
    if (this.output.isTTY) this.draw();
    else this.output.write(`${stack}: started (${reason})\n`);
  }

  progress(stack: string, text: string): void {
    const row = this.rows.get(stack);
    if (row) row.text = text;
  }

  ended(outcome: Outcome): void {
    this.finished += 1;
    this.rows.delete(outcome.stack);
    this.clear();
    this.output.write(`${outcomeLine(outcome)}\n`);
    this.draw();
  }

  /** Prints a line above the rows. */
  write(line: string): void {
    this.clear();
    this.output.write(`${line}\n`);
    this.draw();
  }

  end(): void {
    if (this.timer) clearInterval(this.timer);
    this.clear();
  }

  private draw(): void {
    if (!this.output.isTTY) return;
    this.clear();
    const width = Math.max(...[...this.rows.keys()].map((stack) => stack.length), 0);
    const lines = [...this.rows].map(([stack, { began, text }]) => {
      const seconds = Math.floor((this.now() - began) / 1000);
      return `  ${stack.padEnd(width)}  ${String(seconds).padStart(4)} s  ${text}`;
    });
    lines.push(`  ${this.finished} of ${this.total} tenants, ${this.rows.size} under way`);
    // A line that wraps would be more than one to take back. A terminal of unknown size has 0 columns.
    const columns = (this.output.columns || 80) - 1;
    this.output.write(lines.map((line) => `${line.slice(0, columns)}\n`).join(""));
    this.shown = lines.length;
  }

  private clear(): void {
    if (this.shown > 0) this.output.write(`\u001b[${this.shown}A\u001b[J`);
    this.shown = 0;
  }
}

/** What became of one tenant, in a line. */
function outcomeLine({ stack, status, reason, seconds, changes, log }: Outcome): string {
  const took = log === null ? "" : ` in ${seconds.toFixed(1)} s`;
  if (status === "done") return `${stack}: done${took}${changesText(changes, ", ")}`;
  return `${stack}: ${status}${took}: ${firstLine(reason)}`;
}

/** All outcomes as a table, and how many of each. */
export function bulkRunSummary({ operation, tenants, seconds, ended }: BulkRunResult): string {
  const rows = tenants.map(({ stack, status, seconds: took, changes, reason, log }) => [
    stack,
    status,
    log === null ? "-" : `${took.toFixed(1)} s`,
    status === "done" ? changesText(changes) || "nothing to do" : firstLine(reason),
    status === "failed" || status === "stopped" ? (log ?? "") : "",
  ]);
  const statuses: readonly Status[] = ["done", "skipped", "failed", "not valid", "stopped", "not started"];
  const counts = statuses.flatMap((status) => {
    const count = tenants.filter((tenant) => tenant.status === status).length;
    return count === 0 ? [] : [`${count} ${status}`];
  });
  const how = ended === "complete" ? "" : ` (${ended})`;
  return `${textTable([["TENANT", "RESULT", "TIME", "WHAT", "LOG"], ...rows])}${operation}: ${counts.join(", ")} in ${seconds.toFixed(0)} s${how}\n`;
}

function changesText(changes: Changes, before = ""): string {
  const words = Object.entries(changes).filter(([op]) => op !== "same");
  return words.length === 0 ? "" : before + words.map(([op, count]) => `${count} ${op}`).join(", ");
}

/** The first line; with the error after it if the line only announces one. */
function firstLine(text: string): string {
  const [first = "", ...more] = text.split("\n").map((line) => line.trim());
  if (!first.endsWith(":")) return first;
  return `${first} ${more.find((line) => line.startsWith("error:")) ?? more.find(Boolean) ?? ""}`.trim();
}
