import { cut } from "./cut";
import type { Fault, FaultName } from "./fault";
import { freeze } from "./freeze";
import { kill } from "./kill";
import { stop } from "./stop";

export { faultNames, type Fault, type FaultName, type Target } from "./fault";

/** Every fault by name. */
export const faults: Readonly<Record<FaultName, Fault>> = { kill, freeze, stop, cut };
