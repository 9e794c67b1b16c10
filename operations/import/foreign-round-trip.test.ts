import fc from "fast-check";
import { resolve } from "../../model";
import { cfgDataText, readCfgData } from "../../render/cfg-data";
import {
  configurationObjects,
  type ConfigurationObjects,
  type ObjectsReading,
} from "../../render/configuration-objects";
import { gaxText, mutagenText, readObjectJson } from "../../render/object-json";
import { gaxOf, mutagenOf, xmlOf } from "../../test/support/foreign-documents";
import { type Dialect, dialect, type Estate, estate } from "../../test/support/foreign-estate";
import { definitionOf } from "./definition";
import { propertyRuns } from "../../test/support/property-runs";

/*
 * Importing, rendering and importing again is stable for documents that other tools write. No writer of this project
 * writes the documents; they vary the order of attributes, namespaces, kinds of pairs, ids and DBIDs,
 * numbers as texts, optional parts, servers of other types, sections and options that no catalogue lists.
 */

interface Format {
  readonly foreign: (estate: Estate, dialect: Dialect) => string;
  readonly read: (text: string) => ObjectsReading;
  readonly write: (objects: ConfigurationObjects) => string;
}
const formats: Readonly<Record<string, Format>> = {
  cfgdata: { foreign: xmlOf, read: readCfgData, write: cfgDataText },
  mutagen: { foreign: mutagenOf, read: readObjectJson, write: mutagenText },
  gax: { foreign: gaxOf, read: readObjectJson, write: gaxText },
};

test.each(Object.entries(formats))(
  "%s of other tools: imported, rendered and imported again, it is the same definition",
  (_, { foreign, read, write }) => {
    let valid = 0;
    fc.assert(
      fc.property(estate, dialect, (objects, words) => {
        const reading = read(foreign(objects, words));
        expect(reading.problems.filter(({ severity }) => severity === "error")).toEqual([]);
        const { definition } = definitionOf(reading.objects);
        const { deployment } = resolve(definition);
        if (!deployment) return;
        valid += 1;
        const again = read(write(configurationObjects(deployment)));
        expect([again.problems, again.leftOut]).toEqual([[], []]);
        expect(definitionOf(again.objects).definition).toEqual(definition);
      }),
      { numRuns: propertyRuns(60) },
    );
    expect(valid).toBeGreaterThan(propertyRuns(25));
  },
);
