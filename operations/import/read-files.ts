import { existsSync, statSync } from "node:fs";
import { CfgDataError, cfgDataObjects, type CfgDataProblem, CfgDataReader } from "../../render/cfg-data";
import type { ConfigurationObjects } from "../../render/configuration-objects";
import { Failure } from "../../system/failure";
import { fileText } from "./file-text";

/** A problem of a file's structure, with the file. */
export interface FileProblem extends CfgDataProblem {
  readonly file: string;
}

/** What files hold, each put over those before it. */
export interface ReadFiles {
  readonly objects: ConfigurationObjects;
  readonly problems: readonly FileProblem[];
  /** Objects of other kinds, by element. */
  readonly others: ReadonlyMap<string, number>;
}

/** Reads exports in the order in which they are named; an update changes what the files before it hold. */
export function readFiles(files: readonly string[]): ReadFiles {
  let objects: ConfigurationObjects | undefined;
  const problems: FileProblem[] = [];
  const others = new Map<string, number>();
  for (const file of files) {
    const reading = readFile(file, objects);
    objects = reading.objects;
    problems.push(...reading.problems.map((problem) => ({ ...problem, file })));
    for (const [element, count] of reading.others) others.set(element, (others.get(element) ?? 0) + count);
  }
  return { objects: objects!, problems, others };
}

function readFile(file: string, base: ConfigurationObjects | undefined) {
  if (!existsSync(file) || !statSync(file).isFile()) throw new Failure(`There is no file ${file}.`);
  const reader = new CfgDataReader();
  try {
    for (const text of fileText(file)) reader.write(text);
    return cfgDataObjects(reader.end(), base);
  } catch (error) {
    if (error instanceof CfgDataError) throw new Failure(`${file}: ${error.message} Nothing was written.`);
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || error instanceof Failure) throw error;
    throw new Failure(`${file} can't be read (${code}).`);
  }
}
