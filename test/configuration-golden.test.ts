import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { outputFiles } from "../render";
import { readCfgData } from "../render/cfg-data";
import { readObjectJson } from "../render/object-json";
import { sequence, shuffled } from "./support/shuffled";
import { configurationExamples } from "./support/configuration-examples";

/*
 * What each example hands over to a Configuration Server, byte for byte. After a wanted change:
 * GOLDEN=update npx jest configuration-golden.
 */
const update = process.env.GOLDEN === "update";
const formats = ["cfgdata", "mutagen", "gax"] as const;

describe.each(configurationExamples())("what $name hands over", ({ name, definition, resolved }) => {
  const folder = join(__dirname, "golden", "configuration", name);
  const files = outputFiles(resolved(definition), { formats, release: "0.0.0" });
  if (update) {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  }

  test("has the bytes that are kept", () => {
    expect(readdirSync(folder).sort()).toEqual([...files.keys()].sort());
    for (const [path, text] of files) expect(text).toBe(readFileSync(join(folder, path), "utf8"));
  });

  test("breaks nothing of the import schema, nor of the JSON formats", () => {
    expect(readCfgData(files.get("cfgdata.xml")!).problems).toEqual([]);
    expect(readObjectJson(files.get("mutagen.json")!)).toMatchObject({ problems: [], leftOut: [] });
    expect(readObjectJson(files.get("gax.json")!)).toMatchObject({ problems: [], leftOut: [] });
  });

  test("has the same bytes whatever the order of the definition's keys", () => {
    const random = sequence(7);
    for (let round = 0; round < 5; round += 1) {
      const deployment = resolved(shuffled(definition, random));
      expect([...outputFiles(deployment, { formats, release: "0.0.0" })]).toEqual([...files]);
    }
  });
});
