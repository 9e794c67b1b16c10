import fc from "fast-check";
import { resolve } from "../../model";
import { nearly } from "../../model/fixtures/arbitrary";
import { withValue } from "../../model/fixtures/edit";
import type { Deployment, Options } from "../../model/deployment";
import { deploymentOf, oneOfEach } from "../../model/fixtures/single";
import { fullDefinition } from "../../model/fixtures/seed";
import { topologies } from "../../model/fixtures/topology";
import { settable, valueOf } from "../../model/fixtures/values";
import { readSource } from "../../model/source";
import { configurationObjects, type ConfigurationObjects } from "../../render/configuration-objects";
import { cfgDataText, readCfgData } from "../../render/cfg-data";
import { gaxText, mutagenText, readObjectJson } from "../../render/object-json";
import { exampleDefinition } from "../../test/support/topologies";
import { configurationExamples } from "../../test/support/configuration-examples";
import { definitionOf } from "./definition";
import type { FoundSecret } from "./notes";
import { propertyRuns } from "../../test/support/property-runs";

jest.setTimeout(120_000);

const examples = [
  ...topologies.map((topology) => exampleDefinition(topology)),
  readSource(fullDefinition, "x").definition,
  oneOfEach,
  processDefinition(),
] as unknown[];

/** Everything that a definition can say of processes, with a default stated here and there. */
function processDefinition(): unknown {
  const image = `registry.example/x@sha256:${"1".repeat(64)}`;
  return {
    release: "8.5.201.05",
    delivery: {
      configurationServer: { host: "config.example", folder: "Chat Servers", tenant: "Acme & Co" },
    },
    images: {
      ...{ mobileServices: image, webApiServers: image, chatServers: image },
      ...{ interactionServers: image, contactServers: image },
    },
    rollout: { chatServersAtOnce: 2 },
    logs: { driver: "local", files: 2 },
    network: { masquerade: false },
    mobileServices: {
      GMS: {
        connections: { WebAPI: { addp: { local: 10, remote: 20, trace: "off" } } },
        startupTimeout: 90,
        reconnect: {},
        commandLineArguments: [],
        options: {
          "service.request-chat-poll": { service: { secret: "url" } },
          "service.x": { service: "http://ors.example/x.scxml", type: "ors", ttl: 1 },
          push: {},
        },
      },
    },
    webApiServers: { WebAPI: { connections: ["ChatServer1"], host: "webapi", commandLine: ["./run.sh"] } },
    chatServers: {
      ChatServer1: {
        connections: { Ixn: { addp: { local: 1, remote: 3600, trace: "both" } }, ContactServer: {} },
        commandLine: ["/opt/a b/run.sh", '"', "it's"],
        commandLineArguments: ["."],
        annex: { a: { b: "c" } },
        backup: { name: "Standby", host: "rack-2", ports: { ESP: { port: 9000, publish: 9001 } } },
        workingDirectory: "/opt/genesys/ChatServer1",
        health: { command: ["/x"] },
      },
    },
    interactionServers: { Ixn: { ports: { default: { port: 7121, publish: 7121, address: "0.0.0.0" } } } },
    contactServers: { ContactServer: { shutdownTimeout: 5 } },
  };
}

/** Every format: what is written and read again. */
const formats = {
  cfgdata: (objects: ConfigurationObjects) => readCfgData(cfgDataText(objects)),
  mutagen: (objects: ConfigurationObjects) => readObjectJson(mutagenText(objects)),
  gax: (objects: ConfigurationObjects) => readObjectJson(gaxText(objects)),
};
type Format = keyof typeof formats;
const formatNames = Object.keys(formats) as Format[];

/** The same deployment after a turn through a format's text. */
function roundTrip(definition: unknown, format: Format): boolean {
  const { deployment } = resolve(definition);
  if (!deployment) return false;
  const { objects, problems, leftOut } = formats[format](configurationObjects(deployment));
  expect([problems, leftOut]).toEqual([[], []]);
  const imported = definitionOf(objects);
  expect(imported.notes).toMatchObject({ leftOut: [], changed: [] });
  expect(deploymentOf(imported.definition)).toEqual(withSecrets(deployment, imported.notes.secrets));
  return true;
}

/** A password that a definition has in clear comes back as a secret. */
function withSecrets(deployment: Deployment, secrets: readonly FoundSecret[]): Deployment {
  if (secrets.length === 0) return deployment;
  const replaced = (key: string, options: Options | undefined): Options | undefined =>
    options &&
    Object.fromEntries(
      Object.entries(options).map(([section, values]) => [
        section,
        Object.fromEntries(
          Object.entries(values).map(([option, value]) => {
            const found = secrets.find(
              (each) =>
                each.section === section &&
                each.option === option &&
                each.value === value &&
                owners(key).has(each.application),
            );
            return [option, found ? { secret: found.name } : value];
          }),
        ),
      ]),
    );
  const owners = (key: string) => {
    const { serverInfo } = deployment.applications.find((application) => application.key === key)!;
    const primary = deployment.applications.find(
      ({ name }) => name === serverInfo.primaryServer?.application,
    );
    return new Set([key, ...(primary ? [primary.key] : [])]);
  };
  return {
    ...deployment,
    applications: deployment.applications.map((application) => {
      const annex = replaced(application.key, application.annex);
      return {
        ...application,
        options: replaced(application.key, application.options)!,
        ...(annex && { annex }),
      };
    }),
  };
}

describe.each(formatNames)("as %s", (format) => {
  test.each(examples.map((definition, index) => [index, definition]))("definition %i", (_, definition) => {
    expect(resolve(definition).problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(roundTrip(definition, format)).toBe(true);
  });

  test("the repository's stacks and what shares a server mean the same", () => {
    for (const { definition, resolved } of configurationExamples()) {
      const deployment = resolved(definition);
      const imported = definitionOf(formats[format](configurationObjects(deployment)).objects);
      expect(imported.notes).toMatchObject({ leftOut: [], changed: [] });
      expect(resolved(imported.definition)).toEqual(deployment);
    }
  });
});

test("any definition means the same after it was rendered and imported", () => {
  let valid = 0;
  const optionSet = fc
    .constantFrom(...examples.slice(0, topologies.length))
    .chain((definition) =>
      fc
        .constantFrom(...settable(deploymentOf(definition)))
        .chain((known) =>
          valueOf(known.option).map((value) => withValue<unknown>(definition, known.path, value)),
        ),
    );
  const anything = fc.constantFrom(...examples).chain((definition) => nearly(definition));
  fc.assert(
    fc.property(fc.oneof(optionSet, anything), (definition) => {
      valid += Number(formatNames.every((format) => roundTrip(definition, format)));
    }),
    { numRuns: propertyRuns(150) },
  );
  expect(valid).toBeGreaterThan(propertyRuns(40));
});

test("what is imported is as short as it can be: the guide's page in its short form", () => {
  const { objects } = readCfgData(cfgDataText(configurationObjects(deploymentOf(oneOfEach))));
  expect(definitionOf(objects).definition).toEqual({
    ...oneOfEach,
    chatServers: { ChatServer1: { connections: ["ContactServer", "InteractionServer"] } },
  });
});
