import fc from "fast-check";
import { stringify } from "yaml";
import { resolve } from "../../model";
import { settable, valueOf } from "../../model/fixtures/values";
import { deploymentOf, oneOfEach } from "../../model/fixtures/single";
import { topologies } from "../../model/fixtures/topology";
import { withValue } from "../../model/fixtures/edit";
import { layered } from "../../model/layers";
import { readSource } from "../../model/source";
import { readCfgData } from "../../render/cfg-data";
import { configurationObjects } from "../../render/configuration-objects";
import { propertyRuns } from "../../test/support/property-runs";
import { exampleDefinition } from "../../test/support/topologies";
import { definitionOf } from "../import/definition";
import { foreignExport } from "../import/fixtures";
import { isSameValue } from "../import/option-definition";
import { exportDifference } from "./comparison";
import {
  compared,
  declaredText as text,
  exportedObjects as declared,
  exportOf,
  withOption,
  withServer,
} from "./fixtures";

test.each(topologies)("%s is what it hands over", (topology) => {
  const definition = exampleDefinition(topology);
  const found = compared(stringify(definition), exportOf(definition));
  expect(found).toMatchObject({
    differences: 0,
    applications: [],
    values: [],
    extraOptions: [],
    notCompared: [],
  });
  expect(found.compared).toBe(deploymentOf(definition).applications.length);
});

test("a boolean in another spelling, an attribute that the export leaves out and copies on a backup are none", () => {
  let objects = withOption(declared(), ["ChatServer1", "settings", "limits-control-enabled"], "off");
  objects = withServer(objects, "InteractionServer", ({ version: _, host: _host, ...server }) => ({
    ...server,
    startupTimeout: 0,
    redundancy: 0,
  }));
  objects = withServer(objects, "ChatServer1_B", (server) => {
    const primary = declared().servers.find(({ name }) => name === "ChatServer1")!;
    const { connections, tenants, userProperties } = primary;
    return { ...server, connections, tenants, userProperties };
  });
  expect(compared(text, objects)).toMatchObject({ differences: 0, values: [], notCompared: [] });
});

test("what a hand-over makes up is compared if the definition states it, and in this project's own files", () => {
  const objects = withServer(declared(), "WebAPI", (server) => ({ ...server, commandLine: "start.bat" }));
  expect(compared(text, objects)).toMatchObject({
    differences: 0,
    notCompared: ["WebAPI: commandLine: the definition doesn't state it."],
  });
  const settings = configurationObjects(deploymentOf()).settings!;
  expect(compared(text, { ...objects, settings }).values).toMatchObject([{ option: "commandLine" }]);
  const stated = text.replace("WebAPI: {", 'WebAPI: { image: "registry.example/web:1", commandLine: ["x"],');
  expect(compared(stated, objects).values).toMatchObject([{ option: "commandLine", declared: "x" }]);
});

describe("options that only the export has", () => {
  const chat = (section: string, option: string) => ["ChatServer1", section, option] as const;
  let objects = withOption(declared(), chat("settings", "of-a-template"), "1");
  objects = withOption(objects, chat("template", "x"), "2");
  objects = withOption(objects, chat("log", "verbose"), "all");
  objects = withOption(objects, chat("settings", "flex-disconnect-timeout"), "77");

  test("are grouped if the catalogue doesn't list them, and are no difference if they have the product's default", () => {
    const { values, extraOptions, differences } = compared(text, objects);
    expect(
      extraOptions.map(({ reason, counts, options }) => [
        reason,
        counts,
        options.map(({ option }) => option),
      ]),
    ).toEqual(
      expect.arrayContaining([["not in the catalogue", true, ["settings/of-a-template", "template/x"]]]),
    );
    expect(extraOptions.filter(({ counts }) => !counts)).toMatchObject([
      { reason: "the product's default", options: [{ option: "log/verbose", exported: "all" }] },
    ]);
    expect(values.map(({ option }) => option)).toEqual(["settings/flex-disconnect-timeout"]);
    expect(differences).toBe(3);
  });

  test("can be left to the export", () => {
    const { differences, values, extraOptions } = compared(text, objects, { ignoreExtraOptions: true });
    expect([differences, values]).toEqual([0, []]);
    expect(extraOptions.flatMap(({ options }) => options)).toHaveLength(4);
  });
});

test("an import of an export differs from it in what the import reports as changed", () => {
  const { settings: _, ...objects } = readCfgData(foreignExport).objects;
  const { definition } = definitionOf(objects);
  const found = compared(stringify(definition), objects);
  expect(found.applications).toEqual([]);
  expect(
    found.values.map(({ application, option, difference }) => `${application} ${option} ${difference}`),
  ).toEqual([
    "CS1_B security/db-password missing",
    "CS1_B settings/limits-control-enabled missing",
    "CS1_B settings/my-own missing",
    "GMS_Main chat/chat_load_balancer_url_path missing",
    "GMS_Main chat/chat_session_request_timeout missing",
    "GMS_Main chat/ixn_server_submit_queue missing",
  ]);
  const moved = withServer(objects, "MsgSrv", (server) => ({
    ...server,
    host: "chat-c",
    ports: [{ id: "default", port: 1 }],
  }));
  const external = compared(stringify(definition), moved).values.filter(
    ({ application }) => application === "MsgSrv",
  );
  expect(external).toMatchObject([
    { option: "host", declared: "chat-b", exported: "chat-c" },
    { option: "port", declared: "7110", exported: "1" },
  ]);
});

test("any option that has another value in the export is found, with nothing else", () => {
  const definition = readSource(text, "x.yaml").definition;
  const options = settable(deploymentOf(definition)).filter(
    ({ section }) => !section.startsWith("endpoints"),
  );
  const edit = fc
    .constantFrom(...options)
    .chain((known) => valueOf(known.option).map((value) => ({ known, value: String(value) })));
  let found = 0;
  fc.assert(
    fc.property(edit, ({ known, value }) => {
      const { application, type, section, name } = known;
      const before = declared().servers.find((server) => server.name === application)!.options[section]?.[
        name
      ];
      const edited = withOption(declared(), [application, section, name], value);
      const { values, extraOptions, notCompared } = compared(text, edited);
      const rows = [...values, ...extraOptions.flatMap(({ options: some }) => some)];
      const isSame = before !== undefined && isSameValue(type, section, name, before, value);
      const isSecret = before === "<secret:url>" && value !== "";
      expect(rows.map(({ option }) => option)).toEqual(isSame || isSecret ? [] : [`${section}/${name}`]);
      expect(notCompared.length > 0).toBe(isSecret);
      found += rows.length;
    }),
    { numRuns: propertyRuns(200) },
  );
  expect(found).toBeGreaterThan(propertyRuns(100));
});

test("a definition differs from another one's export if the objects differ", () => {
  const edited = withValue<unknown>(oneOfEach, ["contactServers", "ContactServer", "ports"], {
    default: { port: 7000 },
  });
  expect(resolve(edited).deployment).toBeDefined();
  expect(compared(stringify(edited), exportOf(oneOfEach)).values.map(({ option }) => option)).toEqual([
    "ports/default",
  ]);
});

test("a value comes from the layer that states it", () => {
  const [profile, own] = [
    readSource(text.slice(text.indexOf("    mobile")).replace(/^ {4}/gm, ""), "profiles/chat.yaml"),
    readSource("extend: profiles/chat.yaml\nchatServers: { ChatServer1: { host: rack } }\n", "own.yaml"),
  ];
  const written = layered([own, profile].map(({ definition, source }) => ({ definition, source })));
  const deployment = deploymentOf({ ...(written.definition as object), extend: undefined });
  let objects = withOption(declared(), ["ChatServer1", "settings", "transcript-auto-save"], "0");
  objects = withServer(objects, "ChatServer1", (server) => ({ ...server, host: "other" }));
  const { values } = exportDifference({
    stack: "x",
    deployment,
    written,
    steps: [{ file: "e", objects }],
    objects,
  });
  expect(values.map(({ option, declaredIn }) => [option, declaredIn])).toEqual([
    ["host", "own.yaml:2"],
    ["settings/transcript-auto-save", "profiles/chat.yaml:12"],
  ]);
});

test("of several files, each value comes from the last one that changes it", () => {
  const first = withOption(declared(), ["ChatServer1", "settings", "transcript-auto-save"], "2");
  const second = withServer(first, "WebAPI", (server) => ({ ...server, host: "other" }));
  const steps = [
    { file: "a.xml", objects: first },
    { file: "b.xml", objects: second },
  ];
  const { values, files } = compared(text, second, { steps });
  expect(files).toEqual(["a.xml", "b.xml"]);
  expect(values.map(({ option, exportedIn }) => [option, exportedIn])).toEqual([
    ["settings/transcript-auto-save", "a.xml"],
    ["host", "b.xml"],
  ]);
});
