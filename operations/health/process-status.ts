/** The status of a simulated process (docs/http.md). */
export interface ProcessStatus {
  readonly application: string;
  readonly type: string;
  /** The current role, not the declared one. */
  readonly role: "active" | "standby";
  /** The lease's; 0 where there is none. */
  readonly epoch: number;
  /** The hash of the file that it has verified last, under the deployment's key. */
  readonly configHash: string;
  /** The hash of the values that it has applied, under the deployment's key. */
  readonly inForce: string;
  /** The changed options that wait for a restart, such as `settings/session-shutdown-timeout`. */
  readonly restartPending: readonly string[];
  readonly sessions: number;
}
