import * as fc from "fast-check";
import { resolve, type Application, type Deployment } from "../model";
import { twoPairs } from "../model/fixtures/pairs";
import { duration, processSettings, settingsHash } from "./process-settings";

const { deployment } = resolve(twoPairs()) as { deployment: Deployment };
const gms = deployment.applications.find(({ key }) => key === "GMS")!;
const image = "registry.example/gms:1";

const of = (more: Partial<Application>, whole = deployment) =>
  ({ ...processSettings(whole, { ...gms, ...more }) }) as Record<string, unknown>;

test("the simulator has what it always had", () => {
  expect(of({})).toEqual({
    user: "10001:10001",
    tmpfs: { "/tmp": "rw,noexec,nosuid,size=16m,uid=10001" },
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    memory: 128,
    memorySwap: 128,
    destroyGraceSeconds: 15,
    healthcheck: {
      tests: ["CMD", "/app/health"],
      interval: "2s",
      timeout: "55s",
      retries: 3,
      startPeriod: "20s",
    },
    wait: true,
    waitTimeout: 60,
  });
  expect(settingsHash(deployment, gms)).toBeUndefined();
});

test("a named image has more time and memory, its own command and its own check", () => {
  expect(of({ image })).toEqual({
    user: "10001:10001",
    tmpfs: { "/tmp": "rw,noexec,nosuid,size=256m,uid=10001" },
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    memory: 2048,
    memorySwap: 2048,
    destroyGraceSeconds: 90,
  });
});

test("what a definition states of a process reaches its container", () => {
  const process = {
    commandLine: ["/opt/gms/run.sh", "-x"],
    commandLineArguments: ["-v"],
    workingDirectory: "/opt/gms",
    user: "500:501",
    startupTimeout: 300,
    shutdownTimeout: 120,
    health: { command: ["/opt/gms/ok", "-q"], interval: 60, timeout: 5, retries: 2 },
  };
  expect(of({ image, process, memoryMb: 4096, cpuMillis: 1500 })).toEqual({
    entrypoints: ["/opt/gms/run.sh", "-x"],
    command: ["-v"],
    workingDir: "/opt/gms",
    user: "500:501",
    tmpfs: { "/tmp": "rw,noexec,nosuid,size=256m,uid=500" },
    memory: 4096,
    memorySwap: 4096,
    cpuPeriod: 100000,
    cpuQuota: 150000,
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    destroyGraceSeconds: 120,
    healthcheck: {
      tests: ["CMD", "/opt/gms/ok", "-q"],
      interval: "1m0s",
      timeout: "5s",
      retries: 2,
      startPeriod: "5m0s",
    },
    wait: true,
    waitTimeout: 300,
  });
});

test("timeouts hold for the simulator too", () => {
  const settings = of({ process: { startupTimeout: 30, shutdownTimeout: 40 } });
  expect(settings).toMatchObject({ waitTimeout: 30, destroyGraceSeconds: 40 });
  expect(settings.healthcheck).toMatchObject({ tests: ["CMD", "/app/health"], startPeriod: "30s" });
});

test("with a Configuration Server the process gets its address and its own name, before all else", () => {
  const configurationServer = {
    host: "cfg.example",
    port: 2020,
    tenant: "Environment",
    folder: "Applications",
    templates: {},
  };
  const whole = { ...deployment, configurationServer };
  expect(of({ image, process: { commandLineArguments: ["-v"] } }, whole).command).toEqual(
    ["-host", "cfg.example", "-port", "2020", "-app", "GMS"].concat("-v"),
  );
});

test.each([
  ["60", 65],
  ["5", 15],
])("a GMS that suspends for %s s is not killed before", (seconds, grace) => {
  const draining = { ...gms, annex: { sml: { "suspending-wait-timeout": seconds } } };
  expect(processSettings(deployment, draining).destroyGraceSeconds).toBe(grace);
  const stated = { ...draining, process: { shutdownTimeout: 30 } };
  expect(processSettings(deployment, stated).destroyGraceSeconds).toBe(30);
});

describe("the hash of what is stated", () => {
  const hashOf = (process: Application["process"]) => settingsHash(deployment, { ...gms, image, process });

  test.each([
    ["the program", { commandLine: ["/run"] }],
    ["its arguments", { commandLineArguments: ["-v"] }],
    ["its folder", { workingDirectory: "/opt" }],
    ["its health check", { health: { command: ["ok"], interval: 10, timeout: 5, retries: 3 } }],
  ])("knows %s, which the provider would keep once it is gone", (_, process) => {
    expect(hashOf(process)).toMatch(/^[0-9a-f]{16}$/);
    expect(hashOf({})).toBeUndefined();
  });

  test("is the same for what the provider sees by itself", () => {
    expect(hashOf({ startupTimeout: 5, shutdownTimeout: 5, user: "1:1" })).toBeUndefined();
  });
});

test("a duration is the text that Go makes of it: no unit twice, none above its limit, and the sum is right", () => {
  expect([1, 59, 60, 90, 3600, 3661].map(duration)).toEqual(
    ["1s", "59s", "1m0s", "1m30s"].concat("1h0m0s", "1h1m1s"),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), (seconds) => {
      const [, hours = 0, minutes = 0, rest = 0] =
        /^(?:(\d+)h)?(?:(\d+)m)?(\d+)s$/.exec(duration(seconds))?.map(Number) ?? [];
      expect((hours || 0) * 3600 + (minutes || 0) * 60 + rest).toBe(seconds);
      expect(Math.max(minutes || 0, rest)).toBeLessThan(60);
    }),
  );
});
