import { defaultLogs } from "../model/defaults";
import type { Application, Deployment } from "../model/deployment";
import { canonicalJson, sha256, startArguments } from "../render";
import { customImagePolicy, processUser, simulatorHealth, simulatorPolicy } from "./container-policy";

/** How a container's process is started, limited, asked and stopped, in the provider's own inputs. */
export interface ContainerSettings {
  readonly entrypoints?: string[];
  readonly command?: string[];
  readonly workingDir?: string;
  readonly user: string;
  readonly tmpfs: Record<string, string>;
  /** MiB; memory and swap together are limited to the same number. */
  readonly memory: number;
  readonly memorySwap: number;
  /** Microseconds. */
  readonly cpuPeriod?: number;
  readonly cpuQuota?: number;
  /** Undefined if the daemon decides. */
  readonly logDriver?: string;
  readonly logOpts?: Record<string, string>;
  /** Seconds between a stop signal and a kill. */
  readonly destroyGraceSeconds: number;
  readonly healthcheck?: {
    readonly tests: string[];
    readonly interval: string;
    readonly timeout: string;
    readonly retries: number;
    readonly startPeriod: string;
  };
  /** Whether the provider waits until the container is healthy. */
  readonly wait?: boolean;
  /** Seconds. */
  readonly waitTimeout?: number;
}

/** The kernel's accounting period for processor time, in microseconds: its own default. */
const cpuPeriod = 100_000;

/** Seconds that a process takes to end once nothing more is asked of it. */
const endingSeconds = 5;

/** How an application's process is started, limited, asked and stopped, as its container takes it. */
export function processSettings(deployment: Deployment, application: Application): ContainerSettings {
  const { process = {}, cpuMillis } = application;
  const policy = policyOf(application);
  const user = userOf(application);
  const memory = application.memoryMb ?? policy.memoryMb;
  const command = startArguments(deployment, application);
  return {
    ...(process.commandLine && { entrypoints: [...process.commandLine] }),
    ...(command && { command: [...command] }),
    ...(process.workingDirectory !== undefined && { workingDir: process.workingDirectory }),
    user,
    tmpfs: { "/tmp": `rw,noexec,nosuid,size=${policy.temporaryMb}m,uid=${user.split(":")[0]}` },
    memory,
    memorySwap: memory,
    // As period and quota: what the provider reads back of `cpus` is not what was set, such as 0.1 for 0.05 and "10."
    // for 10, and each refresh would replace the container.
    ...(cpuMillis !== undefined && { cpuPeriod, cpuQuota: (cpuMillis * cpuPeriod) / 1000 }),
    ...logSettings(deployment),
    destroyGraceSeconds: process.shutdownTimeout ?? Math.max(policy.stopSeconds, suspensionOf(application)),
    ...healthOf(application),
  };
}

/** Stated even where they are the daemon's too: a daemon's own driver may keep everything, or write where "docker logs" can't read. */
function logSettings({ logs }: Deployment): Pick<ContainerSettings, "logDriver" | "logOpts"> {
  const {
    driver = defaultLogs.driver,
    maxSizeMb = defaultLogs.maxSizeMb,
    files = defaultLogs.files,
  } = logs ?? {};
  if (driver === "daemon") return {};
  return { logDriver: driver, logOpts: { "max-size": `${maxSizeMb}m`, "max-file": String(files) } };
}

/**
 * Identifies what the definition states of a container that the provider doesn't see go: it keeps an entry point, a
 * command, a folder or a health check that is no longer said. As a label it replaces the container; undefined where
 * nothing is stated.
 */
export function settingsHash(deployment: Deployment, application: Application): string | undefined {
  const { commandLine, workingDirectory, health } = application.process ?? {};
  const command = startArguments(deployment, application);
  const stated = { commandLine, command, workingDirectory, health };
  if (Object.values(stated).every((value) => value === undefined)) return undefined;
  return sha256(canonicalJson(stated)).slice(0, 16);
}

/** Whether `up` waits until an application is well: of a named image only the definition can say how to ask. */
export function isWaitedFor({ image, process }: Application): boolean {
  return image === undefined || process?.health !== undefined;
}

/** Seconds that a GMS serves on before it ends where a user property says so, and some more to end in. */
function suspensionOf({ type, annex = {} }: Application): number {
  const stated = type === "GenesysMobileServices" ? annex.sml?.["suspending-wait-timeout"] : undefined;
  return typeof stated === "string" ? Number(stated) + endingSeconds : 0;
}

/** Seconds that a start of an application may take. */
export function startSecondsOf(application: Application): number {
  return application.process?.startupTimeout ?? policyOf(application).startSeconds;
}

function policyOf({ image }: Application) {
  return image === undefined ? simulatorPolicy : customImagePolicy;
}

/** The account of an application's process, as `uid:gid`. */
function userOf({ process }: Application): string {
  return process?.user ?? processUser;
}

/** An image's own health check is kept, and an update does not wait for it. */
function healthOf(application: Application): Pick<ContainerSettings, "healthcheck" | "wait" | "waitTimeout"> {
  if (!isWaitedFor(application)) return {};
  const { process = {} } = application;
  const { health, startupTimeout } = process;
  const startSeconds = startSecondsOf(application);
  const wait = { wait: true, waitTimeout: startSeconds };
  if (health) {
    const { command, interval, timeout, retries } = health;
    const healthcheck = {
      tests: ["CMD", ...command],
      interval: duration(interval),
      timeout: duration(timeout),
      retries,
      startPeriod: duration(startSeconds),
    };
    return { healthcheck, ...wait };
  }
  return {
    healthcheck: {
      ...simulatorHealth,
      ...(startupTimeout !== undefined && { startPeriod: duration(startupTimeout) }),
    },
    ...wait,
  };
}

/** Integer seconds as the provider reads them back, such as `1m30s`: spelled otherwise, a refresh would replace the container. */
export function duration(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (hours > 0) return `${hours}h${minutes}m${rest}s`;
  return minutes > 0 ? `${minutes}m${rest}s` : `${rest}s`;
}
