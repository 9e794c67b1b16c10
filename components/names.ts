/**
 * The one place that decides what Docker's objects are called. Neither a stack's nor an application's host name can
 * hold what separates them here (`.` after the stack, `_` before a suffix), so two stacks never meet in one name.
 */
export interface ObjectNames {
  readonly network: string;
  container(host: string): string;
  carrier(host: string): string;
  configVolume(host: string): string;
  dataVolume(host: string): string;
}

/** Names that hold project, stack and application; `host` is an application's host name, which has no `.` or `_`. */
export function objectNames(project: string, stack: string): ObjectNames {
  const network = `${project}.${stack}`;
  return {
    network,
    container: (host) => `${network}.${host}`,
    carrier: (host) => `${network}.${host}_carrier`,
    configVolume: (host) => `${network}.${host}_config`,
    dataVolume: (host) => `${network}.${host}_data`,
  };
}

/** The prefix of every label of ours; clean-up goes by it. */
export const labelPrefix = "genesys-chat.";

/** A label as the provider takes it. */
export interface Label {
  readonly label: string;
  readonly value: string;
}

/** Turns `{ stack: "dev" }` into the labels of an object, in one order. */
export function labels(values: Readonly<Record<string, string>>): Label[] {
  return Object.keys(values)
    .sort()
    .map((key) => ({ label: `${labelPrefix}${key}`, value: values[key] ?? "" }));
}
