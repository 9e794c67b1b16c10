import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolve } from "../model";
import { definitionOf } from "../operations/import/definition";
import { readFiles } from "../operations/import/read-files";
import { outputFiles, outputFormats } from "../render";
import { largeDefinition } from "./support/large-definition";
import type { Measured } from "./support/rounds";

const rounds = 5;
const applications = 1000;
const exportSize = 20 * 1024 * 1024;
/** What may be used at most: seconds of a processor, and memory in MB. */
const limits = { render: 1, import: 5, memory: 500 };

interface Measurement {
  readonly name: string;
  /** Median of the processor time, in seconds: a busy machine doesn't change it much. */
  readonly seconds: number;
  readonly limit: number;
}

/** Rendering a thousand applications in all formats, and importing an export of 20 MB. */
export function measure(): Promise<Measured> {
  const { deployment } = resolve(largeDefinition(applications));
  if (!deployment) throw new Error("the large definition is not valid");
  const folder = mkdtempSync(join(tmpdir(), "genesys-chat-bench-"));
  try {
    const file = join(folder, "export.xml");
    writeExport(file);
    const timings = [
      measured(`render ${deployment.applications.length} applications`, limits.render, () => {
        if (outputFiles(deployment, { formats: outputFormats }).size < applications)
          throw new Error("too few");
      }),
      measured("import 20 MB", limits.import, () => {
        if (definitionOf(readFiles([file]).objects).taken.length < 100) throw new Error("too few");
      }),
    ];
    const memory = process.resourceUsage().maxRSS / 1024;
    const lines = timings.map(
      ({ name, seconds, limit }) => `${name}: ${seconds.toFixed(2)} s of a processor (at most ${limit} s)\n`,
    );
    const table = `${lines.join("")}memory: ${memory.toFixed(0)} MB (at most ${limits.memory} MB)\n`;
    return Promise.resolve({ table, figures: { timings, memory, limits } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measured(name: string, limit: number, run: () => void): Measurement {
  const seconds = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  }).sort((a, b) => a - b);
  return { name, seconds: seconds[Math.floor(rounds / 2)]!, limit };
}

/** Chat Servers with sections of a hundred options each. */
function writeExport(file: string): void {
  const descriptor = openSync(file, "w");
  let size = writeSync(descriptor, '<CfgData xmlns="http://www.genesyslab.com/cs"><CfgCreate>\n');
  const options = Array.from(
    { length: 100 },
    (_, index) => `<str_pair key="option-${index}" value="a value as long as most of them are"/>\n`,
  ).join("");
  for (let index = 0; size < exportSize; index += 1) {
    const sections = ["a", "b", "c"]
      .map((name) => `<list_pair key="${name}">${options}</list_pair>`)
      .join("");
    size += writeSync(
      descriptor,
      `<CfgServer id="s${index}" name="ChatServer${index}" type="59" redundancyType="1"><options>${sections}</options></CfgServer>\n`,
    );
  }
  writeSync(descriptor, "</CfgCreate></CfgData>\n");
  closeSync(descriptor);
}
