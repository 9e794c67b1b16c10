import type { ConfigurationObjects } from "../configuration-objects/configuration-objects";
import type { ObjectsReading } from "../configuration-objects/reading";
import { gaxObjectsReading } from "./gax-reader";
import { type JsonDocument, JsonRecordReader } from "./json-records";
import { mutagenObjects } from "./mutagen-reader";

export { gaxText, gaxUpdateText } from "./gax-writer";
export { JsonRecordReader } from "./json-records";
export { mutagenText } from "./mutagen-writer";

/** Applies a document of mutagen or GAX to a configuration; without one, the document is all there is. */
export function jsonObjects(document: JsonDocument, base?: ConfigurationObjects): ObjectsReading {
  const isMutagen =
    document.members.has("__metadata__") || document.records.some(({ list }) => list === "applications");
  return isMutagen ? mutagenObjects(document, base) : gaxObjectsReading(document, base);
}

/** Reads a document that is in memory already; throws if it is none. */
export function readObjectJson(text: string, base?: ConfigurationObjects): ObjectsReading {
  const reader = new JsonRecordReader();
  reader.write(text);
  return jsonObjects(reader.end(), base);
}
