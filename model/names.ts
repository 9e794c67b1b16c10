/**
 * The only place that derives names from names, such as a backup's name or a host name.
 */

/** What an Application object may be called here: Configuration Server takes more, a host name and a file name don't. */
export const applicationNamePattern = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?$/;

/** In characters: a label of a host name is no longer (RFC 1035, 2.3.4). */
export const longestName = 63;

/** The name of a warm standby whose definition names none: the primary's with `_B`, as Genesys samples have it. */
export function backupName(primary: string): string {
  return `${primary}_B`;
}

/** The Application object's name: the definition's key behind the stack's prefix. */
export function applicationName(prefix: string, key: string): string {
  return prefix + key;
}

/** The host name of an Application inside its stack's network: lower case, and `-` where a host name can't hold the character. */
export function hostName(key: string): string {
  return key.toLowerCase().replace(/[_.\s]/g, "-");
}

/** The host name by which other stacks reach an application over a shared network: its own with its stack's behind it. */
export function sharedHostName(host: string, stack: string): string {
  return `${host}.${hostName(stack)}`;
}

/** Path of a stack's definition, relative to the project's folder. */
export function stackFileName(stack: string): string {
  return `Pulumi.${stack}.yaml`;
}

/** The stack whose definition a file holds; undefined if it is no stack file's name. */
export function stackOfFile(file: string): string | undefined {
  return /^Pulumi\.(?<stack>.+)\.yaml$/.exec(file)?.groups?.stack;
}
