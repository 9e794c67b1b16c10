import { CfgDataReader } from "./reader";
import { type CfgDataReading, cfgDataObjects } from "./objects";

export { CfgDataError, type CfgDataDocument, type CfgDataProblem } from "./document";
export { CfgDataReader } from "./reader";
export { cfgDataObjects, type CfgDataReading } from "./objects";
export { cfgDataText, cfgDataUpdateText } from "./writer";

/** Reads a CfgData document that is in memory already; throws a CfgDataError if it is none. */
export function readCfgData(text: string, base?: CfgDataReading["objects"]): CfgDataReading {
  const reader = new CfgDataReader();
  reader.write(text);
  return cfgDataObjects(reader.end(), base);
}
