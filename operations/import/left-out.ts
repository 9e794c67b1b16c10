import {
  type ContainerSettings,
  type LeftOutPart,
  type ServerDifference,
  type ServerObject,
} from "../../render/configuration-objects";
import type { ComparedAttribute } from "../../render/configuration-objects/difference";
import type { LeftOut } from "./notes";

/** What the files have and the definition doesn't, apart from what the definition's parts noted themselves. */
export function leftOutOfFiles(
  parts: readonly LeftOutPart[],
  others: ReadonlyMap<string, number>,
  taken: readonly ServerObject[],
  differences: readonly ServerDifference[],
  settings: ContainerSettings | undefined,
): LeftOut[] {
  const names = new Set(taken.map(({ name }) => name));
  return [
    ...parts.filter(({ server }) => names.has(server)).map(({ object, reason }) => ({ object, reason })),
    ...otherObjects(others),
    ...attributes(differences, settings === undefined),
    ...(settings === undefined ? commandLines(taken) : []),
  ];
}

/** Kinds of objects that servers refer to. */
const namedOnly = /^(?:Cfg)?(?:Host|Folder|AppPrototype|Tenant)s?$/i;

function otherObjects(others: ReadonlyMap<string, number>): LeftOut[] {
  return [...others].map(([element, count]) => ({
    object: count === 1 ? element : `${element} (${count})`,
    reason: namedOnly.test(element)
      ? "a definition has only the names of such objects"
      : "a chat deployment has no such object",
  }));
}

const commands: ReadonlySet<ComparedAttribute> = new Set([
  ...(["workingDirectory", "commandLine", "commandLineArguments"] as const),
]);

/** Command lines are an image's, and only the operator knows the images. */
function commandLines(taken: readonly ServerObject[]): LeftOut[] {
  const stated = taken.filter(({ commandLine }) => commandLine !== undefined);
  if (stated.length === 0) return [];
  const reason = "they come with an image; add images, commandLine and workingDirectory";
  return [{ object: `command lines and working directories (${stated.length})`, reason }];
}

const reasons: Partial<Record<ComparedAttribute, string>> = {
  owner: "add delivery, which states the tenant that owns the objects",
  folder: "add delivery, which states the folder",
  template: "add delivery, which states the Application Templates",
  autoRestart: "a definition's servers are always restarted after a crash",
  workingDirectory: "it comes with an image",
  commandLine: "it comes with an image",
  commandLineArguments: "they come with an image",
};

/** Attributes that come out otherwise than the files have them, a line each; `Changed` reports versions and redundancy types. */
function attributes(differences: readonly ServerDifference[], isForeign: boolean): LeftOut[] {
  const servers = new Map<ComparedAttribute, string[]>();
  for (const { before, attributes: changes } of differences) {
    for (const { name, before: old } of changes) {
      const isReported = name === "version" || name === "redundancy" || name === "port" || name === "enabled";
      if (old === undefined || isReported || (isForeign && commands.has(name))) continue;
      servers.set(name, [...(servers.get(name) ?? []), before.name]);
    }
  }
  return [...servers].map(([name, of]) => ({
    object: `${name} of ${of.length > 3 ? `${of.length} servers` : of.join(", ")}`,
    reason: reasons[name] ?? "a definition can't state the value",
  }));
}
