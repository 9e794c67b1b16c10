import { relative } from "node:path";
import { textTable } from "./text-table";

/** One test file of jest's JSON report; only what is read here. */
export interface TestFile {
  /** Absolute path. */
  readonly name: string;
  /** When a worker started the file, in milliseconds since 1970. */
  readonly startTime: number;
  readonly endTime: number;
}

/** How many files are listed. */
const listed = 10;

/** The slowest test files, and how long each worker was busy, as the lines of a screen. */
export function testTimes(files: readonly TestFile[], root: string): string {
  const slowest = [...files].sort((a, b) => seconds(b) - seconds(a)).slice(0, listed);
  const rows = slowest.map((file) => [seconds(file).toFixed(1), relative(root, file.name)]);
  const busy = workers(files).map((each) => `${each.toFixed(1)} s`);
  return `${textTable([["seconds", `slowest of ${files.length} test files`], ...rows])}busy per worker: ${busy.join(", ")}\n`;
}

/**
 * Busy seconds of each worker, longest first. The report does not name workers, but files of one worker never overlap: each
 * file goes to the first worker that is free when it starts.
 */
export function workers(files: readonly TestFile[]): number[] {
  const lanes: { free: number; busy: number }[] = [];
  for (const file of [...files].sort((a, b) => a.startTime - b.startTime)) {
    let lane = lanes.find(({ free }) => free <= file.startTime);
    if (!lane) lanes.push((lane = { free: 0, busy: 0 }));
    lane.free = file.endTime;
    lane.busy += seconds(file);
  }
  return lanes.map(({ busy }) => busy).sort((a, b) => b - a);
}

const seconds = ({ startTime, endTime }: TestFile) => (endTime - startTime) / 1000;
