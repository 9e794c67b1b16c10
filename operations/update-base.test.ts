import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { withValue } from "../model/fixtures/edit";
import { deploymentOf } from "../model/fixtures/single";
import { outputFiles } from "../render";
import { exampleDefinition } from "../test/support/topologies";
import { DocumentApplier } from "../test/support/document-applier";
import { main } from "../cli/main";
import { definitionOf } from "./import/definition";
import { foreignExport } from "./import/fixtures";
import { readFiles } from "./import/read-files";
import { importFiles } from "./import/result";
import { readUpdateBase } from "./update-base";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "genesys-chat-base-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pair = exampleDefinition("pair");
const changed = withValue<unknown>(
  pair,
  ["chatServers", "ChatServer1", "options", "settings", "session-shutdown-timeout"],
  60,
);

/** Runs `render` on a definition; returns its exit code and what it said. */
async function render(definition: unknown, ...words: string[]): Promise<{ code: number; stderr: string }> {
  const file = join(folder, "definition.yaml");
  writeFileSync(file, stringify(definition, { aliasDuplicateObjects: false }));
  let stderr = "";
  const spies = [
    jest.spyOn(process.stdout, "write").mockReturnValue(true),
    jest.spyOn(process.stderr, "write").mockImplementation((text) => ((stderr += String(text)), true)),
  ];
  try {
    return { code: await main(["render", "--file", file, ...words]), stderr };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

test("an update against the folder of an earlier rendering has the change, and both together mean the new definition", async () => {
  const out = join(folder, "out");
  expect(await render(pair, "--out", out)).toMatchObject({ code: 0 });
  expect(existsSync(join(out, "cfgdata-update.xml"))).toBe(false);
  const before = readFileSync(join(out, "cfgdata.xml"), "utf8");
  writeFileSync(join(folder, "before.xml"), before);
  expect(await render(changed, "--out", out, "--base", out)).toMatchObject({ code: 0 });
  const update = readFileSync(join(out, "cfgdata-update.xml"), "utf8");
  expect(update.match(/session-shutdown-timeout/g)).toHaveLength(2);
  const applied = new DocumentApplier(new Set()).apply(before).apply(update).servers;
  const wanted = new DocumentApplier(new Set()).apply(readFileSync(join(out, "cfgdata.xml"), "utf8")).servers;
  expect(applied).toEqual(wanted);
  const { objects } = readFiles([join(folder, "before.xml"), join(out, "cfgdata-update.xml")]);
  expect(deploymentOf(definitionOf(objects).definition)).toEqual(deploymentOf(changed));
  expect(readFileSync(join(out, "README.md"), "utf8")).toContain("Import `cfgdata-update.xml`");
  const gax = JSON.parse(readFileSync(join(out, "gax-update.json"), "utf8"));
  expect(gax.requests.map(({ method }: { method: string }) => method)).toEqual(["PUT", "PUT"]);
});

describe("against an export of another tool", () => {
  const write = () => {
    const file = join(folder, "export.xml");
    writeFileSync(file, foreignExport);
    return file;
  };

  test("what the export means changes nothing but what the definition adds by default", () => {
    const file = write();
    const { definition } = importFiles([file], undefined, "x");
    const base = readUpdateBase(file, false);
    const text = outputFiles(deploymentOf(definition), { formats: ["cfgdata"], base }).get(
      "cfgdata-update.xml",
    )!;
    expect(text).not.toMatch(
      /CfgCreate|CfgRemove|workDirectory|commandLine|appPrototypeDBID|hostDBID|Timeout|action="change" key="limits-control-enabled"|hunter2/,
    );
    const update = join(folder, "update.xml");
    writeFileSync(update, text);
    const { servers } = readFiles([file, update]).objects;
    expect(servers.find(({ name }) => name === "CS1")!.options.security).toEqual({
      "db-password": "hunter2",
    });
  });

  test("servers that aren't declared are removed with --prune only, and then only those of a chat deployment", () => {
    const file = write();
    const removable = (prune: boolean) => [...readUpdateBase(file, prune).removable].sort();
    expect(removable(false)).toEqual([]);
    expect(removable(true)).toEqual(["CS1", "CS1_B", "GMS_Main", "Ixn", "UCS", "WebAPI"]);
  });
});

test.each<[string, () => string, RegExp]>([
  [
    "a missing path",
    () => join(folder, "none"),
    /--base .*none doesn't exist\. Name an earlier rendering or an export/,
  ],
  ["a folder without a rendering", () => folder, /holds none of cfgdata\.xml, mutagen\.json, gax\.json/],
  [
    "a broken file",
    () => {
      const file = join(folder, "broken.xml");
      writeFileSync(file, foreignExport.replace('type="59"', 'type="ChatServer"'));
      return file;
    },
    /broken\.xml:\d+: type of CfgServer is "ChatServer".*Nothing was written/,
  ],
])("%s ends the command", async (_, path, message) => {
  const { code, stderr } = await render(pair, "--out", join(folder, "out"), "--base", path());
  expect([code, existsSync(join(folder, "out"))]).toEqual([2, false]);
  expect(stderr).toMatch(message);
});
