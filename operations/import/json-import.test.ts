import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chatPorts, expected, gax, gaxApplications, mutagen, property } from "./json-fixtures";
import { readFiles } from "./read-files";
import { importFiles } from "./result";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "genesys-chat-json-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(content: unknown, encoding: BufferEncoding = "utf8"): string {
  const file = join(folder, "export.json");
  writeFileSync(file, Buffer.from(typeof content === "string" ? content : JSON.stringify(content), encoding));
  return file;
}

test("an export of mutagen becomes a short definition, and what isn't in it is reported without a value", () => {
  const result = importFiles([write(mutagen)], undefined, "x");
  expect(result.definition).toEqual(expected);
  const lines = result.leftOut.map(({ object, reason }) => `${object}: ${reason}`);
  expect(lines).toEqual(
    expect.arrayContaining([
      "CS9: it is disabled",
      "CS1 -> Ixn (default): a definition has no place for its transportParams",
      "port webapi of CS1: a definition has no place for its description",
      "CS1: a definition has no place for its flexibleProperties",
      "CS1: a definition has no place for its option settings/raw",
      "persons (2): a chat deployment has no such object",
    ]),
  );
  expect(result.structure.map(({ message }) => message)).toEqual([
    "Lost has no type: the file lacks its Application Template Gone, or the template's type is unknown. Export appPrototypes too.",
  ]);
  expect(JSON.stringify([result.definition, result.leftOut, result.changed, result.structure])).not.toMatch(
    /hunter2|tls=1/,
  );
});

describe("an answer of GAX", () => {
  test("becomes the same definition, and names are found by DBID", () => {
    const result = importFiles([write(gax)], undefined, "x");
    expect(result.structure).toEqual([]);
    expect(result.definition).toEqual(expected);
    expect(result.leftOut.map(({ object }) => object)).toEqual(
      expect.arrayContaining(["CS9", "CfgPerson", "CfgHost (2)"]),
    );
    expect(JSON.stringify(result.leftOut)).not.toContain("hunter2");
  });

  test("is read in UTF-16, with a mark, and as a single object", () => {
    expect(
      importFiles([write(`\uFEFF${JSON.stringify(gax)}`, "utf16le")], undefined, "x").definition,
    ).toEqual(expected);
    expect(importFiles([write(JSON.stringify(gax, null, 2), "utf16le")], undefined, "x").definition).toEqual(
      expected,
    );
    expect(
      importFiles([write(`\n \uFEFF${JSON.stringify(gax)}`.replace("\n ", ""))], undefined, "x").definition,
    ).toEqual(expected);
    const [only] = readFiles([write(gaxApplications[0])]).objects.servers;
    expect(only).toMatchObject({
      name: "CS1",
      backup: "DBID 111",
      connections: [{ server: "DBID 112" }, { server: "DBID 113" }],
    });
  });

  test("without the objects that DBIDs lead to, a line says which", () => {
    const { leftOut } = importFiles([write(gaxApplications)], undefined, "x");
    expect(leftOut.map(({ object }) => object)).toContain(
      "tenant 101, appprototypedbid 301, hostdbid 201 of CS1",
    );
  });
});

describe("what breaks the format is found, with the line", () => {
  const application = (more: object) => ({
    __metadata__: {},
    applications: [{ ...mutagen.applications[0], type: "chatserver", ...more }],
  });
  test.each<[string, unknown, string]>([
    ["an unknown enumeration", application({ redundancyType: "htluke" }), "wrong-value"],
    ["a port that is none", application({ portInfos: [{ id: "default", port: "70000" }] }), "wrong-value"],
    ["a port without a number", application({ portInfos: [{ id: "default" }] }), "wrong-value"],
    ["a port twice", application({ portInfos: [chatPorts[0], chatPorts[0]] }), "duplicate-key"],
    ["no name", application({ name: "" }), "missing-attribute"],
    [
      "a name twice",
      { ...mutagen, applications: [mutagen.applications[0], mutagen.applications[0]] },
      "duplicate-name",
    ],
    ["a name twice at GAX", [gaxApplications[0], gaxApplications[0]], "duplicate-name"],
    [
      "an option twice at GAX",
      [
        {
          ...gaxApplications[0],
          options: {
            property: [...property({ a: { b: 1 } }).property, ...property({ a: { b: 1 } }).property],
          },
        },
      ],
      "duplicate-key",
    ],
    ["a key twice", '[{"type":"CfgApplication",\n"name":"a","name":"b"}]', "duplicate-key"],
    ["a circle of backups", [{ ...gaxApplications[0], backupserverdbid: "110" }], "backup-mismatch"],
    ["a request without a method", { requests: [{ path: "x" }] }, "wrong-value"],
  ])("%s", (_, content, rule) => {
    const result = importFiles([write(content)], undefined, "x");
    expect(
      result.structure.filter(({ severity }) => severity === "error").map((problem) => problem.rule),
    ).toContain(rule);
    expect(result.text).toBeUndefined();
    expect(result.structure.every(({ line }) => line >= 1)).toBe(true);
  });

  test("http on a connection is reported, and read as a connection without ADDP", () => {
    const [server] = readFiles([
      write(application({ appServers: [{ appServer: "Ixn", id: "default", connProtocol: "http" }] })),
    ]).objects.servers;
    expect(server!.connections).toEqual([{ server: "Ixn", portId: "default" }]);
  });

  test("names of prototypes are names like others", () => {
    const text = JSON.stringify(application({})).replace(
      '"security":',
      '"__proto__":{"constructor":"a","__proto__":"b"},"security":',
    );
    const [server] = readFiles([write(text)]).objects.servers;
    expect(Object.entries(server!.options)).toContainEqual([
      "__proto__",
      Object.fromEntries([
        ["__proto__", "b"],
        ["constructor", "a"],
      ]),
    ]);
    expect(({} as Record<string, unknown>).constructor).toBe(Object);
  });
});
