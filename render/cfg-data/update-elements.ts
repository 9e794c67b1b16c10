import { byCodePoint } from "../canonical";
import type { OptionTexts, ServerObject } from "../configuration-objects/configuration-objects";
import type {
  Change,
  ComparedAttribute,
  OptionChange,
  ServerDifference,
} from "../configuration-objects/difference";
import { states } from "../configuration-objects/enumerations";
import {
  type Action,
  connectionElement,
  list,
  plainAttributes,
  portElement,
  type References,
  sectionElement,
  tenantElement,
} from "./elements";
import type { XmlElement } from "./xml-text";

/** A CfgServerUpdate with what changes in a server and nothing else. */
export function changeElement(difference: ServerDifference, references: References): XmlElement {
  const { before, after } = difference;
  return {
    name: "CfgServerUpdate",
    attributes: {
      DBIDref: references.existing("server", after.name, after.owner),
      ...changedAttributes(difference, references),
    },
    children: [
      ...list(
        "tenantDBIDs",
        difference.tenants.map((change) =>
          item(change, (name, action) => tenantElement(name, references, action)),
        ),
      ),
      ...list(
        "appServerDBIDs",
        difference.connections.map((change) =>
          item(change, (connection, action) => connectionElement(connection, references, action)),
        ),
      ),
      ...list(
        "portInfos",
        difference.ports.map((change) => item(change, (port, action) => portElement(port, action))),
      ),
      ...list("options", sectionChanges(before.options, after.options, difference.options)),
      ...list(
        "userProperties",
        sectionChanges(before.userProperties, after.userProperties, difference.userProperties),
      ),
    ],
  };
}

/** The schema's names of compared attributes that it calls otherwise. */
function changedAttributes(
  { attributes, after }: ServerDifference,
  references: References,
): Record<string, string | number | undefined> {
  const owner = after.owner;
  const plain = plainAttributes(after);
  const values: Record<ComparedAttribute, readonly [string, () => string | number | undefined]> = {
    type: ["type", () => after.type],
    version: ["version", () => after.version],
    enabled: ["state", () => (after.enabled === false ? states.disabled : states.enabled)],
    owner: ["ownerDBID", () => references.existing("tenant", owner)],
    folder: ["folderDBID", () => references.existing("folder", after.folder, owner)],
    template: ["appPrototypeDBID", () => references.existing("template", after.template)],
    host: ["hostDBID", () => references.existing("host", after.host)],
    port: ["port", () => after.port],
    backup: ["backupServerDBID", () => references.idOf("server", after.backup!)],
    ...named("workingDirectory", "workDirectory"),
    ...named("commandLine"),
    ...named("commandLineArguments"),
    ...named("autoRestart"),
    ...named("startupTimeout"),
    ...named("shutdownTimeout"),
    ...named("timeout"),
    ...named("attempts"),
    ...named("redundancy", "redundancyType"),
  };
  return Object.fromEntries(attributes.map(({ name }) => [values[name][0], values[name][1]()]));

  function named<K extends ComparedAttribute>(name: K, attribute: string = name) {
    return { [name]: [attribute, () => plain[attribute]] } as unknown as Record<
      K,
      readonly [string, () => string | number | undefined]
    >;
  }
}

function item<T>(
  { before, after }: Change<T>,
  element: (value: T, action: Action) => XmlElement,
): XmlElement {
  if (after === undefined) return element(before!, "delete");
  return element(after, before === undefined ? "add" : "change");
}

/** Sections that come or go as such; of the others the options that change. */
function sectionChanges(
  before: OptionTexts,
  after: OptionTexts,
  changes: readonly OptionChange[],
): XmlElement[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(byCodePoint);
  const bySection = changesBySection(changes);
  return names.flatMap((section) => {
    if (!Object.hasOwn(before, section)) return [sectionElement(section, after[section]!, "add")];
    if (!Object.hasOwn(after, section)) return [sectionElement(section, {}, "delete")];
    const options = bySection.get(section) ?? [];
    if (options.length === 0) return [];
    return [
      {
        name: "list_pair",
        attributes: { action: "change", key: section },
        children: options.map((change) =>
          item({ before: change.before, after: change.after }, (value, action) => ({
            name: "str_pair",
            attributes: { action, key: change.name, ...(action !== "delete" && { value }) },
          })),
        ),
      },
    ];
  });
}

/** Names of servers that a difference refers to. */
export function referredServers({ after, connections, attributes }: ServerDifference): string[] {
  const targets = connections.map((change) => (change.after ?? change.before)!.server);
  const hasBackup = attributes.some(({ name }) => name === "backup") && after.backup !== undefined;
  return [...targets, ...(hasBackup ? [after.backup] : [])];
}

/** Names of servers that a created server refers to. */
export function serversOf({ connections, backup }: ServerObject): string[] {
  return [...connections.map(({ server }) => server), ...(backup === undefined ? [] : [backup])];
}

function changesBySection(changes: readonly OptionChange[]): ReadonlyMap<string, OptionChange[]> {
  const result = new Map<string, OptionChange[]>();
  for (const change of changes) result.set(change.section, [...(result.get(change.section) ?? []), change]);
  return result;
}
