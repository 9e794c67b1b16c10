import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PreviewStep } from "../../engine/preview";
import type { StateResource } from "../../engine/state";
import { resolveFile } from "../../system/stack-file";
import { previewText } from "./previewed-stack";

/* What `tenants preview` prints, from a state that the last release wrote of the dev stack. */

const { definition, resources } = JSON.parse(
  readFileSync(join(__dirname, "..", "..", "test", "golden", "state-of-last-release.json"), "utf8"),
) as { definition: Record<string, unknown>; resources: StateResource[] };

const gms = resources.find(({ urn, type }) => type.endsWith(":Container") && urn.endsWith("::GMS"))!;
const image = String(gms.inputs!.image);

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "genesys-chat-previewed-"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: genesys-chat\n");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function textOf(edit: object, steps: readonly PreviewStep[], deployed = resources): string {
  const file = join(folder, "definition.yaml");
  writeFileSync(file, JSON.stringify({ ...definition, ...edit }));
  const state = { resources: deployed, pending: [] };
  const plan = {
    stack: "dev",
    resolution: resolveFile(file),
    state,
    preview: { steps },
    reason: "a test asks",
  };
  return previewText(plan, { root: folder, simulatorImage: () => image });
}

const step = (op: string, { urn, type, inputs }: StateResource): PreviewStep => ({
  op,
  urn,
  ...(inputs && { oldState: { type, inputs }, newState: { type, inputs } }),
});

test("nothing changes, also if the engine reads a stack reference", () => {
  expect(textOf({}, [])).toMatch(/^Chat stack dev: no change\n/);
  expect(textOf({}, [step("read", gms)])).toMatch(/^Chat stack dev: no change\n/);
});

test("a changed option: its old and new value, and when it takes effect", () => {
  const text = textOf({ logs: { maxSizeMb: 7 }, namePrefix: "New_" }, [step("replace", gms)]);
  expect(text).toMatch(/^Chat stack dev: /);
  expect(text).toContain("namePrefix");
  expect(text).toMatch(/Old: .*New: New_.*Takes effect: /);
});

test("the definitions and the engine disagree: both are printed", () => {
  const text = textOf({}, [step("replace", gms)]);
  expect(text).toContain("The definitions and the engine disagree");
  expect(text).toContain("genesys-chat.dev.gms: by the definitions it is left alone, by the engine replaced");
});

test("a stack of which nothing is deployed: its containers are created", () => {
  const containers = resources.filter(({ type }) => type.endsWith(":Container"));
  const text = textOf(
    {},
    containers.map((one) => ({ ...step("create", one) })),
    [],
  );
  expect(text).toMatch(/new: \d+ containers/);
  expect(text).toContain("nothing, since it is not deployed");
});
