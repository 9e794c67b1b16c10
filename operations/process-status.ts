import { capture } from "./command";

/** What a simulated process tells of itself (docs/http.md). */
export interface ProcessStatus {
  readonly application: string;
  readonly type: string;
  /** As it is now, not as it was declared. */
  readonly role: "active" | "standby";
  /** The lease's; 0 where there is none. */
  readonly epoch: number;
  /** The hash of the file that it has verified last. */
  readonly configHash: string;
  /** The hash of the values that it has applied. */
  readonly inForce: string;
  /** The changed options that wait for a restart, such as `settings/session-shutdown-timeout`. */
  readonly restartPending: readonly string[];
  readonly sessions: number;
}

/**
 * Asks a process for its status from inside its container, since no port of it but GMS's is published; undefined where
 * it doesn't answer. `port` is its `default` listening port.
 */
export async function processStatus(container: string, port: number): Promise<ProcessStatus | undefined> {
  const ask = `fetch("http://127.0.0.1:${port}/status",{signal:AbortSignal.timeout(3000)}).then((r)=>r.text()).then((t)=>process.stdout.write(t))`;
  const { code, stdout } = await capture("docker", ["exec", container, "node", "-e", ask]);
  if (code !== 0) return undefined;
  try {
    return JSON.parse(stdout) as ProcessStatus;
  } catch {
    return undefined;
  }
}
