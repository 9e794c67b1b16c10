import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { ApplicationType } from "../model/deployment";

/** The account that processes run under unless one is stated; the simulator's image knows it, and no host account is meant. */
export const processUser = "10001:10001";

/**
 * How every container of ours is locked down: no root, no capability, nothing to write but /tmp and volumes. The
 * provider has no setting for a pids limit; `nproc` bounds the account's processes instead, over all containers of the
 * host. Made anew for each, since a transformation may change it in place.
 */
export function hardening() {
  return {
    readOnly: true,
    capabilities: { drops: ["ALL"] },
    securityOpts: ["no-new-privileges:true"],
    ulimits: [{ name: "nproc", soft: 8192, hard: 8192 }],
  } satisfies Partial<docker.ContainerArgs>;
}

/**
 * Inputs that the daemon adds to by settings of its own (default-ulimits, log-opts), and that the provider then reads back as a
 * difference. They are ignored; a label over what is stated replaces the container where that changes, with what is stated then.
 */
export const filledIn = ["ulimits", "logOpts"] as const satisfies readonly (keyof docker.ContainerArgs)[];

/**
 * The provider's traps, closed once (reference: pulumi-practice.md 1.3 to 1.5): names are fixed, so the old container
 * goes first; inputs that its update function takes and never applies replace instead; a list that it fills in from
 * an unordered map is no difference.
 */
export function containerResourceOptions() {
  return {
    deleteBeforeReplace: true,
    replaceOnChanges: ["healthcheck", "init", "tmpfs", "rm", "cpuPeriod", "cpuQuota"],
    hideDiffs: ["networkDatas"],
    ignoreChanges: [...filledIn],
  } satisfies pulumi.CustomResourceOptions;
}

/**
 * A network's name is fixed and every input of it replaces it: the old one goes before the new one comes, and with it the
 * containers that are in it.
 */
export function networkResourceOptions() {
  return { deleteBeforeReplace: true } satisfies pulumi.CustomResourceOptions;
}

/** A changed label on a fixed name fails the update (seen), and must not cost the data: labels stay as a volume got them. */
export function volumeResourceOptions() {
  return { ignoreChanges: ["labels"] } satisfies pulumi.CustomResourceOptions;
}

/** What differs between the simulator and an image of somebody's, unless the definition says otherwise. */
export interface RunningPolicy {
  /** Seconds that `up` waits for a process that is asked whether it is well. */
  readonly startSeconds: number;
  /** Seconds between a polite stop and a kill. Unset, the provider kills at once. */
  readonly stopSeconds: number;
  /**
   * MiB a process may use. The same number goes in for memory and swap together: the daemon would fill in twice the
   * memory, and the next refresh would call that a change.
   */
  readonly memoryMb: number;
  /** MiB that /tmp, which is in memory, may take. */
  readonly temporaryMb: number;
}

/** A simulated process: it starts in a second, hands over in three, and idles below half of its memory. */
export const simulatorPolicy: RunningPolicy = {
  startSeconds: 60,
  stopSeconds: 15,
  memoryMb: 128,
  temporaryMb: 16,
};

/** An image of somebody's: the product's own default timeouts (PSDK-CfgApplication), and room for a Java process (our own choice). */
export const namedImagePolicy: RunningPolicy = {
  startSeconds: 90,
  stopSeconds: 90,
  memoryMb: 2048,
  temporaryMb: 256,
};

/**
 * How often a simulated process is asked whether it is well. To start a check in a container costs some 60 ms of a core, and 120
 * containers would want more than two: the check of one that has settled stays for 45 s and asks on by itself, and that time
 * must be over before the daemon gives it up.
 */
export const simulatorHealth = {
  tests: ["CMD", "/app/health"],
  interval: "2s",
  timeout: "55s",
  retries: 3,
  startPeriod: "20s",
} satisfies docker.types.input.ContainerHealthcheck;

/** The application types whose data outlives their containers: services of customers, and transcripts. */
export const keepsData: ReadonlySet<ApplicationType> = new Set<ApplicationType>([
  "GenesysMobileServices",
  "ContactServer",
]);

/** Where a process finds its file, where it may keep data, and where a simulated one finds the keys it shares. */
export const paths = {
  config: "/etc/genesys",
  file: "application.yaml",
  data: "/var/lib/genesys",
  keys: "/var/lib/genesys-keys",
} as const;
