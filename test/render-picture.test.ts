import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../cli/main";
import { svg } from "../operations/diagram/svg";
import { diagramOf } from "../render";
import { resolveFile } from "../system/stack-file";
import { checkout } from "./support/project-copy";

jest.setTimeout(60_000);

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "genesys-chat-render-"))));
afterEach(() => rmSync(folder, { recursive: true }));

interface Manifest {
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

/** Runs `render` on dev into the folder; returns the paths that its manifest lists, with their hashes. */
async function render(...words: string[]): Promise<ReadonlyMap<string, string>> {
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, "write").mockReturnValue(true),
  );
  try {
    expect(await main(["render", "--stack", "dev", "--out", folder, ...words])).toBe(0);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  const { files } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Manifest;
  return new Map(files.map(({ path, sha256 }) => [path, sha256]));
}

test("render writes the stack's picture, and its manifest has the picture's hash", async () => {
  const listed = await render();
  const picture = readFileSync(join(folder, "topology.svg"), "utf8");
  const { deployment } = resolveFile(join(checkout, "Pulumi.dev.yaml"));
  expect(picture).toBe(await svg(diagramOf(deployment!, "dev")));
  expect(listed.get("topology.svg")).toBe(createHash("sha256").update(picture).digest("hex"));
});

test("render writes no picture if another format is asked for, and its manifest lists none", async () => {
  await render();
  const listed = await render("--format", "cfgdata");
  expect(listed.has("topology.svg")).toBe(false);
  expect(() => readFileSync(join(folder, "topology.svg"))).toThrow("ENOENT");
});
