import { defaultOptions, defaultPorts, defaultReconnect } from "../../model/defaults";
import { applicationTypes, type RedundancyType } from "../../model/deployment";
import { backupName, hostName } from "../../model/names";
import { releasePattern } from "../../model/release";
import {
  type ApplicationSettings,
  commandLineWords,
  defaultCommandLine,
  defaultWorkingDirectory,
  noArguments,
  type OptionTexts,
  type PortObject,
  productTimeout,
  type ServerObject,
} from "../../render/configuration-objects";
import type { ImportNotes } from "./notes";
import { statedOptions } from "./option-definition";
import type { TakenServer } from "./selection";

/** What is known of all applications while one is read. */
export interface ImportContext {
  /** The key of an object's name: without the prefix. */
  readonly keyOf: (name: string) => string;
  /** What no configuration object holds; undefined if another tool wrote the file. */
  readonly settingsOf: (key: string) => ApplicationSettings | undefined;
  /** Whether this project wrote the file. */
  readonly isOwn: boolean;
  readonly tenantIds: readonly number[];
  /** The words that delivery by Configuration Server puts before an application's arguments. */
  readonly startWords: (name: string) => readonly string[];
  /** How many Chat Servers there are, backups not counted. */
  readonly chatServers: number;
  readonly notes: ImportNotes;
}

/** An application as the definition states it: what equals a default is left out. Connections and release come later. */
export function applicationDefinition(
  { group, server, backup }: TakenServer,
  context: ImportContext,
): Record<string, unknown> {
  const { notes } = context;
  const type = applicationTypes[group];
  const key = context.keyOf(server.name);
  const settings = context.settingsOf(key);
  const redundancy = type === "ChatServer" ? redundancyOf(server, settings, context) : "none";
  const options = statedOptions(server.options, defaultTexts(), { key, type, notes });
  const annex = statedOptions(server.userProperties, {}, { key, type, notes });
  const ports = statedPorts(server.ports, defaultPorts[type], settings?.ports, context.isOwn);
  const { image } = settings?.keys ?? {};
  return {
    ...(ports && { ports }),
    ...(redundancy !== "warm-standby" && type === "ChatServer" && { redundancy }),
    ...(type === "ChatServer" && backup && backupOf(backup)),
    ...(type === "ChatServer" && !backup && server.backup !== undefined && unseenBackup(server.backup)),
    ...(options && { options }),
    ...(annex && { annex }),
    ...hostOf(server, key, settings),
    ...processOf(server, settings, image !== undefined, context),
    ...settings?.keys,
  };

  function defaultTexts(): OptionTexts {
    const sections = new Map<string, [string, string][]>();
    for (const { section, name, value } of defaultOptions(type, redundancy, context.tenantIds)) {
      sections.set(section, [...(sections.get(section) ?? []), [name, value]]);
    }
    return Object.fromEntries(
      [...sections].map(([section, values]) => [section, Object.fromEntries(values)]),
    );
  }

  function backupOf(standby: ServerObject): Record<string, unknown> {
    const standbyKey = context.keyOf(standby.name);
    const standbySettings = context.settingsOf(standbyKey);
    const own = { key: standbyKey, type, notes };
    const primaryOptions = withDefaults(server.options, defaultTexts());
    const differing = statedOptions(standby.options, primaryOptions, own);
    const missing = Object.entries(server.options).flatMap(([section, values]) =>
      Object.keys(values)
        .filter((name) => !Object.hasOwn(standby.options[section] ?? {}, name))
        .map((name) => `${section}/${name}`),
    );
    // Configuration Server doesn't copy options, and a definition's backup has its primary's (FR-HACS).
    if (missing.length > 0)
      notes.changed.push(
        `${standby.name}: gets the options of ${server.name} that it lacks: ${missing.join(", ")}.`,
      );
    const standbyPorts = differingPorts(standby.ports, server.ports, standbySettings?.ports);
    const stated = {
      ...(standbyKey !== backupName(key) && { name: standbyKey }),
      ...hostOf(standby, standbyKey, standbySettings),
      ...(standbyPorts && { ports: standbyPorts }),
      ...(differing && { options: differing }),
    };
    return Object.keys(stated).length > 0 ? { backup: stated } : {};
  }

  function unseenBackup(name: string): Record<string, unknown> {
    notes.changed.push(`${server.name}: the file has no more than the name of its backup ${name}.`);
    const standbyKey = context.keyOf(name);
    return standbyKey === backupName(key) ? {} : { backup: { name: standbyKey } };
  }
}

/** The options that a server has in the definition: what it lacks of a section, the defaults add. */
function withDefaults(options: OptionTexts, defaults: OptionTexts): OptionTexts {
  const sections = [...new Set([...Object.keys(defaults), ...Object.keys(options)])];
  const valuesOf = (texts: OptionTexts, section: string) =>
    Object.hasOwn(texts, section) ? texts[section] : {};
  return Object.fromEntries(
    sections.map((section) => [section, { ...valuesOf(defaults, section), ...valuesOf(options, section) }]),
  );
}

/** Warm standby with a backup; without one, restoration on one of several Chat Servers means N+1 (DeployHA-852). */
function redundancyOf(
  { backup, options }: ServerObject,
  settings: ApplicationSettings | undefined,
  { isOwn, chatServers }: ImportContext,
): RedundancyType {
  if (backup !== undefined) return "warm-standby";
  if (isOwn) return settings?.keys?.redundancy === "n-plus-one" ? "n-plus-one" : "none";
  const restores = options.settings?.["session-restoration-mode"] === "simple";
  return restores && chatServers > 1 ? "n-plus-one" : "none";
}

type PublishedPorts = ApplicationSettings["ports"];
type StatedPort = { port: number; protocol?: string; publish?: number; address?: string };

function statedPorts(
  ports: readonly PortObject[],
  defaults: Readonly<Record<string, StatedPort>>,
  published: PublishedPorts,
  isOwn: boolean,
): Record<string, StatedPort> | undefined {
  const stated = ports.flatMap(({ id, port, protocol }) => {
    const usual = Object.hasOwn(defaults, id) ? defaults[id] : undefined;
    const own = published && Object.hasOwn(published, id) ? published[id] : undefined;
    const isUsual = usual && usual.port === port && usual.protocol === protocol;
    const isPublished = usual?.publish === own?.publish && own?.address === undefined;
    if (isUsual && (isPublished || !isOwn)) return [];
    return [[id, { port, ...(protocol !== undefined && { protocol }), ...own }] as const];
  });
  return stated.length > 0 ? Object.fromEntries(stated) : undefined;
}

/** Ids and protocols of a standby's ports are its primary's. */
function differingPorts(
  ports: readonly PortObject[],
  primary: readonly PortObject[],
  published: PublishedPorts,
): Record<string, unknown> | undefined {
  const stated = ports.flatMap(({ id, port }) => {
    const own = published && Object.hasOwn(published, id) ? published[id] : undefined;
    const isSame = primary.find((other) => other.id === id)?.port === port;
    return isSame && !own ? [] : [[id, { ...(!isSame && { port }), ...own }] as const];
  });
  return stated.length > 0 ? Object.fromEntries(stated) : undefined;
}

function hostOf(
  { host }: ServerObject,
  key: string,
  settings: ApplicationSettings | undefined,
): { host?: string } {
  if (host === undefined || (host === hostName(key) && !isStated(settings, "host"))) return {};
  return { host };
}

function isStated(settings: ApplicationSettings | undefined, name: string): boolean {
  return settings?.stated?.includes(name) ?? false;
}

/** Command lines are for images: the simulator has its own, and a file of another tool names no image. */
function processOf(
  server: ServerObject,
  settings: ApplicationSettings | undefined,
  hasImage: boolean,
  context: ImportContext,
): Record<string, unknown> {
  const times = (["startupTimeout", "shutdownTimeout"] as const).flatMap((name) => {
    const value = server[name];
    const isUsual = value === undefined || value === productTimeout || value === 0;
    return isUsual && !isStated(settings, name) ? [] : [[name, value] as const];
  });
  const { timeout = defaultReconnect.timeout, attempts = defaultReconnect.attempts } = server;
  const isUsual = timeout === defaultReconnect.timeout && attempts === defaultReconnect.attempts;
  const isRight = timeout > 0 && attempts > 0;
  return {
    ...Object.fromEntries(times),
    ...((isStated(settings, "reconnect") || (!isUsual && isRight)) && { reconnect: { timeout, attempts } }),
    ...(hasImage && commandOf(server, settings, context)),
  };
}

function commandOf(
  { name, workingDirectory, commandLine, commandLineArguments }: ServerObject,
  settings: ApplicationSettings | undefined,
  { startWords }: ImportContext,
): Record<string, unknown> {
  const line = commandLine === undefined ? undefined : commandLineWords(commandLine);
  const all = commandLineArguments === undefined ? [] : (commandLineWords(commandLineArguments) ?? []);
  const before = startWords(name);
  const rest = before.every((word, index) => all[index] === word) ? all.slice(before.length) : all;
  const usualRest =
    rest.length === 0 || (rest.length === 1 && rest[0] === noArguments && before.length === 0);
  const isOtherFolder = workingDirectory !== undefined && workingDirectory !== defaultWorkingDirectory(name);
  const isOtherLine = commandLine !== undefined && commandLine !== defaultCommandLine;
  return {
    ...((isStated(settings, "commandLine") || isOtherLine) && line && { commandLine: line }),
    ...(isStated(settings, "commandLineArguments") || !usualRest
      ? { commandLineArguments: usualRest && rest[0] === noArguments ? argumentsOf(settings) : rest }
      : {}),
    ...((isStated(settings, "workingDirectory") || isOtherFolder) && { workingDirectory }),
  };
}

/** An empty list and "." are the same text: which one was stated is kept beside. */
function argumentsOf(settings: ApplicationSettings | undefined): string[] {
  return isStated(settings, "no arguments") ? [] : [noArguments];
}

/** A version as a definition can state it; undefined if it is none. */
export function statedRelease(version: string | undefined): string | undefined {
  return version !== undefined && releasePattern.test(version) ? version : undefined;
}
