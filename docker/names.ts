/**
 * The one place that decides what Docker's objects are called. Neither a stack's nor an application's host name can
 * hold what separates them here (`.` after the stack, `_` before a suffix), so two stacks never meet in one name.
 */
export interface ObjectNames {
  /** The deployment's network. */
  readonly network: string;
  /** The network in which other stacks reach what this one shares. */
  readonly sharedNetwork: string;
  /** The container that an application's process runs in. */
  container(host: string): string;
  /** The container that brings an application's file. */
  carrier(host: string): string;
  /** The volume that an application's file is in. */
  configVolume(host: string): string;
  /** The volume with the key that the deployment's simulated processes share. */
  readonly keyVolume: string;
  /** The volume that GMS or a Contact Server keeps its data in. */
  dataVolume(host: string): string;
  /** The carrier of own files and writable paths; it ends as every carrier does. */
  filesCarrier(host: string): string;
  /** The volume of a folder with own files; `hash` is of all that fills it, so what it holds never changes. */
  filesVolume(host: string, hash: string): string;
  /** The volume of a writable path; `hash` is of the path. */
  writableVolume(host: string, hash: string): string;
}

/**
 * Names that hold project, stack and application; `host` is an application's host name, which has no `.` or `_`. Where a
 * program declares several deployments, `deployment` tells theirs apart; default none, as for a stack's only one.
 */
export function objectNames(project: string, stack: string, deployment?: string): ObjectNames {
  const whole = `${project}.${stack}`;
  // No host name begins with a deployment's, since neither has a `_`.
  const scope = deployment === undefined ? `${whole}.` : `${whole}.${deployment}__`;
  return {
    network: deployment === undefined ? whole : `${scope}network`,
    // Not behind the stack's name, since a stack may be called "hub.shared".
    sharedNetwork:
      deployment === undefined ? `${project}_shared.${stack}` : `${project}_shared.${stack}.${deployment}`,
    // No host name is empty.
    keyVolume: `${scope}_key`,
    container: (host) => `${scope}${host}`,
    carrier: (host) => `${scope}${host}_carrier`,
    configVolume: (host) => `${scope}${host}_config`,
    dataVolume: (host) => `${scope}${host}_data`,
    filesCarrier: (host) => `${scope}${host}_files_carrier`,
    filesVolume: (host, hash) => `${scope}${host}_files_${hash}`,
    writableVolume: (host, hash) => `${scope}${host}_writable_${hash}`,
  };
}

/** The pattern of a deployment's name that is part of Docker's names. */
export const deploymentName = /^[A-Za-z0-9][A-Za-z0-9-]*$/;

/** The prefix of this project's labels; clean-up selects by it. */
export const labelPrefix = "genesys-chat.";

/** A label as the provider takes it. */
export interface Label {
  /** With the prefix. */
  readonly label: string;
  /** Any text. */
  readonly value: string;
}

/**
 * The environment variable whose value everything is labelled with as `genesys-chat.run`, so that a run of tests can tell its
 * objects from an operator's; unset, there is no such label. It must not change in a stack's life: labels of volumes and
 * networks are constant (docs/adr/0007, docs/adr/0026).
 */
export const runLabelVariable = "GENESYS_CHAT_RUN";

/** Turns `{ stack: "dev" }` into the labels of an object, in one order. */
export function labels(values: Readonly<Record<string, string>>): Label[] {
  const run = process.env[runLabelVariable];
  const all: Readonly<Record<string, string>> = run ? { ...values, run } : values;
  return Object.keys(all)
    .sort()
    .map((key) => ({ label: `${labelPrefix}${key}`, value: all[key] ?? "" }));
}
