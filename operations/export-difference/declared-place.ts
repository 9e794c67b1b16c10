import { type Application, applicationTypes, type ApplicationGroup } from "../../model/deployment";
import type { Path } from "../../model/path";
import type { Layered } from "../../model/layers";

/** The place of a value that no file states. */
export const defaultPlace = "default";

/** Finds the lines of a definition that state the values of its applications. */
export class DeclaredPlaces {
  constructor(private readonly written: Pick<Layered, "definition" | "source">) {}

  /** Such as `Pulumi.acme.yaml:12`, or `default` if no file states the value; `path` is that of a difference. */
  of(application: Application, primaryKey: string, path: readonly string[]): string {
    const found = candidates(application, primaryKey, path).find((each) => this.isStated(each));
    return found ? this.placeOf(found) : defaultPlace;
  }

  /** The place of an application itself. */
  ofApplication({ type, role }: Application, primaryKey: string): string {
    const own = [groupOf(type), primaryKey];
    const backup = [...own, "backup"];
    return this.placeOf(role === "backup" && this.isStated(backup) ? backup : own);
  }

  /** The place of a key of an external server. */
  ofExternal(key: string, name: string): string {
    return this.placeOf(["externalServers", key, name]);
  }

  private placeOf(path: Path): string {
    const position = this.written.source?.positionOf(path);
    return position ? `${position.file}:${position.line}` : defaultPlace;
  }

  private isStated(path: Path): boolean {
    let value = this.written.definition;
    for (const part of path) {
      // Connections are stated as a map, or as a list of names.
      if (Array.isArray(value)) return value.includes(part);
      if (value === null || typeof value !== "object" || !Object.hasOwn(value, part)) return false;
      value = (value as Record<string | number, unknown>)[part];
    }
    return true;
  }
}

/** Where a definition may state a value: the nearest place first. */
function candidates(
  { type, role, connections }: Application,
  primaryKey: string,
  [kind = "", ...rest]: readonly string[],
): Path[] {
  const own = [groupOf(type), primaryKey];
  const members = role === "backup" ? [[...own, "backup"], own] : [own];
  const inMembers = (...path: string[]): Path[] => members.map((member) => [...member, ...path]);
  switch (kind) {
    case "release":
      return [...inMembers("release"), ["release"]];
    case "tenants":
      return [["tenants", ...rest]];
    case "owner":
      return [["delivery", "configurationServer", "tenant"]];
    case "folder":
      return [["delivery", "configurationServer", "folder"]];
    case "template":
      return [["delivery", "configurationServer", "templates", groupOf(type)]];
    case "backup":
      return [
        [...own, "backup", "name"],
        [...own, "backup"],
        [...own, "redundancy"],
      ];
    case "redundancyType":
      return [[...own, "redundancy"]];
    case "host":
      return [[...members[0]!, "host"]];
    case "connections": {
      const key = connections.find(({ application }) => application === rest[0])?.key ?? rest[0]!;
      return [[...own, "connections", key]];
    }
    default:
      return inMembers(kind, ...rest);
  }
}

function groupOf(type: Application["type"]): ApplicationGroup {
  return (Object.keys(applicationTypes) as ApplicationGroup[]).find(
    (group) => applicationTypes[group] === type,
  )!;
}
