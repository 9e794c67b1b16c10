import type { ApplicationType, Deployment } from "../model/deployment";

/** The account that processes run under unless one is stated; the simulator's image knows it, and no host account is meant. */
export const processUser = "10001:10001";

/** The defaults that differ between the simulator and a custom image. */
export interface RunningPolicy {
  /** Seconds that `up` waits for a process that is asked whether it is healthy. */
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

/** A custom image: the product's own default timeouts (PSDK-CfgApplication), and memory for a Java process (this project's choice). */
export const customImagePolicy: RunningPolicy = {
  startSeconds: 90,
  stopSeconds: 90,
  memoryMb: 2048,
  temporaryMb: 256,
};

/**
 * How often a simulated process is asked whether it is healthy. To start a check in a container costs some 60 ms of a core, and 120
 * containers would want more than two: the check of one that has settled stays for 45 s and asks on by itself, and that time
 * must be over before the daemon aborts it.
 */
export const simulatorHealth = {
  tests: ["CMD", "/app/health"],
  interval: "2s",
  timeout: "55s",
  retries: 3,
  startPeriod: "20s",
};

/** The application types whose data outlives their containers: services of customers, and transcripts. */
export const keepsData: ReadonlySet<ApplicationType> = new Set<ApplicationType>([
  "GenesysMobileServices",
  "ContactServer",
]);

/** Folders in a container: the application's file, its data, and a simulated process's keys. */
export const paths = {
  config: "/etc/genesys",
  file: "application.yaml",
  data: "/var/lib/genesys",
  keys: "/var/lib/genesys-keys",
} as const;

/** Whether the processes of a deployment share a key: the simulated ones do, by which they know each other. */
export function hasKey({ configurationServer, applications }: Deployment): boolean {
  return !configurationServer && applications.some(({ image }) => image === undefined);
}
