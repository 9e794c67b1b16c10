/** Ends a drill that can't continue; what the customers noticed until then counts. */
export class DrillAborted extends Error {}
