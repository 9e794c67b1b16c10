import type { ContainerProcess, Link } from "../../../docker/container-process";

/** The faults that a drill knows, in the order in which they are exercised. */
export const faultNames = ["kill", "freeze", "stop", "cut"] as const;
export type FaultName = (typeof faultNames)[number];

/** What is hit, as it was just before. */
export interface Target extends ContainerProcess {
  readonly container: string;
  /** The networks it hangs on before it is hit. */
  readonly links: readonly Link[];
}

/** A way to break a member, and the way back. */
export interface Fault {
  readonly name: FaultName;
  /** What is done, in one sentence, for the documentation and the table. */
  readonly sentence: string;
  /** How long it lasts before it is undone, in milliseconds; 0 if the daemon repairs it. */
  readonly lastsMs: number;
  inject(target: Target): Promise<void>;
  /** Puts it right; does nothing where that was done before, and may be tried again after it failed. */
  undo(target: Target): Promise<void>;
  /** What an operator types to undo it by hand. */
  undoCommands(target: Target): readonly string[];
}
