import type { Configuration } from "./configuration";
import type { Routes } from "./http-port";
import type { Log } from "./log";

/** What every simulated process is given. */
export interface ProcessContext {
  readonly configuration: Configuration;
  readonly log: Log;
  /** Random, new with every start. */
  readonly incarnation: string;
  /** The folder that outlives the container; of use to the Contact Server and GMS only. */
  readonly dataFolder: string;
}

/** The part of the status that a process itself knows. */
export interface Role {
  readonly role: "active" | "standby";
  /** The lease's epoch; 0 where there is none. */
  readonly epoch: number;
  readonly sessions: number;
}

/** One of the six processes. */
export interface SimulatedProcess {
  /** What each listening port answers, by the port's id. */
  readonly ports: Readonly<Record<string, Routes>>;
  /** Adds what it answers inside its container only, besides its health and status. */
  addInside?(routes: Routes): void;
  status(): Role;
  /** Why the process is not healthy, in one sentence; undefined when it is. */
  unhealthy(): string | undefined;
  /** Makes ready what it needs before its ports open, such as stored data. */
  prepare?(): Promise<void>;
  /** Begins to work; the ports are open by then. */
  start(): void;
  /** Ends in good order: what was begun is finished, what is held is handed over. Bounded in time. */
  stop(): Promise<void>;
}
