import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deploymentOf } from "../../model/fixtures/single";
import { configurationObjects } from "../../render/configuration-objects";
import { cfgDataText, readCfgData } from "../../render/cfg-data";
import { limits } from "../../render/cfg-data/reader";
import { main } from "../../cli/main";
import { definitionOf } from "./definition";
import { foreignExport } from "./fixtures";
import { importFiles } from "./result";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "genesys-chat-import-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(content: string | Buffer, name = "export.xml"): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** Runs the command line in this process. */
async function chatstack(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const output = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    jest.spyOn(process[name], "write").mockImplementation((text) => {
      output[name] += String(text);
      return true;
    }),
  );
  try {
    return { code: await main(words), ...output };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const expected = {
  tenants: { Resources: { dbid: 101 } },
  mobileServices: {
    GMS_Main: {
      connections: ["WebAPI"],
      host: "chat-a",
      options: { "service.request-chat-poll": { service: "http://ors.example/a.scxml" } },
    },
  },
  webApiServers: { WebAPI: { connections: ["CS1"], host: "chat-a" } },
  chatServers: {
    CS1: {
      connections: { Ixn: { addp: { local: 10, remote: 10, trace: "remote" } }, MsgSrv: {}, UCS: {} },
      backup: { host: "chat-b" },
      options: {
        "endpoints:101": { default: "Köln Chat" },
        security: { "db-password": { secret: "CS1-security-db-password" } },
        settings: { "limits-control-enabled": false, "my-own": "x" },
      },
      annex: { sml: { x: 1 } },
      host: "chat-a",
    },
  },
  interactionServers: { Ixn: { host: "chat-a" } },
  contactServers: { UCS: { host: "chat-a" } },
  externalServers: { MsgSrv: { type: "MessageServer", host: "chat-b", port: 7110 } },
};

test("an export of another tool becomes a short definition, and a report says what isn't in it", () => {
  const result = importFiles([write(foreignExport)], undefined, "x");
  expect(result.definition).toEqual(expected);
  expect(result.structure).toEqual([]);
  expect(result.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(result.leftOut.map(({ object }) => object)).toEqual([
    "Stat1",
    "CfgPerson",
    "template of 6 servers",
    "autoRestart of Ixn, UCS",
    "command lines and working directories (6)",
  ]);
  expect(result.changed.join("\n")).toContain(
    "CS1_B: gets the options of CS1 that it lacks: security/db-password, settings/limits-control-enabled, settings/my-own.",
  );
  expect(result.unlisted).toEqual(["CS1: security/db-password", "CS1: settings/my-own"]);
  expect(result.secrets).toMatchObject([{ name: "CS1-security-db-password", value: "hunter2" }]);
});

describe("dialects mean the same", () => {
  const utf16 = foreignExport.replace("UTF-8", "UTF-16");
  test.each<[string, string | Buffer]>([
    ["no namespace", foreignExport.replace(/ xmlns="[^"]*"/, "")],
    [
      "a prefix",
      foreignExport
        .replace(/xmlns=/, "xmlns:c=")
        .replace(
          /<(\/?)(Cfg|[a-zA-Z]+DBIDs|portInfos|options|userProperties|list_pair|str_pair|int_pair|any|deeper)/g,
          "<$1c:$2",
        ),
    ],
    [
      "attributes the other way round",
      foreignExport.replace(/<(str_pair) (key="[^"]*") (value="[^"]*")/g, "<$1 $3 $2"),
    ],
    ["int_pair", foreignExport.replaceAll("str_pair", "int_pair")],
    [
      "numbers instead of ids",
      foreignExport.replace('id="h1"', 'id="x" DBID="105"').replaceAll('hostDBID="h1"', 'hostDBID="105"'),
    ],
    ["UTF-16, little endian", Buffer.from(`\uFEFF${utf16}`, "utf16le")],
    ["UTF-16, big endian", Buffer.from(`\uFEFF${utf16}`, "utf16le").swap16()],
    ["UTF-16 without a mark", Buffer.from(utf16, "utf16le")],
    ["Latin 1", Buffer.from(foreignExport.replace("UTF-8", "ISO-8859-1"), "latin1")],
    ["UTF-8 with a mark", `\uFEFF${foreignExport}`],
  ])("%s", (_, content) => {
    expect(importFiles([write(content)], undefined, "x").definition).toEqual(expected);
  });
});

test("a DBID leads to an object of its kind: another kind may have the same number", () => {
  const numbers = foreignExport
    .replace('id="t101"', 'id="t101" DBID="105"')
    .replace('id="h1"', 'id="x" DBID="105"')
    .replaceAll('hostDBID="h1"', 'hostDBID="105"');
  const { chatServers } = importFiles([write(numbers)], undefined, "x").definition as typeof expected;
  expect(chatServers.CS1.host).toBe("chat-a");
});

test("a backup's option that its primary has by default isn't stated", () => {
  const without = foreignExport.replace('<int_pair key="transcript-auto-save" value="2"/>', "");
  expect(importFiles([write(without)], undefined, "x").definition).toEqual(expected);
});

describe("a disabled server never becomes an application", () => {
  const disabled = (name: string) =>
    foreignExport.replace(new RegExp(`name="${name}" `), `name="${name}" state="2" `);

  test("a primary, with its backup and what leads to it", () => {
    const { definition, leftOut } = importFiles([write(disabled("CS1"))], undefined, "x");
    expect(JSON.stringify(definition)).not.toContain("CS1");
    expect(leftOut).toEqual(
      expect.arrayContaining([
        { object: "CS1", reason: "it is disabled" },
        { object: "CS1_B", reason: "its primary CS1 is disabled" },
        { object: "WebAPI -> CS1 (webapi)", reason: "CS1 is disabled" },
      ]),
    );
  });

  test("a backup, whose primary has none then", () => {
    const { definition, leftOut } = importFiles([write(disabled("CS1_B"))], undefined, "x");
    expect(definition).toMatchObject({ chatServers: { CS1: { redundancy: "none" } } });
    expect(leftOut).toContainEqual({ object: "CS1_B", reason: "it is disabled" });
  });
});

test("import, render, import: the same definition", () => {
  const { definition } = importFiles([write(foreignExport)], undefined, "x");
  const text = cfgDataText(configurationObjects(deploymentOf(definition)));
  expect(definitionOf(readCfgData(text).objects).definition).toEqual(expected);
});

test("an update document changes what the files before it hold", () => {
  const update = `<CfgData xmlns="http://www.genesyslab.com/cs">
    <CfgReference><CfgServerRef id="u" name="CS1"/><CfgServerRef id="m" name="MsgSrv"/></CfgReference>
    <CfgUpdate><CfgServerUpdate DBIDref="u">
      <appServerDBIDs><CfgConnectionInfo action="delete" linkDBID="m" connID="default"/></appServerDBIDs>
      <options><list_pair key="settings"><str_pair key="my-own" action="delete"/></list_pair>
        <list_pair key="security" action="delete"/></options></CfgServerUpdate></CfgUpdate>
    <CfgRemove><CfgServerRemove DBIDref="m"/></CfgRemove></CfgData>`;
  const result = importFiles([write(foreignExport), write(update, "update.xml")], undefined, "x");
  const { externalServers: _, ...rest } = expected;
  const chatServer = expected.chatServers.CS1;
  expect(result.definition).toEqual({
    ...rest,
    chatServers: {
      CS1: {
        ...chatServer,
        connections: { Ixn: chatServer.connections.Ixn, UCS: {} },
        options: {
          "endpoints:101": { default: "Köln Chat" },
          settings: { "limits-control-enabled": false },
        },
      },
    },
  });
});

test("a tenant's servers alone are taken", async () => {
  const file = write(foreignExport);
  expect(importFiles([file], "Resources", "x").definition).toEqual(expected);
  const { code, stdout, stderr } = await chatstack("import", file, "--tenant", "Other");
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("serves the tenant Other");
});

describe("the command", () => {
  test("writes the stack file to stdout and the report to stderr, and no secret anywhere", async () => {
    const file = write(foreignExport);
    for (const flags of [[], ["--json"]]) {
      const { code, stdout, stderr } = await chatstack("import", file, ...flags);
      expect(code).toBe(0);
      expect(stdout).toContain("CS1-security-db-password");
      expect(stdout + stderr).not.toContain("hunter2");
      expect(stderr).toContain("pulumi config set --stack <name> --secret genesys-chat:secrets.CS1-security");
    }
  });

  test("writes a file, and none over another", async () => {
    const out = join(folder, "Pulumi.x.yaml");
    const file = write(foreignExport);
    expect((await chatstack("import", file, "--out", out)).code).toBe(0);
    const text = readFileSync(out, "utf8");
    expect(text).toContain("CS1:");
    expect(text).not.toContain("hunter2");
    writeFileSync(out, "mine");
    const again = await chatstack("import", file, "--out", out);
    expect([again.code, readFileSync(out, "utf8")]).toEqual([2, "mine"]);
    expect(again.stderr).toContain("--overwrite");
    expect((await chatstack("import", file, "--out", out, "--overwrite")).code).toBe(0);
    expect(readFileSync(out, "utf8")).toBe(text);
  });
});

describe("what is hostile or broken is refused in one message, with nothing written", () => {
  const server = (name: string, more = "") =>
    `<CfgServer id="${name}" name="${name}" type="59" redundancyType="1" ${more}>`;
  const inside = (text: string) => `<CfgData><CfgCreate>${text}</CfgCreate></CfgData>`;
  const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join(
    "",
  );
  test.each<[string, () => string | Buffer, 1 | 2, RegExp]>([
    [
      "entity expansion",
      () => `<!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]><CfgData>&l9;</CfgData>`,
      2,
      /DOCTYPE/,
    ],
    [
      "an external entity",
      () => `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><CfgData>&x;</CfgData>`,
      2,
      /DOCTYPE/,
    ],
    ["nesting", () => `<CfgData>${"<a>".repeat(1_000_000)}`, 2, /deeper than 32/],
    ["a truncated file", () => foreignExport.slice(0, 3000), 2, /not well-formed/],
    [
      "half a letter of UTF-8",
      () => Buffer.concat([Buffer.from("<CfgData/>"), Buffer.from([0xc3])]),
      2,
      /no utf-8 text/,
    ],
    ["an unknown encoding", () => `<?xml version="1.0" encoding="x-none"?><CfgData/>`, 2, /can't be read/],
    ["no XML", () => "hello", 2, /not well-formed/],
    ["nothing", () => "", 2, /not well-formed/],
    ["a duplicate name", () => foreignExport.replace('name="UCS"', 'name="Ixn"'), 1, /duplicate-name/],
    [
      "a circle of backups",
      () =>
        inside(
          `${server("A", 'backupServerDBID="B"')}</CfgServer>${server("B", 'backupServerDBID="A"')}</CfgServer>`,
        ),
      1,
      /backup-mismatch/,
    ],
    [
      "too many options",
      () =>
        inside(
          `${server("A")}<options><list_pair key="x">${Array.from({ length: limits.options + 1 }, (_, i) => `<str_pair key="${i}" value=""/>`).join("")}</list_pair></options></CfgServer>`,
        ),
      2,
      /more than 400000 options/,
    ],
  ])("%s", async (_, content, code, message) => {
    const out = join(folder, "Pulumi.x.yaml");
    const result = await chatstack("import", write(content()), "--out", out);
    expect([result.code, result.stdout]).toEqual([code, ""]);
    expect(result.stderr).toMatch(message);
    expect(existsSync(out)).toBe(false);
  });

  test("a file that is too large isn't read", async () => {
    const file = write("<CfgData>");
    truncateSync(file, 100 * 1024 * 1024);
    const { code, stderr } = await chatstack("import", file);
    expect([code, stderr]).toEqual([2, expect.stringContaining("has 100 MB; an export may have 64 MB")]);
  });

  test("settings in an instruction are no more trusted than the rest", async () => {
    for (const settings of [
      "{",
      "null",
      '{"version":1,"keys":5}',
      '{"version":1,"keys":{"stage":"x","namePrefix":"","tenants":{}},"names":{},"derived":[],"applications":{"CS1":{"keys":{"connections":5,"__proto__":1}}}}',
    ]) {
      const file = write(foreignExport.replace("?>", `?><?genesys-chat ${settings}?>`));
      expect([0, 1]).toContain((await chatstack("import", file)).code);
    }
  });
});
