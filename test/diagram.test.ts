import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { resolveFile } from "../system/stack-file";
import { type Deployment, resolve } from "../model";
import { deceptiveCharacter } from "../model/deceptive-text";
import { topologies } from "../model/fixtures/topology";
import { svg } from "../operations/diagram/svg";
import { diagramOf, dot, type LiveState, mermaidDiagram } from "../render";
import { checkout } from "./support/project-copy";
import { sequence, shuffled } from "./support/shuffled";
import { exampleDefinition } from "./support/topologies";

jest.setTimeout(60_000);

/* Every picture's text, byte for byte. After a wanted change: GOLDEN=update npx jest diagram. */
const update = process.env.GOLDEN === "update";

function expectGolden(file: string, text: string): void {
  if (update) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(existsSync(file)).toBe(true);
  expect(text).toBe(readFileSync(file, "utf8"));
}

const goldenFile = (name: string) => join(__dirname, "golden", "diagram", name);

function deploymentOf(definition: unknown): Deployment {
  const { deployment, problems } = resolve(definition);
  if (!deployment) throw new Error(JSON.stringify(problems));
  return deployment;
}

const dev = () => resolveFile(join(checkout, "Pulumi.dev.yaml")).deployment!;

test.each(topologies)("%s is drawn as it was, also from keys in another order", async (topology) => {
  const definition = exampleDefinition(topology);
  const drawn = (from: unknown) => diagramOf(deploymentOf(from), topology);
  expectGolden(goldenFile(`${topology}.dot`), dot(drawn(definition)));
  expectGolden(goldenFile(`${topology}.mmd`), mermaidDiagram(drawn(definition)));
  expectGolden(goldenFile(`${topology}.svg`), await svg(drawn(definition)));
  for (let seed = 1; seed <= 5; seed += 1) {
    const other = shuffled(definition, sequence(seed));
    expect(dot(drawn(other))).toBe(dot(drawn(definition)));
    expect(mermaidDiagram(drawn(other))).toBe(mermaidDiagram(drawn(definition)));
  }
});

test("the README's picture is that of dev, and laid out the same each time", async () => {
  const drawn = await svg(diagramOf(dev(), "dev"));
  expectGolden(join(checkout, "docs", "topology.svg"), drawn);
  expect(await svg(diagramOf(dev(), "dev"))).toBe(drawn);
});

test("every application, port, pair, connection and external server is in the picture", async () => {
  const deployment = deploymentOf(exampleDefinition("external-servers"));
  const picture = await svg(diagramOf(deployment, "x"));
  const words = [...picture.matchAll(/<text[^>]*>([^<]*)</g)].map(([, word]) => word);
  for (const { name, ports } of deployment.applications) {
    expect(words).toContain(name);
    for (const { id, port } of ports)
      expect(words.some((word) => word!.startsWith(`${id} ${port}`))).toBe(true);
  }
  for (const { key } of deployment.externalServers) expect(words).toContain(key);
  const backups = deployment.applications.filter(({ role }) => role === "backup").length;
  expect(picture.match(/stroke-width="2"/g)).toHaveLength(backups);
  expect(words).toContain("bold line: pair of primary and warm standby");
  const edges = deployment.applications.reduce((sum, { connections }) => sum + connections.length, 0);
  expect(picture.match(/class="edge"/g)).toHaveLength(edges + backups);
  expect(picture).toContain("stroke-dasharray");
  expect(words).toContain("Legend");
});

test("what runs is said with its role, sessions and health", async () => {
  const live = new Map<string, LiveState>([
    ["ChatServer1", { role: "active", sessions: 1, health: "healthy" }],
    ["ChatServer1_B", { role: "standby", sessions: 0, health: "unhealthy" }],
    ["GMS", { health: "not there" }],
  ]);
  const picture = await svg(diagramOf(dev(), "dev", live));
  for (const words of ["active, 1 session, healthy", "standby, unhealthy", "not there"])
    expect(picture).toContain(`>${words}<`);
});

const hostileText = fc
  .array(
    fc.constantFrom(
      '"',
      "<b>",
      "&",
      "\\n",
      "]",
      "}",
      ";",
      "--",
      "#",
      "\u202E",
      "\u001B",
      "\n",
      "x",
      "]]>",
      "<TABLE>",
    ),
    { minLength: 1 },
  )
  .map((parts) => parts.join(""));

test("no name ends a label, is markup or is invisible", async () => {
  const deployment = dev();
  await fc.assert(
    fc.asyncProperty(hostileText, async (name) => {
      const changed = {
        ...deployment,
        applications: deployment.applications.map((one) =>
          one.type === "GenesysMobileServices" ? { ...one, name, placement: name } : one,
        ),
      };
      const diagram = diagramOf(changed, name);
      const picture = await svg(diagram);
      expect(picture.match(/class="node"/g)).toHaveLength(deployment.applications.length + 1);
      expect(picture).not.toMatch(
        /<(?!\/?(?:svg|g|title|polygon|polyline|path|text|ellipse|!--|\?xml|!DOCTYPE)\b|!--|!DOCTYPE)/,
      );
      for (const text of [picture, mermaidDiagram(diagram)]) {
        expect(deceptiveCharacter(text)).toBeUndefined();
        expect(text).not.toContain("\u001B");
      }
      expect(mermaidDiagram(diagram).split("\n")).toHaveLength(
        mermaidDiagram(diagramOf(changed, "x")).split("\n").length,
      );
    }),
    { numRuns: 15 },
  );
});
