import { duration } from "../../docker/process-settings";
import type { Bare, Planned } from "./trap-project";

export type Args = Bare<"Container">["args"];

/** Inputs whose change is planned as an update and never applied, and what the daemon says of them. */
export const neverApplied: Readonly<
  Record<string, { from: Args; to: Args; seen: (is: Seen) => unknown; values: readonly unknown[] }>
> = {
  healthcheck: {
    from: { healthcheck: { tests: ["CMD", "a"] } },
    to: { healthcheck: { tests: ["CMD", "b"] } },
    seen: ({ Config }: Seen) => Config.Healthcheck?.Test?.[1],
    values: ["a", "b"],
  },
  init: {
    from: { init: false },
    to: { init: true },
    seen: (s: Seen) => s.HostConfig.Init,
    values: [false, true],
  },
  tmpfs: {
    from: { tmpfs: { "/tmp": "size=1m" } },
    to: { tmpfs: { "/tmp": "size=2m" } },
    seen: (s: Seen) => s.HostConfig.Tmpfs?.["/tmp"],
    values: ["size=1m", "size=2m"],
  },
  rm: {
    from: { rm: false },
    to: { rm: true },
    seen: (s: Seen) => s.HostConfig.AutoRemove,
    values: [false, true],
  },
  cpuPeriod: {
    from: { cpuPeriod: 100_000, cpuQuota: 10_000 },
    to: { cpuPeriod: 50_000, cpuQuota: 10_000 },
    seen: (s: Seen) => s.HostConfig.CpuPeriod,
    values: [100_000, 50_000],
  },
  cpuQuota: {
    from: { cpuPeriod: 100_000, cpuQuota: 10_000 },
    to: { cpuPeriod: 100_000, cpuQuota: 20_000 },
    seen: (s: Seen) => s.HostConfig.CpuQuota,
    values: [10_000, 20_000],
  },
};

/** Inputs that the provider keeps when they are no longer given, and what the daemon says of them. */
export const neverForgotten: Readonly<
  Record<string, { from: Args; seen: (is: Seen) => unknown; value: string }>
> = {
  entrypoints: {
    from: { entrypoints: ["a"] },
    seen: ({ Config }: Seen) => Config.Entrypoint?.[0],
    value: "a",
  },
  command: { from: { command: ["b"] }, seen: ({ Config }: Seen) => Config.Cmd?.[0], value: "b" },
  workingDir: { from: { workingDir: "/x" }, seen: ({ Config }: Seen) => Config.WorkingDir, value: "/x" },
  healthcheck: {
    from: { healthcheck: { tests: ["CMD", "a"] } },
    seen: ({ Config }: Seen) => Config.Healthcheck?.Test?.[1],
    value: "a",
  },
};

/** Inputs that are read back otherwise than they were given, and what each next update would do about it, for ever. */
export const misread: Readonly<Record<string, { args: Args; plan: Planned; instead: Args }>> = {
  memory: {
    args: { memory: 64 },
    plan: { op: "update", differs: ["memorySwap"] },
    instead: { memory: 64, memorySwap: 64 },
  },
  cpus: {
    args: { cpus: "0.05" },
    plan: { op: "replace", differs: ["cpus"] },
    instead: { cpuPeriod: 100_000, cpuQuota: 5_000 },
  },
  duration: {
    args: { healthcheck: { tests: ["CMD", "a"], interval: "90s" } },
    plan: { op: "replace", differs: ["healthcheck"] },
    instead: { healthcheck: { tests: ["CMD", "a"], interval: duration(90) } },
  },
};

/** A container in the output of `docker inspect`; only what the traps are about. */
export interface Seen {
  readonly Id: string;
  readonly State: { readonly Running: boolean; readonly Health?: { readonly Status: string } };
  readonly Config: {
    readonly Entrypoint?: readonly string[] | null;
    readonly Cmd?: readonly string[] | null;
    readonly WorkingDir: string;
    readonly Healthcheck?: { readonly Test?: readonly string[] };
  };
  readonly HostConfig: {
    readonly Init?: boolean;
    readonly Tmpfs?: Readonly<Record<string, string>>;
    readonly AutoRemove: boolean;
    readonly CpuPeriod: number;
    readonly CpuQuota: number;
    readonly Memory: number;
    readonly PidsLimit?: number | null;
    readonly Ulimits?: readonly { readonly Name: string; readonly Hard: number }[];
    readonly PortBindings: Readonly<Record<string, readonly { readonly HostIp: string }[]>>;
  };
  readonly NetworkSettings: {
    readonly Networks: Readonly<Record<string, { readonly Aliases: readonly string[] | null }>>;
  };
}
