import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { readSource } from "../model";
import { engineValue } from "../model/engine-mismatch";
import { fullDefinition, shortDefinition } from "../model/fixtures/seed";
import { stackFileTexts } from "./support/arbitrary-yaml";
import { EngineReader, type EngineAnswer } from "./support/engine-reader";
import { oddScalars } from "./support/odd-yaml";
import { ProjectCopy } from "./support/project-copy";
import { TestStack } from "./support/test-stack";

/* The engine reads stack files with Go code, and we read them again for positions: the two must never mean different values. */
jest.setTimeout(240_000);

const reader = EngineReader.build();
afterAll(() => reader?.remove());

const file = "Pulumi.x.yaml";

/** Undefined where the two agree, or ours refuses; what differs otherwise. */
function disagreement(text: string, engine: EngineAnswer): string | undefined {
  const { definition, problems } = readSource(text, file);
  if (problems.length > 0) return undefined;
  const ours = `${JSON.stringify(text)}\n  is ${JSON.stringify(definition)} to us`;
  if (engine.error !== undefined) return `${ours}, and the engine refuses it: ${engine.error}`;
  if (engine.text === undefined) return `${ours}, and nothing to the engine`;
  if (isDeepStrictEqual(engineValue(engine.text, definition), definition)) return undefined;
  return `${ours}, and ${engine.text} to the engine`;
}

/** Fails with the texts that the two readers take for different values; returns the share that this project's reader accepts. */
function expectAgreement(texts: readonly string[]): number {
  const answers = reader!.read(texts);
  expect(answers).toHaveLength(texts.length);
  const found = texts.flatMap((text, index) => disagreement(text, answers[index]!) ?? []);
  expect(found.slice(0, 5)).toEqual([]);
  return texts.filter((text) => readSource(text, file).problems.length === 0).length / texts.length;
}

// Without Go there is no reader to compare with, and the tools came ready-made.
const withReader = reader ? describe : describe.skip;

withReader("the engine's reader of stack files and ours agree, or ours refuses", () => {
  const head = "config:\n  genesys-chat:deployment:\n";
  const places: readonly [string, (scalar: string) => string][] = [
    ["a value", (scalar) => `${head}    k: ${scalar}\n`],
    ["a value in braces", (scalar) => `${head}    k: { a: ${scalar} }\n`],
    ["an item", (scalar) => `${head}    k:\n    - ${scalar}\n`],
    ["a key", (scalar) => `${head}    ${scalar}: x\n`],
    ["a key in braces", (scalar) => `${head}    k: {${scalar}: x}\n`],
    ["in double quotes", (scalar) => `${head}    k: "${scalar}"\n`],
    ["in single quotes", (scalar) => `${head}    k: '${scalar}'\n`],
    ["the definition itself", (scalar) => `config:\n  genesys-chat:deployment: ${scalar}\n`],
    ["outside of the definition", (scalar) => `${head}    k: v\n  genesys-chat:x: ${scalar}\nz: ${scalar}\n`],
    ["a key outside of the definition", (scalar) => `${head}    k: v\n  genesys-chat:x: { ${scalar}: a }\n`],
    ["a key of a list outside", (scalar) => `${head}    k: v\n  genesys-chat:x:\n    - ${scalar}: a\n`],
    ["a config key", (scalar) => `${head}    k: v\n  ${scalar}: a\n`],
    ["a key of the file", (scalar) => `${head}    k: v\n${scalar}: a\n`],
  ];

  test.each(places)("on every odd scalar as %s", (_, place) => {
    expect(expectAgreement(oddScalars.map(place))).toBeGreaterThan(0.1);
  });

  const texts = stackFileTexts([fullDefinition, shortDefinition]);

  test("on texts that are always the same", () => {
    expect(expectAgreement(fc.sample(texts, { numRuns: 3000, seed: 4 }))).toBeGreaterThan(0.15);
  });

  test("on texts that are never the same", () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    try {
      expectAgreement(fc.sample(texts, { numRuns: 1000, seed }));
    } catch (error) {
      (error as Error).message += `\nThe seed was ${seed}.`;
      throw error;
    }
  });
});

withReader("the reader that is compared with", () => {
  let project: ProjectCopy;

  beforeAll(async () => {
    project = await ProjectCopy.make();
  });
  afterAll(() => project?.remove());

  test.each([
    "{ a: 010, b: 0o17, c: 1_000, d: 0x1F, e: 1e3, f: .5, g: -0 }",
    "{ a: yes, b: On, c: ~, d: NULL, e: 2024-01-01, f: 1:30, g: +_3 }",
    '["\\nx", "\\u0085", "a\\tb", \'it\'\'s\', é😀, 12345678901234567890]',
    "|\n      a\n\n      b\n",
    "text",
  ])("reads %s as the CLI does", async (value) => {
    const stack = await TestStack.from(project, "dev");
    const text = `config:\n  genesys-chat:deployment: ${value}\n`;
    const [expected] = reader!.read([text]);
    project.writeStackFile(stack.name, text);
    const { stdout } = await stack.succeed("config", "get", "genesys-chat:deployment");
    expect(stdout).toBe(`${expected!.text}\n`);
  });
});
