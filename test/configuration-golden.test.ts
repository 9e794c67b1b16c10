import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { resolve } from "../model";
import { deploymentOf } from "../model/fixtures/single";
import { topologies } from "../model/fixtures/topology";
import { outputFiles } from "../render";
import { readCfgData } from "../render/cfg-data";
import { sequence, shuffled } from "./support/shuffled";
import { exampleDefinition } from "./support/topologies";

/*
 * What each example hands over to a Configuration Server, byte for byte. After a wanted change:
 * GOLDEN=update npx jest configuration-golden.
 */
const update = process.env.GOLDEN === "update";
const formats = ["cfgdata"] as const;

describe.each(topologies)("what %s hands over", (topology) => {
  const folder = join(__dirname, "golden", "configuration", topology);
  const files = outputFiles(deploymentOf(exampleDefinition(topology)), { formats, release: "0.0.0" });
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

  test("breaks nothing of the import schema", () => {
    expect(readCfgData(files.get("cfgdata.xml")!).problems).toEqual([]);
  });

  test("has the same bytes whatever the order of the definition's keys", () => {
    const random = sequence(7);
    for (let round = 0; round < 5; round += 1) {
      const { deployment } = resolve(shuffled(exampleDefinition(topology), random));
      expect([...outputFiles(deployment!, { formats, release: "0.0.0" })]).toEqual([...files]);
    }
  });
});
