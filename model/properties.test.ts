import fc from "fast-check";
import { mistakenDefinitions } from "../test/support/mistakes";
import { exampleDefinition } from "../test/support/topologies";
import { anyJson, nearly, reordered } from "./fixtures/arbitrary";
import { topologies } from "./fixtures/topology";
import { fullDefinition, shortDefinition } from "./fixtures/seed";
import { hasErrors } from "./problem";
import { resolve } from "./resolve";
import { cases } from "./rules/cases";
import { readSource } from "./source";
import { propertyRuns } from "../test/support/property-runs";
import { anyText } from "../test/support/any-text";

// A loaded machine is no reason to fail.
jest.setTimeout(120_000);

const full = readSource(fullDefinition, "x").definition;
const examples = topologies.map((topology) => exampleDefinition(topology));
const almost = fc.oneof(nearly(full), ...examples.map(nearly), anyJson);

/** Either problems, or a deployment; every problem complete, and none of the echoes doubled. */
function expectValid(definition: unknown): void {
  const { deployment, problems } = resolve(definition);
  expect(deployment === undefined).toBe(hasErrors(problems));
  for (const { rule, path, message } of problems) {
    expect(rule).toMatch(/^[a-z-]+$/);
    expect(path === "" || path.startsWith("/")).toBe(true);
    expect(message).toMatch(/\.$/s);
  }
  const ids = problems.map(({ rule, path, message }) => `${rule} ${path} ${message}`);
  expect(ids).toEqual([...new Set(ids)]);
}

test("any JSON value yields problems or a deployment, never an exception", () => {
  fc.assert(fc.property(almost, expectValid), { numRuns: propertyRuns(300) });
});

test("any text yields problems or a definition, never an exception", () => {
  const lines = shortDefinition.split("\n");
  const text = fc.oneof(
    fc.string(),
    anyText,
    fc
      .tuple(fc.nat(lines.length - 1), fc.string({ maxLength: 8 }), fc.nat(60))
      .map(([at, insert, column]) =>
        lines
          .map((line, i) => (i === at ? line.slice(0, column) + insert + line.slice(column) : line))
          .join("\n"),
      ),
  );
  fc.assert(
    fc.property(text, (value) => {
      const { definition, source, problems } = readSource(value, "Pulumi.x.yaml");
      expect(problems).toBe(source.problems);
      const resolution = resolve(definition, source);
      expect(resolution.deployment === undefined).toBe(hasErrors(resolution.problems));
    }),
    { numRuns: propertyRuns(300) },
  );
});

test("the order of keys never matters", () => {
  const definition = fc.oneof(almost, fc.constantFrom(...mistakenDefinitions(cases)));
  fc.assert(
    fc.property(definition, fc.infiniteStream(fc.nat()), (value, numbers) => {
      const shuffle = (keys: string[]) =>
        keys
          .map((key) => [Number(numbers.next().value), key] as const)
          .sort(([a], [b]) => a - b)
          .map(([, key]) => key);
      const other = reordered(value, shuffle);
      expect(resolve(other)).toEqual(resolve(value));
      expect(JSON.stringify(resolve(other).deployment)).toBe(JSON.stringify(resolve(value).deployment));
    }),
    { numRuns: propertyRuns(150) },
  );
});

test("a deep value is refused, not climbed down into", () => {
  const deep = JSON.parse(`${"[".repeat(50000)}${"]".repeat(50000)}`) as unknown;
  expect(resolve({ chatServers: deep }).problems.map(({ rule }) => rule)).toContain("too-deep");
  expectValid({ a: deep });
  const text = `mobileServices: ${"[".repeat(20000)}${"]".repeat(20000)}`;
  const { definition, source } = readSource(text, "x");
  expect(hasErrors(resolve(definition, source).problems)).toBe(true);
});

test("what is not JSON is refused as well", () => {
  const circle: Record<string, unknown> = {};
  circle["chatServers"] = circle;
  class Output {
    then = 1;
  }
  for (const odd of [
    circle,
    new Output(),
    { release: new Output() },
    { network: () => 1 },
    10n,
    Symbol("x"),
    NaN,
  ]) {
    const { deployment, problems } = resolve(odd);
    expect([deployment, hasErrors(problems)]).toEqual([undefined, true]);
  }
});
