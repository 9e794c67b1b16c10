import { byCodePoint, canonicalJson } from "../canonical";
import type {
  ConfigurationObjects,
  ConnectionObject,
  OptionTexts,
  PortObject,
  ServerObject,
} from "./configuration-objects";

/** The attributes of a server that are compared, apart from its ports, connections, tenants and options. */
export const comparedAttributes = [
  ...(["type", "version", "owner", "folder", "template", "host", "port", "backup", "redundancy"] as const),
  ...(["workingDirectory", "commandLine", "commandLineArguments", "autoRestart"] as const),
  ...(["startupTimeout", "shutdownTimeout", "timeout", "attempts", "enabled"] as const),
];

/** The name of a compared attribute. */
export type ComparedAttribute = (typeof comparedAttributes)[number];

/** One value before and after; undefined if there is none. */
export interface Change<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** An attribute that changes. */
export interface AttributeChange extends Change<string | number | boolean> {
  readonly name: ComparedAttribute;
}

/** An option that changes. */
export interface OptionChange extends Change<string> {
  readonly section: string;
  readonly name: string;
}

/** What changes in one server. */
export interface ServerDifference {
  readonly before: ServerObject;
  readonly after: ServerObject;
  readonly attributes: readonly AttributeChange[];
  /** Tenants by name. */
  readonly tenants: readonly Change<string>[];
  readonly ports: readonly Change<PortObject>[];
  readonly connections: readonly Change<ConnectionObject>[];
  readonly options: readonly OptionChange[];
  readonly userProperties: readonly OptionChange[];
}

/** What changes between two configurations. */
export interface ObjectsDifference {
  readonly added: readonly ServerObject[];
  readonly removed: readonly ServerObject[];
  /** Sorted by name; servers that stay the same are left out. */
  readonly changed: readonly ServerDifference[];
}

/** Compares two configurations server by server, by name. An attribute that `after` doesn't state isn't compared. */
export function differenceOfObjects(
  before: Pick<ConfigurationObjects, "servers">,
  after: Pick<ConfigurationObjects, "servers">,
): ObjectsDifference {
  const old = new Map(before.servers.map((server) => [server.name, server]));
  const names = new Set(after.servers.map(({ name }) => name));
  return {
    added: after.servers.filter(({ name }) => !old.has(name)),
    removed: before.servers.filter(({ name }) => !names.has(name)),
    changed: after.servers.flatMap((server) => {
      const other = old.get(server.name);
      const difference = other && serverDifference(other, server);
      return difference && !isEmptyDifference(difference) ? [difference] : [];
    }),
  };
}

/** Compares one server with what it is to be. */
export function serverDifference(before: ServerObject, after: ServerObject): ServerDifference {
  return {
    before,
    after,
    attributes: comparedAttributes.flatMap((name) => {
      // A removed backup is a change; any other attribute that isn't stated is the other side's own.
      if (after[name] === undefined && name !== "backup") return [];
      if (name === "enabled" && after.enabled === (before.enabled ?? true)) return [];
      return before[name] === after[name] ? [] : [{ name, before: before[name], after: after[name] }];
    }),
    tenants: changes(before.tenants, after.tenants, (name) => name),
    ports: changes(before.ports, after.ports, ({ id }) => id),
    connections: changes(
      before.connections,
      after.connections,
      ({ server, portId }) => `${server}\n${portId}`,
    ),
    options: optionChanges(before.options, after.options),
    userProperties: optionChanges(before.userProperties, after.userProperties),
  };
}

/** Returns true if nothing changes. */
export function isEmptyDifference({ before: _, after: _after, ...changes }: ServerDifference): boolean {
  return Object.values(changes).every((list: readonly unknown[]) => list.length === 0);
}

function changes<T>(before: readonly T[], after: readonly T[], keyOf: (item: T) => string): Change<T>[] {
  const old = new Map(before.map((item) => [keyOf(item), item]));
  const now = new Map(after.map((item) => [keyOf(item), item]));
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort(byCodePoint)
    .map((key) => ({ before: old.get(key), after: now.get(key) }))
    .filter((change) => textOf(change.before) !== textOf(change.after));
}

/** Whatever order the keys are in. */
function textOf(item: unknown): string {
  return canonicalJson(item ?? null);
}

function optionChanges(before: OptionTexts, after: OptionTexts): OptionChange[] {
  const sections = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(byCodePoint);
  return sections.flatMap((section) => {
    const [old, now] = [valuesOf(before, section), valuesOf(after, section)];
    return [...new Set([...old.keys(), ...now.keys()])].sort(byCodePoint).flatMap((name) => {
      const change = { section, name, before: old.get(name), after: now.get(name) };
      return isSame(change) ? [] : [change];
    });
  });
}

/** A placeholder stands for a value that only the other side has. */
function isSame({ before, after }: Change<string>): boolean {
  const hidden =
    after !== undefined && before !== undefined && isPlaceholder(after) && !isPlaceholder(before);
  return before === after || hidden;
}

/** Returns true if a text stands for a secret. */
export function isPlaceholder(text: string): boolean {
  return secretNameOf(text) !== undefined;
}

/** The name of the secret that a placeholder stands for; undefined if the text is none. */
export function secretNameOf(text: string): string | undefined {
  return /^<secret:(?<name>[A-Za-z0-9][A-Za-z0-9_-]*)>$/.exec(text)?.groups?.name;
}

function valuesOf(options: OptionTexts, section: string): ReadonlyMap<string, string> {
  return new Map(Object.hasOwn(options, section) ? Object.entries(options[section]!) : []);
}
