import type { Member } from "./pairs";

/** The faults that hit an Orchestration Server, in the order in which they are exercised. */
export const orchestrationNames = [
  "orchestration-kill",
  "orchestration-freeze",
  "orchestration-cut",
] as const;
export type OrchestrationName = (typeof orchestrationNames)[number];

/** What these faults work with. */
export interface Orchestration {
  readonly servers: readonly Member[];
  /** The address of a GMS that begins services, with its path prefix. */
  readonly url: string;
}
