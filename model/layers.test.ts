import fc from "fast-check";
import { anyJson, pathsOf } from "./fixtures/arbitrary";
import { type Layer, layered, merge } from "./layers";
import { type Path } from "./path";
import { readSource } from "./source";
import { propertyRuns } from "../test/support/property-runs";

jest.setTimeout(120_000);

const layer = (file: string, text: string): Layer => {
  const { definition, source } = readSource(text, file);
  return { definition, source };
};

describe("merging", () => {
  test.each([
    [
      "maps key by key",
      { a: { x: 1, y: 2 }, b: 1 },
      { a: { y: 3, z: 4 } },
      { a: { x: 1, y: 3, z: 4 }, b: 1 },
    ],
    ["a list replaces a list", { a: [1, 2, 3] }, { a: [4] }, { a: [4] }],
    ["maps in lists are no maps of their own", { a: [{ x: 1 }] }, { a: [{ y: 1 }] }, { a: [{ y: 1 }] }],
    ["a text replaces a map", { a: { x: 1 } }, { a: "b" }, { a: "b" }],
    ["a map replaces a list", { a: ["x"] }, { a: { x: {} } }, { a: { x: {} } }],
    ["an empty map takes nothing out", { a: { x: 1 } }, { a: {} }, { a: { x: 1 } }],
    ["null takes a key out", { a: { x: 1, y: 2 } }, { a: { x: null } }, { a: { y: 2 } }],
    ["null removes a complete part", { a: { x: 1 }, b: 1 }, { a: null }, { b: 1 }],
    [
      "null stays where nothing is under it",
      { a: {} },
      { a: { x: null }, b: null },
      { a: { x: null }, b: null },
    ],
    [
      "a key like a prototype's",
      { constructor: { x: 1 } },
      { constructor: { y: 1 } },
      { constructor: { x: 1, y: 1 } },
    ],
  ])("%s", (_, under, over, merged) => expect(merge(under, over)).toEqual(merged));

  test("__proto__ is a key like others, so that the shape check meets it", () => {
    const under = JSON.parse('{"__proto__":{"a":1}}') as unknown;
    expect(JSON.stringify(merge(under, { b: 1 }))).toBe('{"__proto__":{"a":1},"b":1}');
    expect(({} as Record<string, unknown>)["a"]).toBeUndefined();
  });

  test("over nothing a definition stays as it is, and nothing over it changes nothing", () => {
    fc.assert(
      fc.property(anyJson, (definition) => {
        expect(merge({}, definition)).toEqual(definition);
        fc.pre(typeof definition === "object" && definition !== null && !Array.isArray(definition));
        expect(merge(definition, {})).toEqual(definition);
      }),
    );
  });
});

describe("a chain", () => {
  const tenant = layer(
    "tenant.yaml",
    "extend: profile.yaml\nnetwork: { subnet: 10.0.0.0/24 }\nchatServers:\n  Chat2: ~\n  Chat3:\n    host: c\n",
  );
  const profile = layer(
    "profile.yaml",
    "extend: defaults.yaml\nchatServers:\n  Chat1:\n    connections: [A, B]\n  Chat2: { host: b }\n  Chat3: { release: '8' }\n",
  );
  const defaults = layer(
    "defaults.yaml",
    "# all of them\nchatServers:\n  Chat1: { connections: { A: {}, B: {} }, host: a }\nrelease: '1'\n",
  );
  const whole = layered([tenant, profile, defaults]);

  test("is merged from the farthest to the nearest, without what it extends", () => {
    expect(whole.definition).toEqual({
      chatServers: { Chat1: { connections: ["A", "B"], host: "a" }, Chat3: { release: "8", host: "c" } },
      release: "1",
      network: { subnet: "10.0.0.0/24" },
    });
    expect(whole.source!.definition).toEqual(whole.definition);
  });

  test.each<[string, Path, string, number, number]>([
    ["a value of the nearest", ["network", "subnet"], "tenant.yaml", 2, 20],
    ["a value of the middle", ["chatServers", "Chat3", "release"], "profile.yaml", 6, 21],
    ["a value of the farthest", ["chatServers", "Chat1", "host"], "defaults.yaml", 3, 49],
    ["an item of a list", ["chatServers", "Chat1", "connections", 1], "profile.yaml", 4, 22],
    ["what a list hides", ["chatServers", "Chat1", "connections", "A"], "profile.yaml", 4, 5],
    ["a part of two files", ["chatServers", "Chat3"], "tenant.yaml", 5, 3],
    ["something missing in a part of two files", ["chatServers", "Chat3", "ports"], "tenant.yaml", 5, 3],
    [
      "something missing in a part of the middle",
      ["chatServers", "Chat1", "ports", "x"],
      "profile.yaml",
      3,
      3,
    ],
    ["something that was taken out", ["chatServers", "Chat2", "host"], "tenant.yaml", 4, 10],
    ["nothing of the kind anywhere", ["mobileServices"], "tenant.yaml", 1, 1],
    ["the definition itself", [], "tenant.yaml", 1, 1],
  ])("%s has its own position", (_, path, file, line, column) => {
    expect(whole.source!.positionOf(path)).toEqual({ file, line, column });
  });

  test("the engine's value of the top layer is compared over the same layers", () => {
    const other = { ...(tenant.definition as object), stage: "production" };
    const { definition, source } = layered([{ ...tenant, definition: other }, profile]);
    expect(definition).toEqual({ ...(source!.definition as object), stage: "production" });
  });

  test("of a single layer nothing changes, not even who it is", () => {
    expect(layered([tenant])).toEqual(tenant);
    expect(layered([tenant]).definition).toBe(tenant.definition);
    expect(layered([{ definition: 1 }])).toEqual({ definition: 1 });
  });

  test("a file with nothing in it is a map without keys", () => {
    expect(layered([tenant, layer("empty.yaml", "# none yet\n")]).definition).toMatchObject({ network: {} });
  });

  test.each([
    ["that is a list", "- a\n", "wrong-type", 1],
    ["that is a text", "a b\n", "wrong-type", 1],
    ["that can't be read", "a: [\n", "yaml-syntax", 2],
  ])("with a file %s has no meaning, and says where", (_, text, rule, line) => {
    const { definition, source } = layered([tenant, layer("odd.yaml", text)]);
    expect(definition).toBeUndefined();
    expect(source!.problems).toEqual([expect.objectContaining({ rule, path: "", file: "odd.yaml", line })]);
  });

  test("has the problems and the doubts of all its texts", () => {
    const { definition, source } = layered([
      tenant,
      layer("odd.yaml", "release: 010\n"),
      layer("more.yaml", "stage: yes\n"),
    ]);
    expect(source!.problems.map(({ rule, file, line }) => `${rule} ${file}:${line}`)).toEqual([
      "yaml-ambiguous odd.yaml:1",
      "yaml-ambiguous more.yaml:1",
    ]);
    expect(source!.unsure).toEqual([["release"], ["stage"]]);
    expect(definition).toMatchObject({ release: "010" });
  });

  test("what is left of extend is the last layer's", () => {
    const { definition, source } = layered([tenant, layer("odd.yaml", "\nextend: [x]\n")]);
    expect(definition).toMatchObject({ extend: ["x"] });
    expect(source!.positionOf(["extend"])).toMatchObject({ file: "odd.yaml", line: 2 });
  });
});

/** Any nested maps with a file's name in their leaves, as YAML. */
const leaves = (file: string) =>
  fc.letrec<{ map: Record<string, unknown>; value: unknown }>((tie) => ({
    map: fc.dictionary(fc.constantFrom("a", "b", "c", "d"), tie("value"), { maxKeys: 4 }),
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constant(file),
      fc.constant([file, file]),
      fc.constant(null),
      tie("map"),
    ),
  })).map;

test("every value of a merged definition is in the file that its position names", () => {
  const files = ["near.yaml", "middle.yaml", "far.yaml"];
  fc.assert(
    fc.property(fc.tuple(...files.map(leaves)), (definitions) => {
      // JSON is YAML; lines make positions comparable.
      const layers = definitions.map((definition, index) =>
        layer(files[index]!, JSON.stringify(definition, null, 1)),
      );
      const { definition, source } = layered(layers);
      for (const path of pathsOf(definition)) {
        const value = path.reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], definition);
        if (typeof value === "string") expect(source!.positionOf(path)?.file).toBe(value);
      }
    }),
    { numRuns: propertyRuns(500) },
  );
});

describe("a key with nothing behind its colon", () => {
  const profile = layer("profile.yaml", "chatServers: { A: { host: a } }\nstage: lab\n");

  test.each([
    ["a part", "chatServers:\n  A:\n", "/chatServers/A", 2],
    ["a value", "stage:\nnetwork: {}\n", "/stage", 1],
    ["in braces", "chatServers: { A: }\n", "/chatServers/A", 1],
  ])("is refused if it would remove %s", (_, text, path, line) => {
    const { source } = layered([layer("tenant.yaml", text), profile]);
    expect(source?.problems).toEqual([
      expect.objectContaining({ rule: "extend-blank", path, file: "tenant.yaml", line }),
    ]);
    expect(source?.problems[0]?.message).toContain("profile.yaml");
  });

  test.each([
    ["says so", "chatServers: { A: ~ }\nstage: null\n", { chatServers: {} }],
    [
      "has nothing under it",
      "namePrefix:\n",
      { chatServers: { A: { host: "a" } }, stage: "lab", namePrefix: null },
    ],
  ])("is none of these if it %s", (_, text, merged) => {
    const { definition, source } = layered([layer("tenant.yaml", text), profile]);
    expect(source?.problems).toEqual([]);
    expect(definition).toEqual(merged);
  });
});
