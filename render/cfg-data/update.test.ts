import fc from "fast-check";
import { deploymentOf } from "../../model/fixtures/single";
import { topologies } from "../../model/fixtures/topology";
import { exampleDefinition } from "../../test/support/topologies";
import { DocumentApplier } from "../../test/support/document-applier";
import {
  configurationObjects,
  type ConfigurationObjects,
  type ServerObject,
  updatePlan,
} from "../configuration-objects";
import { gaxUpdateText, readObjectJson } from "../object-json";
import { cfgDataText, cfgDataUpdateText, readCfgData } from ".";

jest.setTimeout(120_000);

const examples = topologies.map((topology) =>
  configurationObjects(deploymentOf(exampleDefinition(topology))),
);
const pair = examples[1]!;
const elsewhere = new Set(["Existing1", ...examples.flatMap(({ existing }) => existing)]);

/** Configurations that a definition may mean: a backup has one primary and no links of its own, and links lead somewhere. */
function valid(objects: ConfigurationObjects): ConfigurationObjects {
  const byName = new Map(objects.servers.map((server) => [server.name, server]));
  const backups = new Map<string, string>();
  for (const { name, backup, type } of byName.values()) {
    const other = backup === undefined ? undefined : byName.get(backup);
    const isPair = other && other.name !== name && other.type === type && !other.backup;
    if (isPair && !backups.has(other.name)) backups.set(other.name, name);
  }
  const servers = [...byName.values()].map((server): ServerObject => {
    const { backup, ...rest } = server;
    if (backups.has(server.name)) return { ...rest, connections: [], tenants: [], userProperties: {} };
    const connections = server.connections.filter(
      (each) => each.server !== server.name && (byName.has(each.server) || elsewhere.has(each.server)),
    );
    return {
      ...rest,
      connections,
      ...(backup !== undefined && backups.get(backup) === server.name && { backup }),
    };
  });
  const targets = servers.flatMap(({ connections }) => connections.map(({ server }) => server));
  const existing = [...new Set(targets)].filter((name) => !byName.has(name)).sort();
  return { ...objects, existing, servers: servers.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

type Edit = (servers: ServerObject[]) => ServerObject[];

const index = fc.nat(30);
const word = fc.constantFrom(
  "a",
  "b",
  "settings",
  "endpoints:1",
  "log",
  "verbose",
  "x&<\"'\n",
  "__proto__",
  "default",
);
const change =
  (at: number, edit: (server: ServerObject) => Partial<ServerObject>): Edit =>
  (servers) =>
    servers.map((server, position) =>
      position === at % servers.length ? { ...server, ...edit(server) } : server,
    );

const edit: fc.Arbitrary<Edit> = fc.oneof(
  index.map(
    (at): Edit =>
      (servers) =>
        servers.filter((_, position) => position !== at % servers.length),
  ),
  fc.tuple(index, index).map(([at, number]): Edit => (servers) => {
    const { backup: _, ...copy } = servers[at % servers.length]!;
    const name = `New${number}`;
    return servers.some((server) => server.name === name) ? servers : [...servers, { ...copy, name }];
  }),
  fc
    .tuple(
      index,
      fc.constantFrom("options", "userProperties"),
      word,
      word,
      fc.option(fc.string({ maxLength: 5 })),
    )
    .map(([at, list, section, name, value]) =>
      change(at, (server) => {
        const options = server[list as "options"];
        const { [name]: __, ...rest } = Object.hasOwn(options, section) ? options[section]! : {};
        const values = value === null ? rest : Object.fromEntries([...Object.entries(rest), [name, value]]);
        return { [list]: Object.fromEntries([...Object.entries(options), [section, values]]) };
      }),
    ),
  fc.tuple(index, word).map(([at, section]) =>
    change(at, ({ options }) => ({
      options: Object.fromEntries(Object.entries(options).filter(([name]) => name !== section)),
    })),
  ),
  fc.tuple(index, index).map(([at, to]): Edit => (servers) => {
    const backup = servers[to % servers.length]!.name;
    return change(at, () => ({ backup }))(servers);
  }),
  index.map(
    (at): Edit =>
      (servers) =>
        servers.map((server, position) => {
          if (position !== at % servers.length) return server;
          const { backup: _, ...single } = server;
          return single;
        }),
  ),
  fc
    .tuple(
      index,
      index,
      fc.constantFrom("default", "webapi", "ESP"),
      fc.option(fc.integer({ min: 1, max: 3 })),
    )
    .map(([at, to, portId, local]): Edit => (servers) => {
      const server = to === 30 ? "Existing1" : servers[to % servers.length]!.name;
      const connection = { server, portId, ...(local !== null && { addp: { local, remote: 5, trace: 1 } }) };
      return change(at, ({ connections }) => ({
        connections: [
          ...connections.filter((each) => each.server !== server || each.portId !== portId),
          connection,
        ],
      }))(servers);
    }),
  fc.tuple(index, index).map(([at, which]) =>
    change(at, ({ connections }) => ({
      connections: connections.filter((_, position) => position !== which),
    })),
  ),
  fc
    .tuple(index, fc.constantFrom("default", "extra"), fc.integer({ min: 1, max: 65535 }))
    .map(([at, id, port]) =>
      change(at, ({ ports }) => ({
        ports: [...ports.filter((each) => each.id !== id), { id, port }].sort((a, b) =>
          a.id < b.id ? -1 : 1,
        ),
        ...(id === "default" && { port }),
      })),
    ),
  fc
    .tuple(
      index,
      fc.constantFrom<Partial<ServerObject>>(
        ...[
          { template: "Other_1" },
          { version: "8.5.0" },
          { host: "other" },
          { tenants: ["A", "B"] },
          { tenants: [] },
        ],
        ...[
          { startupTimeout: 5 },
          { workingDirectory: "/x" },
          { redundancy: 1 },
          { autoRestart: false },
          { folder: "F" },
        ],
        ...[{ owner: "Other" }, { type: 59 }, { enabled: false }],
      ),
    )
    .map(([at, values]) => change(at, () => values)),
);

/** Two configurations that random edits are between. */
const edits = fc
  .tuple(
    fc.constantFrom(...examples),
    fc.array(edit, { maxLength: 4 }),
    fc.array(edit, { minLength: 1, maxLength: 6 }),
  )
  .map(([start, first, then]) => {
    const apply = (objects: ConfigurationObjects, all: readonly Edit[]) =>
      valid({
        ...objects,
        servers: all.reduce<ServerObject[]>(
          (servers, each) => (servers.length > 1 ? each(servers) : servers),
          [...objects.servers],
        ),
      });
    const before = apply(start, first);
    return { before, after: apply(before, then) };
  });

const everything = (objects: ConfigurationObjects) => new Set(objects.servers.map(({ name }) => name));

test("an update document turns the base into the new configuration, with no step that a database refuses", () => {
  const seen = { replaced: 0, removed: 0, created: 0, changed: 0 };
  fc.assert(
    fc.property(edits, ({ before, after }) => {
      const plan = updatePlan(before, after, everything(before));
      for (const key of Object.keys(seen) as (keyof typeof seen)[]) seen[key] += plan[key].length;
      const text = cfgDataUpdateText(plan, after);
      const [textBefore, textAfter] = [cfgDataText(before), cfgDataText(after)];
      const { servers } = new DocumentApplier(elsewhere).apply(textBefore).apply(text);
      expect(servers).toEqual(new DocumentApplier(elsewhere).apply(textAfter).servers);
      // The reader finds no fault, and means the same by it.
      const reading = readCfgData(text, readCfgData(textBefore).objects);
      expect(reading.problems.filter(({ rule }) => rule !== "backup-has-own-links")).toEqual([]);
      expect(reading.objects.servers).toEqual(readCfgData(textAfter).objects.servers);
      const gax = readObjectJson(gaxUpdateText(plan, after), before);
      expect(gax.problems).toEqual([]);
      expect(gax.objects.servers).toEqual(
        after.servers.map((server) => expect.objectContaining({ name: server.name })),
      );
    }),
    { numRuns: 100 },
  );
  // The rarest, a replaced server, is seen 12 times on average.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(2);
});

test("no change, no element", () => {
  const text = cfgDataUpdateText(updatePlan(pair, pair, everything(pair)), pair);
  expect(text).toMatch(/<CfgData xmlns="[^"]*"\/>\n$/);
});

test("one option more is one option in the document", () => {
  const after = {
    ...pair,
    servers: pair.servers.map((server) =>
      server.name === "GMS" ? { ...server, options: { ...server.options, extra: { a: "1" } } } : server,
    ),
  };
  const text = cfgDataUpdateText(updatePlan(pair, after, everything(pair)), after);
  expect(text.split("\n").slice(2).join("\n")).toMatchInlineSnapshot(`
    "<CfgData xmlns="http://www.genesyslab.com/cs">
      <CfgReference>
        <CfgProviderTenantRef id="tenant-Environment" name="Environment" allTenants="1"/>
        <CfgServerRef id="server-GMS" name="GMS" ownerDBID="tenant-Environment"/>
      </CfgReference>
      <CfgUpdate>
        <CfgServerUpdate DBIDref="server-GMS">
          <options>
            <list_pair action="add" key="extra">
              <str_pair key="a" value="1"/>
            </list_pair>
          </options>
        </CfgServerUpdate>
      </CfgUpdate>
    </CfgData>
    "
  `);
});

test("servers of an export that no flag asks to remove stay, apart from a declared server's backup", () => {
  const after = {
    ...pair,
    servers: pair.servers.flatMap((server) => {
      const { backup: _, ...single } = server;
      return ["ChatServer1_B", "GMS"].includes(server.name) ? [] : [single];
    }),
  };
  const plan = updatePlan(pair, after, new Set());
  expect([plan.removed.map(({ name }) => name), plan.kept]).toEqual([["ChatServer1_B"], ["GMS"]]);
});
