import * as pulumi from "@pulumi/pulumi";
import { resolve, type Application, type Deployment } from "../model";
import { twoPairs } from "../model/fixtures/pairs";
import type { Container } from "./container";
import type { KnownContainer } from "./daemon";
import { Readiness } from "./readiness";

const { deployment } = resolve(twoPairs()) as { deployment: Deployment };
const gms: Application = {
  ...deployment.applications.find(({ type }) => type === "GenesysMobileServices")!,
  // Seconds: fails in a test's time.
  process: { startupTimeout: 0 },
};
const unchecked: Application = { ...gms, image: "gms:1" };
const registered = { id: pulumi.output("new") } as Container;

/** A readiness whose daemon had this container when the update began, and whose process answers so; and what was asked. */
function answering(before: Partial<KnownContainer> | undefined, ...reasons: (string | undefined)[]) {
  const asked: string[] = [];
  const known =
    before && ([["gms", { status: "running", health: undefined, id: "new", ...before }]] as const);
  const daemon = {
    containers: () => Promise.resolve(new Map(known)),
    unready: (id: string) => {
      asked.push(id);
      return Promise.resolve(reasons.length > 1 ? reasons.shift() : reasons[0]);
    },
  };
  return { readiness: new Readiness(daemon, false), asked };
}

const unknown = { containers: () => Promise.resolve(undefined), unready: () => Promise.resolve("no") };

beforeAll(() => pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }));

test.each<[string, Partial<KnownContainer> | undefined]>([
  ["new", undefined],
  ["replaced", { id: "old", health: "healthy" }],
  ["left unhealthy by an earlier update", { health: "unhealthy" }],
  ["left before its first check", { health: "starting" }],
  ["started again and again", { status: "restarting" }],
])("a container that is %s must become ready: its reason and its log are named", async (_, before) => {
  const { readiness, asked } = answering(before, "its store is away");
  await expect(readiness.of(registered, gms, { name: "gms" })).rejects.toThrow(
    /^GMS is not healthy 0 s after its start \(its store is away\)\. "docker logs gms" shows its log, and .* Then run up again/,
  );
  expect(new Set(asked)).toEqual(new Set(["new"]));
});

test("a preview, which knows no id of a container that it plans, waits for none", async () => {
  const never = pulumi.output(new Promise<string>(() => undefined));
  const planned = { id: never, urn: pulumi.output("urn:planned") } as Container;
  await new Readiness(undefined, false).of(planned, gms, { name: "gms" });
});

test("a process is asked until it is ready", async () => {
  const { readiness, asked } = answering(undefined, "starting", undefined);
  await readiness.of(registered, { ...gms, process: { startupTimeout: 20 } }, { name: "gms" });
  expect(asked).toEqual(["new", "new"]);
});

test.each<[string, Partial<KnownContainer>]>([
  ["healthy", { health: "healthy" }],
  ["stopped", { status: "exited" }],
  ["paused", { status: "paused", health: "unhealthy" }],
])(
  "a container that was %s and is not changed is not asked, unless its primary follows",
  async (_, before) => {
    const { readiness, asked } = answering(before, undefined);
    await readiness.of(registered, gms, { name: "gms" });
    expect(asked).toEqual([]);
    await readiness.of(registered, gms, { name: "gms", primary: "Primary" });
    expect(asked).toEqual(["new"]);
  },
);

test("a new standby that does not become ready leaves its primary as it was", async () => {
  const { readiness } = answering(undefined, "no lease");
  await expect(readiness.of(registered, gms, { name: "gms", primary: "Primary" })).rejects.toThrow(
    /^GMS is not a healthy standby with its configuration in force \(no lease\), so Primary was left as it was\./,
  );
});

test("a custom image without a health check is ready once it is created", async () => {
  const { readiness, asked } = answering(undefined, "no");
  await readiness.of(registered, unchecked, { name: "gms" });
  expect(asked).toEqual([]);
});

test("the provider waits only if the program can't ask", async () => {
  const waits = async (readiness: Readiness, application = gms) => {
    const { wait, waitTimeout } = readiness.providerWait(application);
    return new Promise((done) => pulumi.output([wait, waitTimeout]).apply(done));
  };
  const [yes, no] = [
    [true, 0],
    [undefined, undefined],
  ];
  expect(await waits(answering(undefined).readiness)).toEqual(no);
  expect(await waits(new Readiness(undefined, false))).toEqual(no);
  expect(await waits(new Readiness(unknown, false))).toEqual(yes);
  expect(await waits(new Readiness(undefined, true))).toEqual(yes);
  expect(await waits(new Readiness(undefined, true), unchecked)).toEqual(no);
  await new Readiness(unknown, false).of(registered, gms, { name: "gms" });
});
