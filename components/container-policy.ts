import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";

/** The account that every process runs under; the simulator's image knows it, and no host account is meant by it. */
export const processUser = "10001";

/**
 * How every container of ours is locked down: no root, no capability, nothing to write but /tmp. The provider has no
 * setting for a pids limit; `nproc` bounds the account's processes instead, over all containers of the host.
 */
export const hardening = {
  user: `${processUser}:${processUser}`,
  readOnly: true,
  capabilities: { drops: ["ALL"] },
  securityOpts: ["no-new-privileges:true"],
  ulimits: [{ name: "nproc", soft: 8192, hard: 8192 }],
} satisfies Partial<docker.ContainerArgs>;

/**
 * The provider's traps, closed once (reference: pulumi-practice.md 1.3 to 1.5): names are fixed, so the old container
 * goes first; inputs that its update function takes and never applies replace instead; a list that it fills in from
 * an unordered map is no difference.
 */
export const containerResourceOptions = {
  deleteBeforeReplace: true,
  replaceOnChanges: ["healthcheck", "init", "tmpfs", "rm", "cpuPeriod", "cpuQuota"],
  hideDiffs: ["networkDatas"],
} satisfies pulumi.CustomResourceOptions;

/**
 * How often a container is asked whether it is well, and how long `up` waits for a yes. Each question starts a process in
 * the container, some 60 ms of a core: every second, from eight containers, would keep half a core busy.
 */
export const healthPolicy = {
  healthcheck: {
    tests: ["CMD", "/app/health"],
    interval: "2s",
    timeout: "3s",
    retries: 3,
    startPeriod: "20s",
  },
  wait: true,
  waitTimeout: 60,
} satisfies Partial<docker.ContainerArgs>;

/** Seconds between a polite stop and a kill: a hand-over takes at most three. Unset, the provider kills at once. */
export const stopSeconds = 15;

/**
 * MiB a process may use unless its `resources` say otherwise; a simulated one idles below half of it. The same number
 * goes in for memory and swap together: the daemon would fill in twice the memory, and the next refresh would call that
 * a change.
 */
export const memoryMb = 128;

/** Where a process finds its file, and where it may keep data. */
export const paths = { config: "/etc/genesys", file: "application.yaml", data: "/var/lib/genesys" } as const;
