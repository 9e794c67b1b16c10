import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { StackFolder } from "../../system/stack-file";
import { shortDefinition } from "../../model/fixtures/seed";
import type { ContainerSummary } from "../../docker/client";
import { root as checkout } from "../../system/project";
import { planBulkRun } from "./bulk-plan";
import { overview } from "./overview";

/* The states of a folder's stacks as files; whether one is as deployed has its tests in operations/fingerprint. */
let root: string;
/** Of a lock that is held: the process that takes it runs since before. */
const since = new Date().toISOString();

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "genesys-chat-overview-"));
  write("Pulumi.yaml", "name: genesys-chat\nruntime: nodejs\n");
  const at = (subnet: string, publish: number) =>
    shortDefinition
      .replace("    mobileServices:", `    network: { subnet: ${subnet} }\n    mobileServices:`)
      .replace(
        "connections: [WebAPI]",
        `connections: [WebAPI]\n        ports: { default: { port: 8080, protocol: http, publish: ${publish} } }`,
      );
  write("Pulumi.busy.yaml", at("10.9.1.0/24", 9001));
  write("Pulumi.cut.yaml", at("10.9.2.0/24", 9002));
  write("Pulumi.fresh.yaml", at("10.9.3.0/24", 9003));
  write("Pulumi.wrong.yaml", at("10.9.4.0/24", 9004).replace("WebAPI: {", "WebAPI: { wrong: 1,"));
  for (const stack of ["busy", "cut"]) {
    const pending = stack === "cut" ? [{ type: "creating", resource: { urn: "u", type: "t" } }] : [];
    const latest = { resources: [{ urn: "u", type: "pulumi:pulumi:Stack" }], pending_operations: pending };
    write(`state/.pulumi/stacks/genesys-chat/${stack}.json`, JSON.stringify({ checkpoint: { latest } }));
    const entry = { kind: "update", result: "succeeded", endTime: 1795552061 };
    write(
      `state/.pulumi/history/genesys-chat/${stack}/${stack}-1795552061486065410.history.json`,
      JSON.stringify(entry),
    );
  }
  const lock = { pid: process.pid, username: "op", hostname: hostname(), timestamp: since };
  write("state/.pulumi/locks/organization/genesys-chat/busy/x.json", JSON.stringify(lock));
});

afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

/** A folder of this test with what the checkout fingerprints its program from. */
function folder(): StackFolder {
  write("package.json", '{ "dependencies": {} }');
  write("package-lock.json", "{}");
  write("setup/toolchain/versions.json", "{}");
  write("bin/index.js", "");
  for (const part of ["components", "docker", "model", "render", "system"]) write(`bin/${part}/x.js`, "");
  write("bin/simulator/image/tag.json", '{ "image": "x" }');
  expect(root).not.toBe(checkout);
  return new StackFolder(root);
}

const container = (stack: string, host: string, status: string, up = "running"): ContainerSummary => ({
  ...{
    id: `${stack}${host}`,
    name: `genesys-chat.${stack}.${host}`,
    state: up,
    status,
    ports: "",
  },
  labels: { "genesys-chat.project": "genesys-chat", "genesys-chat.stack": stack },
});

test("reports the status of each stack, and its unhealthy containers", () => {
  const all = [
    container("busy", "gms", "Up 2 minutes (healthy)"),
    container("busy", "webapi", "Up 2 minutes (unhealthy)"),
    container("busy", "chatserver1", "Exited (137) 1 minute ago", "exited"),
    container("busy", "gms_carrier", "Created", "created"),
    container("cut", "gms", "Up 1 second (health: starting)"),
  ];
  const lines = overview(folder(), `file://${join(root, "state")}`, all);
  expect(lines).toMatchObject([
    { stack: "busy", state: "under way", applications: 6, lastChange: "2026-11-24T20:27:41.000Z" },
    { stack: "cut", state: "cut short", reasons: ["1 pending operation(s)"] },
    { stack: "fresh", state: "not deployed", reasons: [], lastChange: null },
    { stack: "wrong", state: "not valid", reasons: ["1 error"], releases: null, applications: null },
  ]);
  expect(lines[0]!.reasons[0]).toMatch(/^locked by op on .* \(process \d+\) since \S+$/);
  expect(lines[0]!.reasons[0]).toContain(since);
  expect(lines.map(({ health }) => health)).toEqual([
    { healthy: 1, containers: 3, unwell: ["chatserver1", "webapi"] },
    { healthy: 0, containers: 1, unwell: ["gms"] },
    { healthy: 0, containers: 0, unwell: [] },
    { healthy: 0, containers: 0, unwell: [] },
  ]);
});

test("an incomplete state is reported, and the others as usual", () => {
  const file = join(root, "state", ".pulumi", "stacks", "genesys-chat", "cut.json");
  const whole = readFileSync(file, "utf8");
  writeFileSync(file, whole.slice(0, 40));
  try {
    const lines = overview(folder(), `file://${join(root, "state")}`, []);
    expect(lines.map(({ state: how }) => how)).toEqual([
      "under way",
      "cut short",
      "not deployed",
      "not valid",
    ]);
    expect(lines[1]!.reasons).toEqual(["its state was cut short: up takes the last backup"]);
    const planned = planBulkRun("up", ["cut"], false, {
      folder: folder(),
      backendUrl: `file://${join(root, "state")}`,
      containers: [],
    });
    expect(planned[0]!.reason).toMatch(/state was cut short/);
  } finally {
    writeFileSync(file, whole);
  }
});

test("without an answer of the daemon no health is reported, and without a folder no state", () => {
  const lines = overview(folder(), "s3://state", undefined);
  expect(lines.map(({ health, state: how }) => [health, how])).toEqual([
    ...Array<unknown[]>(3).fill([null, "elsewhere"]),
    [null, "not valid"],
  ]);
});

test("a bulk run starts what changed, says why, and leaves out what is not valid; what is destroyed need not be valid", () => {
  const situation = { folder: folder(), backendUrl: `file://${join(root, "state")}` };
  const stacks = situation.folder.stacks();
  const planned = planBulkRun("up", stacks, false, situation);
  expect(planned.map(({ stack, settled, reason }) => [stack, settled, reason])).toEqual([
    ["busy", undefined, expect.any(String)],
    ["cut", undefined, "an earlier run was cut short: 1 pending operation(s)"],
    ["fresh", undefined, "never deployed"],
    ["wrong", "not valid", "1 error: ./chatstack validate --stack wrong"],
  ]);
  expect(planBulkRun("up", ["fresh"], true, situation)[0]).toEqual({ stack: "fresh", reason: "--force" });
  expect(planBulkRun("destroy", stacks, false, situation).map(({ settled }) => settled)).toEqual([
    ...[undefined, undefined],
    ...["skipped", "skipped"],
  ]);
});
