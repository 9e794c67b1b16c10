import { faultNames } from "./faults";
import type { ContainerState } from "../../docker/container-process";
import type { FaultJournal } from "./fault-journal";
import { type Orchestration, orchestrationNames } from "./orchestration-names";
import type { Pair } from "./pairs";
import type { Progress } from "./progress";
import type { RollingUpdate } from "./rolling/rolling-update";
import type { RoleMonitor } from "./role-monitor";

/** The rolling changes that a drill knows, in the order in which they are exercised. */
export const changeNames = ["roll", "roll-twice", "roll-after-kill"] as const;

/** Everything that a drill does to pairs, in the order in which it is exercised. */
export const scenarioNames = [...faultNames, ...changeNames, ...orchestrationNames] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** One thing that was done to a pair; times in milliseconds since the epoch. */
export interface Injection {
  /** A fault that a member was hit with, or a rolling change of the pair. */
  readonly kind: "fault" | "roll";
  readonly from: number;
  /** When it was undone or at its end; as `from` where undoing is left to the daemon. */
  readonly to: number;
  /** Who was active when it began. */
  readonly active: string;
}

/** What a scenario has to work with. */
export interface DrillContext {
  readonly monitors: readonly RoleMonitor[];
  readonly journal: FaultJournal;
  readonly rollingUpdate: RollingUpdate;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Undefined in a deployment without a simulated Orchestration Server. */
  readonly orchestration?: Orchestration;
}

/** A healthy pair at the start of a scenario. */
export interface ScenarioContext extends DrillContext {
  readonly pair: Pair;
  /** The active member, and its container. */
  readonly active: RoleMonitor;
  readonly state: ContainerState;
  /** Takes down what was done, as soon as that is over. */
  readonly note: (injection: Injection) => void;
}

/** What an exercise does to a pair in each of its runs. */
export interface Scenario {
  readonly name: ScenarioName;
  /** How long it may take, in seconds; the customers chat at least as long. */
  readonly atMostSeconds: number;
  /** Whether it does not swap the pair's roles by itself: they are swapped before the pair's next run, so that each case occurs. */
  readonly bothWays: boolean;
  perform(context: ScenarioContext): Promise<void>;
  /** What is wrong with who is active afterwards; undefined where nothing is. */
  objection(pair: Pair, before: string, after: string): string | undefined;
}

/** Timeout until a pair is healthy again, in seconds; a longer time is a finding. */
export const recoverySeconds = 40;
/** Time in which the daemon notices a dead process, in milliseconds. */
export const noticeMs = 500;
