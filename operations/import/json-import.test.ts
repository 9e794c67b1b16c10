/* eslint-disable max-lines, @typescript-eslint/no-explicit-any -- the same servers in two formats, built from each other */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

/** An export of mutagen: templates in a list of their own, numbers and texts mixed, copies on the backup. */
const links = {
  appServers: [
    {
      appServer: "Ixn",
      id: "default",
      connProtocol: "addp",
      mode: "tmremote",
      timeoutLocal: 10,
      timeoutRemote: 10,
      transportParams: "tls=1",
      longField1: 0,
    },
    {
      appServer: "UCS",
      id: "default",
      connProtocol: "",
      mode: "tmnotracemode",
      timeoutLocal: 0,
      timeoutRemote: 0,
    },
  ],
  tenants: ["Resources"],
  userProperties: { sml: { x: 1 } },
};
const chatPorts = [
  { id: "default", port: "4801" },
  { id: "ESP", port: "4803" },
  { id: "webapi", port: "4802", connProtocol: "http", description: "for the web" },
];
const common = {
  autoRestart: true,
  workDirectory: "/opt/x",
  commandLine: "./run.sh",
  state: "enabled",
  redundancyType: "htcoldstanby",
};
const mutagen = {
  __metadata__: { formatName: "JSON", formatVersion: "1.0.0", mutagenVersion: "1", user: "joe" },
  appPrototypes: [
    { name: "Chat", type: "chatserver", version: "8.1.000.20" },
    { name: "Ixn", type: "interactionserver", version: "8.1.100.28" },
    { name: "UCS", type: "contactserver", version: "8.1.100.28" },
  ],
  applications: [
    {
      ...{
        name: "CS1",
        appPrototype: "Chat",
        ...common,
        ...links,
        redundancyType: "htwarmstanby",
        isPrimary: true,
      },
      componentType: "appcomponentunknown",
      flexibleProperties: { a: { b: "c" } },
      serverInfo: { host: "chat-a", backupServer: "CS1_B", timeout: 10, attempts: 1 },
      portInfos: chatPorts,
      options: {
        "endpoints:101": { default: "Köln Chat" },
        settings: {
          "session-restoration-mode": "simple",
          "transcript-auto-save": 2,
          "limits-control-enabled": "off",
          raw: ["AAA="],
        },
        security: { "db-password": "hunter2" },
      },
    },
    {
      ...{
        name: "CS1_B",
        appPrototype: "Chat",
        ...common,
        ...links,
        redundancyType: "htwarmstanby",
        isPrimary: false,
      },
      serverInfo: { host: "chat-b" },
      portInfos: chatPorts,
      options: {
        "endpoints:101": { default: "Köln Chat" },
        settings: { "session-restoration-mode": "simple", "transcript-auto-save": 2 },
      },
    },
    { name: "CS9", appPrototype: "Chat", ...common, state: "disabled", portInfos: chatPorts },
    { name: "Lost", appPrototype: "Gone", ...common },
    {
      name: "Ixn",
      appPrototype: "Ixn",
      ...common,
      serverInfo: { host: "chat-a" },
      tenants: ["Resources"],
      portInfos: [{ id: "default", port: "7120" }],
      appServers: [{ appServer: "CS1", id: "ESP" }],
    },
    {
      name: "UCS",
      appPrototype: "UCS",
      ...common,
      serverInfo: { host: "chat-a" },
      tenants: ["Resources"],
      portInfos: [{ id: "default", port: "7130" }],
    },
  ],
  persons: [{ employeeId: "1" }, { employeeId: "2" }],
};

const chatServer = {
  connections: { Ixn: { addp: { local: 10, remote: 10, trace: "remote" } }, UCS: {} },
  backup: { host: "chat-b" },
  options: {
    "endpoints:101": { default: "Köln Chat" },
    security: { "db-password": { secret: "CS1-security-db-password" } },
    settings: { "limits-control-enabled": false },
  },
  annex: { sml: { x: 1 } },
  host: "chat-a",
};
const expected = {
  tenants: { Resources: { dbid: 101 } },
  chatServers: { CS1: chatServer },
  interactionServers: { Ixn: { host: "chat-a" } },
  contactServers: { UCS: { host: "chat-a" } },
};

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

/** The same servers as GAX answers: DBIDs, texts, and options in a flat list. */
const dbids: Record<string, string> = { CS1: "110", CS1_B: "111", Ixn: "112", UCS: "113", CS9: "114" };
const property = (options: Record<string, Record<string, unknown>> = {}) => ({
  property: Object.entries(options).flatMap(([section, values]) =>
    Object.entries(values).flatMap(([key, value]) =>
      Array.isArray(value) ? [] : [{ section, key, value: String(value) }],
    ),
  ),
});
const gaxApplications = mutagen.applications
  .filter(({ name }) => name !== "Lost")
  .map((application) => {
    const { name, appPrototype, serverInfo = {}, ...rest } = application as Record<string, any>;
    return {
      ...{
        dbid: dbids[name],
        name,
        type: "CfgApplication",
        subtype: { Chat: "CFGChatServer", Ixn: "CFGInteractionServer", UCS: "CFGContactServer" }[
          appPrototype as string
        ],
      },
      version: appPrototype === "Chat" ? "8.1.000.20" : "8.1.100.28",
      state: rest.state === "disabled" ? "CFGDisabled" : "CFGEnabled",
      ...{
        isserver: "CFGTrue",
        isprimary: "CFGTrue",
        autorestart: "CFGTrue",
        componenttype: "CFGAppComponentUnknown",
        startuptype: "CFGSUTAutomatic",
      },
      ...{
        hostdbid: serverInfo.host === "chat-b" ? "202" : "201",
        appprototypedbid: "301",
        folderid: "102",
        resources: { resource: [] },
      },
      backupserverdbid: dbids[serverInfo.backupServer as string] ?? "0",
      redundancytype: rest.redundancyType === "htwarmstanby" ? "CFGHTWarmStanby" : "CFGHTColdStanby",
      ...{ workdirectory: "/opt/x", commandline: "./run.sh", timeout: "10", attempts: "1" },
      tenantdbids: { id: rest.tenants ? [{ dbid: "101" }] : [], mode: "" },
      portinfos: {
        portinfo: rest.portInfos.map(({ id, port, connProtocol }: any) => ({
          id,
          port,
          connprotocol: connProtocol,
          longfield1: "0",
          longfield2: "0",
        })),
      },
      appservers: {
        conninfo: (rest.appServers ?? []).map(
          ({ appServer, id, connProtocol, timeoutLocal, timeoutRemote, mode }: any) => ({
            ...{ appserverdbid: dbids[appServer], id, connprotocol: connProtocol, longfield1: "0" },
            ...{
              timoutlocal: timeoutLocal,
              timoutremote: String(timeoutRemote ?? 0),
              mode: mode === "tmremote" ? "CFGTMRemote" : "CFGTMNoTraceMode",
            },
          }),
        ),
      },
      options: property(rest.options),
      userproperties: property(rest.userProperties),
    };
  });
const gax = [
  ...gaxApplications,
  ...[
    { dbid: "201", name: "chat-a", type: "CfgHost" },
    { dbid: "202", name: "chat-b", type: "CfgHost" },
  ],
  ...[
    { dbid: "101", name: "Resources", type: "CfgTenant" },
    { dbid: "301", name: "Any", type: "CfgAppPrototype" },
  ],
  ...[{ dbid: "7", name: "joe", type: "CfgPerson", password: "hunter2" }],
];

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
