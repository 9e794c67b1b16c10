import { existsSync, statSync } from "node:fs";
import { cfgDataObjects, CfgDataReader } from "../../render/cfg-data";
import {
  type ConfigurationObjects,
  type LeftOutPart,
  type ObjectsReading,
  type StructureProblem,
  UnreadableObjects,
} from "../../render/configuration-objects";
import { JsonRecordReader, jsonObjects } from "../../render/object-json";
import { Failure } from "../../system/failure";
import { fileText } from "./file-text";

/** A problem of a file's structure, with the file. */
export interface FileProblem extends StructureProblem {
  readonly file: string;
}

/** What files hold, each put over those before it. */
export interface ReadFiles {
  readonly objects: ConfigurationObjects;
  readonly problems: readonly FileProblem[];
  /** Objects of other kinds, by the format's word, such as CfgPerson or persons. */
  readonly others: ReadonlyMap<string, number>;
  /** What configuration objects have no place for. */
  readonly leftOut: readonly LeftOutPart[];
}

/** Reads exports in the order in which they are named; an update changes what the files before it hold. */
export function readFiles(files: readonly string[]): ReadFiles {
  let objects: ConfigurationObjects | undefined;
  const problems: FileProblem[] = [];
  const others = new Map<string, number>();
  const leftOut: LeftOutPart[] = [];
  for (const file of files) {
    const reading = readFile(file, objects);
    objects = reading.objects;
    leftOut.push(...reading.leftOut);
    problems.push(...reading.problems.map((problem) => ({ ...problem, file })));
    for (const [element, count] of reading.others) others.set(element, (others.get(element) ?? 0) + count);
  }
  return { objects: objects!, problems, others, leftOut };
}

function readFile(file: string, base: ConfigurationObjects | undefined): ObjectsReading {
  if (!existsSync(file) || !statSync(file).isFile()) throw new Failure(`There is no file ${file}.`);
  try {
    return readPieces(fileText(file), base);
  } catch (error) {
    if (error instanceof UnreadableObjects)
      throw new Failure(`${file}: ${error.message} Nothing was written.`);
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || error instanceof Failure) throw error;
    throw new Failure(`${file} can't be read (${code}).`);
  }
}

/** The first character that isn't blank says which format it is. */
function readPieces(pieces: Iterable<string>, base: ConfigurationObjects | undefined): ObjectsReading {
  let cfgData: CfgDataReader | undefined;
  let json: JsonRecordReader | undefined;
  for (const text of pieces) {
    if (!cfgData && !json) {
      const start = text.trimStart()[0];
      if (start === undefined) continue;
      if (start === "{" || start === "[") json = new JsonRecordReader();
      else cfgData = new CfgDataReader();
    }
    (json ?? cfgData!).write(text);
  }
  if (json) return jsonObjects(json.end(), base);
  return cfgDataObjects((cfgData ?? new CfgDataReader()).end(), base);
}
