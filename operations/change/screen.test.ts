import { twoPairs } from "../../model/fixtures/pairs";
import { container, healthy, withContainer, withProcess } from "../../test/support/situations";
import type { Preview, PreviewStep } from "../../engine/preview";
import type { StateResource } from "../../engine/state";
import { declaredOfLastRelease as deployed } from "./last-release-state";
import { announcedDifference } from "./announced";
import { screen } from "./screen";
import { pairStatuses } from "../health/pair-status";

/* The screen as an operator sees it, from the state, the facts and the preview of one stack. */

const urn = (chain: string, name: string) => `urn:pulumi:dev::genesys-chat::${chain}::${name}`;
const containerType = "docker:index/container:Container";
const volumeType = "docker:index/volume:Volume";
const chain = (component: string, type?: string) =>
  `genesys-chat:index:ChatDeployment$genesys-chat:index:${component}${type === undefined ? "" : `$${type}`}`;

const labels = (application: string, role: string) => [
  { label: "genesys-chat.application", value: application },
  { label: "genesys-chat.role", value: role },
];

const component = (type: string, key: string, inputs: Record<string, unknown> = {}): StateResource => ({
  urn: urn(chain(type), key),
  type: `genesys-chat:index:${type}`,
  inputs: { redundancyType: "warm-standby", ports: { default: "4801", webapi: "4802 http" }, ...inputs },
});

const process = (type: string, key: string, role = "primary"): StateResource => {
  const host = key.toLowerCase().replaceAll("_", "-");
  const inputs = { name: container(host), hostname: host, image: "simulator:1", labels: labels(key, role) };
  return { urn: urn(chain(type, containerType), key), type: containerType, id: `id of ${host}`, inputs };
};

const resources: readonly StateResource[] = [
  component("MobileServices", "GMS"),
  process("MobileServices", "GMS"),
  process("MobileServices", "GMS-carrier", "carrier"),
  ...["ChatServer2", "ChatServer1"].flatMap((key) => [
    component("ChatServer", key, {
      backup: `${key}_B`,
      backupDiffers: { ports: { default: "4811" } },
      connections: { ContactServer: "default at contactserver:7130", Elsewhere: "default at fw.example:1" },
      options: { settings: { "session-restoration-mode": "simple" } },
    }),
    process("ChatServer", key),
    process("ChatServer", `${key}_B`, "backup"),
    // A carrier is no process.
    process("ChatServer", `${key}-carrier`, "carrier"),
  ]),
  component("ContactServer", "ContactServer"),
  process("ContactServer", "ContactServer"),
];

const known = (key: string, type: string) =>
  resources.find((each) => each.urn.endsWith(`::${key}`) && each.type.endsWith(type))!;

const replaced = (key: string, reasons = ["labels"]): PreviewStep => {
  const { urn, type, inputs } = known(key, containerType);
  const state = { type, ...(inputs && { inputs }) };
  return { op: "replace", urn, oldState: state, newState: state, replaceReasons: reasons };
};

const changed = (type: string, key: string, options: Record<string, unknown>): PreviewStep => {
  const { urn, type: ours, inputs = {} } = known(key, `index:${type}`);
  const before = inputs.options as Record<string, Record<string, unknown>> | undefined;
  const settings = { ...before?.settings, ...options };
  return {
    op: "update",
    urn,
    oldState: { type: ours, inputs },
    newState: { type: ours, inputs: { ...inputs, options: { settings } } },
  };
};

const volume = (op: string, application: string, role: string): PreviewStep => ({
  op,
  urn: urn(chain(application, volumeType), `${application}-${role}`),
  oldState: {
    type: volumeType,
    inputs: { name: container(`${application.toLowerCase()}_${role}`), labels: labels(application, role) },
  },
});

const removed = (key: string): PreviewStep => {
  const { urn, type, inputs } = known(key, containerType);
  return { op: "delete", urn, oldState: { type, ...(inputs && { inputs }) } };
};

const added = (key: string): PreviewStep => {
  const { urn, type, inputs } = process("ContactServer", key);
  return { op: "create", urn, newState: { type, ...(inputs && { inputs }) } };
};

const busy = withProcess(healthy(twoPairs()), "ChatServer1", (fact) => ({
  ...fact,
  status: { ...fact.status!, sessions: 12 },
}));

function shown(steps: readonly PreviewStep[], situation = busy): string {
  const change = announcedDifference({ steps });
  if (!change) throw new Error("nothing changes");
  return screen({
    stack: "dev",
    deployed: deployed(resources, "dev"),
    pairs: pairStatuses(situation),
    change,
  });
}

test("a mixed edit on one screen", () => {
  const text = shown([
    changed("ChatServer", "ChatServer1", { "session-shutdown-timeout": "200" }),
    changed("ChatServer", "ChatServer2", { "transcript-auto-save": "1" }),
    replaced("ChatServer1_B"),
    replaced("ChatServer1"),
    replaced("GMS", ["image"]),
    replaced("ChatServer2-carrier", ["uploads"]),
    added("ContactB"),
    removed("ContactServer"),
    volume("delete", "ContactServer", "config"),
    volume("delete", "ContactServer", "data"),
  ]);
  expect(text).toBe(`Stack dev, as it runs now:
  ChatServer1: active, 12 sessions, healthy  |  ChatServer1_B: standby, healthy
  ChatServer2: active, 0 sessions, healthy  |  ChatServer2_B: standby, healthy
What this change does:
  restarts    ChatServer1: applies settings/session-shutdown-timeout only after a restart.
              ChatServer1_B restarts first (standby); then ChatServer1 hands its 12 sessions to
              ChatServer1_B and restarts.
  restarts    GMS: another image.
              For some seconds: Customers who come by this GMS can neither start nor continue a
              chat.
  rewrites    ChatServer2: settings/transcript-auto-save (nothing restarts)
  adds        ContactB
  removes     ContactServer
  LOSES DATA  ContactServer loses all stored transcripts, and with them every chat that a standby
              would restore: the volume genesys-chat.dev.contactserver_data is removed.
Option by option, old and new: ./chatstack preview --stack dev
`);
});

test("an unhealthy member is highlighted, and what is gone or has stopped comes back", () => {
  const gone = withContainer(busy, container("chatserver2-b"), undefined);
  const { urn, type, inputs = {} } = known("ChatServer2_B", containerType);
  const text = shown(
    [
      { op: "refresh", urn },
      { op: "create", urn, newState: { type, inputs } },
      { ...replaced("GMS"), op: "update", replaceReasons: null, diffReasons: ["mustRun"] },
    ],
    gone,
  );
  expect(text).toContain("ChatServer2_B: standby, not there (UNHEALTHY)");
  expect(text).toContain("  brings back ChatServer2_B\n");
  expect(text).toContain("  in place    GMS: starts again\n");
  expect(text).not.toContain("restarts");
});

test("a secret that was rotated changes no value that is written down", () => {
  expect(shown([replaced("ChatServer2-carrier", ["uploads"])])).toContain(
    "  rewrites    ChatServer2: its file (nothing restarts)\n",
  );
});

test("steps by which nothing changes are no plan", () => {
  const same = { ...replaced("GMS"), op: "same" };
  const preview: Preview = { steps: [same, { ...same, op: "refresh" }] };
  expect(announcedDifference(preview)).toBeUndefined();
  expect(announcedDifference({})).toBeUndefined();
});

test("where a run has failed half-way, a process is asked on its port of before too", () => {
  const stack = { urn: "stack", type: "pulumi:pulumi:Stack" };
  const outputs = { applications: [{ name: "ChatServer1", ports: { default: 4701 } }] };
  const { applications } = deployed([...resources, { ...stack, outputs }], "dev");
  expect(applications[0]?.application.ports.map(({ port }) => port)).toEqual([4801, 4701]);
  expect(applications[1]?.application.ports.map(({ port }) => port)).toEqual([4811]);
});

test("what was deployed is read from the state: pairs, and where each tells its status", () => {
  const { applications } = deployed(resources, "dev");
  expect(
    applications.map(({ application: { name, role, ports }, partner, connections }) => [
      name,
      role,
      ports[0]?.port,
      partner?.application,
      connections.map(({ application }) => application).join(),
    ]),
  ).toEqual([
    ["ChatServer1", "primary", 4801, "ChatServer1_B", "ContactServer"],
    ["ChatServer1_B", "backup", 4811, "ChatServer1", "ContactServer"],
    ["ChatServer2", "primary", 4801, "ChatServer2_B", "ContactServer"],
    ["ChatServer2_B", "backup", 4811, "ChatServer2", "ContactServer"],
    ["ContactServer", "primary", 4801, undefined, ""],
    ["GMS", "primary", 4801, undefined, ""],
  ]);
});

describe("why a container restarts", () => {
  /** A container that the engine replaces for other inputs than it had, with the reasons that it names. */
  const given = (inputs: object, reasons: string[] | null): PreviewStep => {
    const { newState, ...step } = replaced("GMS");
    return {
      ...step,
      newState: { ...newState!, inputs: { ...newState?.inputs, ...inputs } },
      replaceReasons: reasons,
    };
  };
  const hashes = (name: string) => [
    ...labels("GMS", "primary"),
    { label: `genesys-chat.${name}`, value: "another" },
  ];
  const withCarrier = replaced("GMS-carrier", ["uploads"]);

  test.each<[string, PreviewStep[], string]>([
    [
      "with its carrier, for another image",
      [given({ image: "simulator:2", wait: true, __defaults: [] }, null), withCarrier],
      "another image",
    ],
    [
      "with its carrier, whose file is another",
      [given({}, null), withCarrier],
      "its file contains a secret, and is applied only after a restart",
    ],
    ["by --replace", [given({}, ["id"])], "its replacement was requested"],
    [
      "for limits, which the engine calls labels",
      [given({ labels: hashes("limits-hash") }, ["labels"])],
      "limits of its log or its processes",
    ],
    [
      "for a value of another application",
      [given({ labels: hashes("restart-hash") }, ["labels"])],
      "a value that it applies only after a restart comes from another application",
    ],
  ])("%s", (_, steps, reason) => {
    const text = shown(steps).replaceAll(/\n +/g, " ");
    expect(text).toContain(`restarts    GMS: ${reason}.`);
  });
});
