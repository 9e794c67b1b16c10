/**
 * The number of examples that a costly property is tried with: a fifth of `complete` by default, all of them with the variable
 * PROPERTY_RUNS=complete, which `./chatstack test` sets.
 */
export function propertyRuns(complete: number): number {
  return process.env.PROPERTY_RUNS === "complete" ? complete : Math.ceil(complete / 5);
}
