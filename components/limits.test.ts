import * as pulumi from "@pulumi/pulumi";
import type { LogSettings } from "../model/deployment";
import { deploymentOf } from "../model/fixtures/single";
import { labelsOf, MockedEngine, type Registered } from "../test/support/mocked-engine";
import { ChatDeployment } from "./chat-deployment";
import type { Transform } from "./transform";

jest.mock("../system/simulator-image", () => ({ simulatorImage: () => "genesys-chat-simulator:test" }));

// Pulumi's mock takes its time on a machine that is busy.
jest.setTimeout(60_000);

/* Changes of what a daemon fills in are ignored; a label over what is stated replaces the container in their place. */

const engine = new MockedEngine();
const secrets = { url: pulumi.secret("http://canary.example/") };

beforeAll(() => engine.start());

async function declared(logs?: LogSettings, transform: Transform = {}): Promise<Registered[]> {
  const deployment = { ...deploymentOf(), ...(logs && { logs }) };
  await engine.declare((opts) => new ChatDeployment("test", { deployment, secrets, transform }, opts));
  return engine.containers();
}

const hashes = (containers: readonly Registered[]) =>
  containers.flatMap(({ inputs }) => labelsOf(inputs)["genesys-chat.limits-hash"] ?? []);

test("every process bounds its log by default, and has one hash of its limits; a carrier has none", async () => {
  const all = await declared();
  const processes = all.filter(({ name }) => !name.endsWith("-carrier"));
  for (const { inputs } of processes) {
    expect(inputs).toMatchObject({ logDriver: "json-file", logOpts: { "max-size": "10m", "max-file": "3" } });
  }
  expect(hashes(all)).toHaveLength(processes.length);
  expect(new Set(hashes(all)).size).toBe(1);
});

test("another limit is another hash, also one by a transformation", async () => {
  const [usual] = hashes(await declared());
  const [smaller] = hashes(await declared({ maxSizeMb: 5 }));
  const files = { name: "nofile", soft: 1024, hard: 2048 };
  const container: Transform["container"] = (args) => void (args.ulimits = [files]);
  const [transformed] = hashes(await declared(undefined, { container }));
  expect(new Set([usual, smaller, transformed]).size).toBe(3);
});

test("the daemon's own driver is left to the daemon", async () => {
  for (const { inputs } of await declared({ driver: "daemon", maxSizeMb: 5 })) {
    expect(inputs).not.toHaveProperty("logDriver");
    expect(inputs).not.toHaveProperty("logOpts");
  }
});
