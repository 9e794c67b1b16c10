// @ts-check
"use strict";

/**
 * A step that was gone through: its name, how its result came about ("already there", "built from Go modules"), the
 * seconds it took and the bytes on disk that it accounts for, where known.
 *
 * @typedef {{ step: string, how: string, seconds: number, bytes: number | null }} StepRecord
 */

/** The order in which steps are listed; they run side by side. */
const ORDER = [
  "node packages",
  "build",
  "pulumi CLI",
  "docker plugin",
  "docker packages",
  "docker",
  "simulator image",
];

/** How often a step that takes long shows a sign of life, in milliseconds. */
const HEARTBEAT = 10_000;

/** Prints the progress to standard error: a line when a step starts and one when it is done; idle steps print nothing. */
class Progress {
  /**
   * @param {{ write(text: string): unknown }} stream
   * @param {number} [heartbeat] milliseconds between signs of life
   */
  constructor(stream, heartbeat = HEARTBEAT) {
    this.stream = stream;
    this.heartbeat = heartbeat;
    /** @type {StepRecord[]} */
    this.records = [];
    /** What runs now: step -> what it does and since when. @type {Map<string, { what: string, start: number }>} */
    this.running = new Map();
    /** @type {NodeJS.Timeout | undefined} */
    this.beat = undefined;
  }

  /**
   * Says what a step does now, or did.
   *
   * @param {string} step
   * @param {string} text
   */
  say(step, text) {
    this.stream.write(`${step.padEnd(15)} ${text}\n`);
    const entry = this.running.get(step);
    if (entry) entry.what = text.replace(/ …$/, "");
  }

  /**
   * Notes that a step had nothing to do.
   *
   * @param {string} step
   * @param {string} how
   * @param {number | null} bytes
   */
  idle(step, how, bytes = null) {
    this.records.push({ step, how, seconds: 0, bytes });
  }

  /**
   * Runs work that takes a while, and says so: that it starts, every ten seconds that it still runs, and how it ended.
   *
   * @template {{ how: string, bytes?: number | null }} T
   * @param {string} step
   * @param {string} what
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  async during(step, what, work) {
    const start = Date.now();
    this.running.set(step, { what, start });
    this.say(step, `${what} …`);
    // One sign of life for all that runs, not one for each.
    this.beat ??= setInterval(() => this.tellRunning(), this.heartbeat);
    try {
      const result = await work();
      const seconds = (Date.now() - start) / 1000;
      const bytes = result.bytes ?? null;
      this.records.push({ step, how: result.how, seconds, bytes });
      this.running.delete(step);
      this.say(step, `${result.how} (${duration(seconds)}${bytes === null ? "" : `, ${size(bytes)}`})`);
      return result;
    } finally {
      this.running.delete(step);
      if (this.running.size === 0) {
        clearInterval(this.beat);
        this.beat = undefined;
      }
    }
  }

  /** One line that names all that still runs. */
  tellRunning() {
    const texts = [...this.running].map(
      ([step, { what, start }]) => `${step}: ${what} (${duration((Date.now() - start) / 1000)})`,
    );
    this.stream.write(`${"".padEnd(15)} … ${texts.join("; ")}\n`);
  }
}

/**
 * Seconds as people say them: `0.4 s`, `12 s`, `1 min 36 s`.
 *
 * @param {number} seconds
 * @returns {string}
 */
function duration(seconds) {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/**
 * Bytes as people say them: `0.3 MB`, `114 MB`.
 *
 * @param {number} bytes
 * @returns {string}
 */
function size(bytes) {
  const megabytes = bytes / 1e6;
  return megabytes < 9.95 ? `${megabytes.toFixed(1)} MB` : `${Math.round(megabytes)} MB`;
}

/**
 * The records in the order that is listed.
 *
 * @param {StepRecord[]} records
 * @returns {StepRecord[]}
 */
function inOrder(records) {
  return [...records].sort((left, right) => ORDER.indexOf(left.step) - ORDER.indexOf(right.step));
}

/**
 * The table that `./chatstack setup` prints.
 *
 * @param {StepRecord[]} records
 * @returns {string}
 */
function stepTable(records) {
  const rows = records.map(({ step, how, seconds, bytes }) => [
    step,
    duration(seconds),
    bytes === null ? "" : size(bytes),
    how,
  ]);
  rows.unshift(["step", "time", "size", "how"]);
  const width = (/** @type {number} */ column) => Math.max(...rows.map((row) => (row[column] ?? "").length));
  const widths = [width(0), width(1), width(2)];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

module.exports = { Progress, duration, size, inOrder, stepTable };
