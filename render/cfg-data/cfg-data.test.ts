import { topologies } from "../../model/fixtures/topology";
import { deploymentOf } from "../../model/fixtures/single";
import { exampleDefinition } from "../../test/support/topologies";
import { configurationObjects, type ConfigurationObjects, updatePlan } from "../configuration-objects";
import { cfgDataText, cfgDataUpdateText, readCfgData } from ".";

const pair = configurationObjects(deploymentOf(exampleDefinition("pair")));
const text = cfgDataText(pair);

/** The document with one text replaced, which must be there. */
function edited(from: string | RegExp, to: string): string {
  const result = text.replace(from, to);
  if (result === text) throw new Error(`nothing to replace: ${String(from)}`);
  return result;
}

const rulesOf = (document: string) => [...new Set(readCfgData(document).problems.map(({ rule }) => rule))];

/** The DBIDs of tenants aren't in the document: a reference is by name. */
function written(objects: ConfigurationObjects): unknown {
  return JSON.parse(JSON.stringify({ ...objects, tenants: objects.tenants.map(({ name }) => ({ name })) }));
}

test.each(topologies)("the objects of %s are written without a fault and read as they are", (topology) => {
  const objects = configurationObjects(deploymentOf(exampleDefinition(topology)));
  const reading = readCfgData(cfgDataText(objects));
  expect(reading.problems).toEqual([]);
  expect(reading.objects).toEqual(written(objects));
});

test("a backup is created before its primary, servers before their clients, and circles are closed by an update", () => {
  const [created = "", updated = ""] = text.split("<CfgUpdate>");
  const order = [...created.matchAll(/<CfgServer id="[^"]*" name="([^"]*)"/g)].map(([, name]) => name);
  expect(order).toHaveLength(6);
  const before = (first: string, second: string) => order.indexOf(first) < order.indexOf(second);
  expect(before("ChatServer1_B", "ChatServer1")).toBe(true);
  expect(before("InteractionServer", "ChatServer1")).toBe(true);
  expect(before("ChatServer1", "WebAPI")).toBe(true);
  expect(before("WebAPI", "GMS")).toBe(true);
  expect(updated).toMatch(
    /<CfgServerUpdate DBIDref="server-InteractionServer">\s*<appServerDBIDs>\s*<CfgConnectionInfo action="add" linkDBID="server-ChatServer1" connID="ESP"/,
  );
});

test("a backup has ports and options of its own, and nothing that Configuration Server copies from its primary", () => {
  const [, backup = ""] = /<CfgServer id="server-ChatServer1_B"(.*?)<\/CfgServer>/s.exec(text) ?? [];
  expect(backup).toContain("<portInfos>");
  expect(backup).toContain('<list_pair key="settings">');
  expect(backup).not.toMatch(/tenantDBIDs|appServerDBIDs|userProperties/);
});

test("any text of an option survives, line breaks, quotes and signs of XML included", () => {
  const value = "a&b<c>\"d\"'e'\n\tf\r g\u2028h é 😀 ]]> ?>";
  const [first, ...rest] = pair.servers;
  const objects = { ...pair, servers: [{ ...first!, options: { "x<y": { "k&": value } } }, ...rest] };
  expect(readCfgData(cfgDataText(objects)).objects.servers[0]!.options).toEqual({ "x<y": { "k&": value } });
});

describe("what the import schema forbids is found", () => {
  test.each([
    ["http on a connection", /(<CfgConnectionInfo [^/]*)/, '$1 connProtocol="http"', "wrong-value"],
    ["a dangling id", /linkDBID="server-ContactServer"/, 'linkDBID="server-none"', "dangling-reference"],
    ["a dangling backup", /backupServerDBID="[^"]*"/, 'backupServerDBID="nothing"', "dangling-reference"],
    ["a duplicate id", /id="server-WebAPI"/, 'id="server-GMS"', "duplicate-id"],
    ["a duplicate name", /(id="server-WebAPI") name="WebAPI"/, '$1 name="GMS"', "duplicate-name"],
    ["a missing name", / name="ChatServer1_B"/, "", "missing-attribute"],
    ["a missing working directory", / workDirectory="[^"]*"/, "", "missing-attribute"],
    ["a missing link", / linkDBID="server-ContactServer"/, "", "missing-attribute"],
    ["a missing port id", / connID="default" port/, " port", "missing-attribute"],
    ["a wrong redundancy type", /redundancyType="2"/, 'redundancyType="7"', "wrong-value"],
    ["a wrong type", /type="59"/, 'type="ChatServer"', "wrong-value"],
    ["a wrong state", /state="1"/, 'state="0"', "wrong-value"],
    ["a wrong port", /port="4803"/, 'port="70000"', "wrong-value"],
    ["a wrong flag", /autoRestart="2"/, 'autoRestart="true"', "wrong-value"],
    ["an unknown attribute", /hostDBID=/, "hostDbid=", "unknown-attribute"],
    ["an unknown element", /<portInfos>/, "<ports/><portInfos>", "unknown-element"],
    ["no namespace", / xmlns="[^"]*"/, "", "wrong-namespace"],
    ["another namespace", /xmlns="[^"]*"/, 'xmlns="http://example.com"', "wrong-namespace"],
    ["an option twice", /(<str_pair key="default" value="Chat In"\/>)/, "$1$1", "duplicate-key"],
  ])("%s", (_, from, to, rule) => {
    expect(rulesOf(edited(from, to))).toContain(rule);
  });

  test("CfgApplication for a server", () => {
    const wrong = edited(
      /<CfgServer (id="server-GMS".*?<\/)CfgServer>/s,
      "<CfgApplication $1CfgApplication>",
    );
    const { problems } = readCfgData(wrong);
    expect(problems.map(({ message }) => message)).toContain("CfgApplication has no attribute hostDBID.");
    expect(problems[0]!.line).toBe(
      wrong.split("\n").findIndex((line) => line.includes("<CfgApplication ")) + 1,
    );
  });

  test("connections of a backup's own", () => {
    const own =
      '<appServerDBIDs><CfgConnectionInfo linkDBID="server-GMS" connID="default"/></appServerDBIDs>';
    expect(rulesOf(edited(/(name="ChatServer1_B"[^>]*>)/, `$1${own}`))).toEqual(["backup-has-own-links"]);
  });

  test("a backup of another type, of two primaries, or with a backup itself", () => {
    expect(rulesOf(edited(/(name="ChatServer1_B" type=)"59"/, '$1"64"'))).toEqual(["backup-mismatch"]);
    const twice = edited(/(name="WebAPI"[^>]*)>/, '$1 backupServerDBID="server-ChatServer1_B">');
    expect(rulesOf(twice)).toEqual(["backup-mismatch"]);
    const circle = edited(/(name="ChatServer1_B"[^>]*)>/, '$1 backupServerDBID="server-ChatServer1">');
    expect(rulesOf(circle)).toContain("backup-mismatch");
  });

  test.each([
    ["another root", "<Other/>", /root element/],
    ["a document type", `<!DOCTYPE CfgData [<!ENTITY a "b">]><CfgData/>`, /DOCTYPE/],
    ["an unknown entity", "<CfgData>&a;</CfgData>", /well-formed/],
    ["half a document", text.slice(0, text.length / 2), /well-formed/],
    ["no document", "", /well-formed/],
    ["an attribute twice", '<CfgData mode="1" mode="2"/>', /well-formed/],
    ["deep nesting", `<CfgData>${"<a>".repeat(100)}`, /deeper than 32/],
  ])("%s", (_, document, message) => {
    expect(() => readCfgData(document)).toThrow(message);
  });
});

describe("what the import schema forbids is found in an update document", () => {
  const after = {
    ...pair,
    servers: pair.servers
      .filter(({ name }) => name !== "GMS")
      .map((server) =>
        server.name === "ChatServer1"
          ? { ...server, timeout: 20, connections: server.connections.slice(1), ports: server.ports.slice(1) }
          : server,
      )
      .concat({ ...pair.servers.find(({ name }) => name === "GMS")!, name: "GMS2" }),
  };
  const update = cfgDataUpdateText(updatePlan(pair, after, new Set(["GMS"])), after);

  test("an unbroken one has no fault", () => expect(rulesOf(update)).toEqual([]));

  test.each([
    ["a dangling update", /(<CfgServerUpdate DBIDref)="[^"]*"/, '$1="nothing"', "dangling-reference"],
    ["a dangling removal", /(<CfgServerRemove DBIDref)="[^"]*"/, '$1="nothing"', "dangling-reference"],
    ["an update of nothing", /(<CfgServerUpdate) DBIDref="[^"]*"/, "$1", "missing-attribute"],
    ["a removal of nothing", /(<CfgServerRemove) DBIDref="[^"]*"/, "$1", "missing-attribute"],
    ["an unknown action", /action="delete"/, 'action="drop"', "wrong-value"],
    ["a wrong timeout", /timeout="20"/, 'timeout="soon"', "wrong-value"],
    ["a duplicate id", /id="former-GMS"/, 'id="server-GMS2"', "duplicate-id"],
    ["http on a connection", /(<CfgConnectionInfo [^/]*)/, '$1 connProtocol="http"', "wrong-value"],
  ])("%s", (_, from, to, rule) => {
    const broken = update.replace(from, to);
    expect(broken).not.toBe(update);
    expect(rulesOf(broken)).toContain(rule);
  });
});

test("parts that no configuration object holds are left out by name, and no value is shown", () => {
  const odd = text
    .replace(
      /(<CfgConnectionInfo linkDBID="server-ContactServer")/,
      '$1 transportParams="key=secret1" appParams="x"',
    )
    .replace(/(<CfgPortInfo connID="ESP")/, '$1 description="secret2"')
    .replace(/(<CfgServer id="server-GMS")/, '$1 password="secret3" startupType="1"')
    .replace(
      /(<CfgServer id="server-WebAPI"[^>]*>)/,
      '$1<switchDBIDs><CfgServerSwitch linkDBID="x"/></switchDBIDs><resources><resource/></resources>',
    )
    .replace(/(<list_pair key="endpoints:1">)/, '$1<bin_pair key="raw" value="secret4"/>');
  const { leftOut } = readCfgData(odd);
  expect(
    leftOut
      .map(({ object, reason }) => `${object}: ${reason.replace("a definition has no place for its ", "")}`)
      .sort(),
  ).toEqual([
    "ChatServer1 -> ContactServer (default): transportParams, appParams",
    "ChatServer1_B: binary option endpoints:1/raw",
    "GMS: password, startupType",
    "WebAPI: switchDBIDs, resources",
    "port ESP of ChatServer1_B: description",
  ]);
  expect(JSON.stringify(leftOut)).not.toMatch(/secret\d/);
});
