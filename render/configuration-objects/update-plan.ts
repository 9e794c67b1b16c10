import type { ConfigurationObjects, OptionTexts, ServerObject } from "./configuration-objects";
import { removeServer } from "./assembly";
import { isEmptyDifference, serverDifference, type ServerDifference } from "./difference";
import { importOrder, type LateConnection } from "./import-order";

/** What turns one configuration into another, in an order that imports: removals, creations, then changes. */
export interface UpdatePlan {
  /** A client before its servers, a primary before its backup. */
  readonly removed: readonly ServerObject[];
  /** A Backup Server before its primary, a server before its clients. */
  readonly created: readonly ServerObject[];
  /** Connections of created servers that close a circle. */
  readonly late: readonly LateConnection[];
  /** What changes in servers that stay, once the removed ones are gone. */
  readonly changed: readonly ServerDifference[];
  /** Names of servers that are removed and created: Configuration Server can't change them in place. */
  readonly replaced: readonly string[];
  /** Names of servers of the base that are neither declared nor removed. */
  readonly kept: readonly string[];
}

/** Plans an update; of the servers that aren't declared, those named by `removable` and backups of declared ones are removed. */
export function updatePlan(
  before: Pick<ConfigurationObjects, "servers">,
  after: Pick<ConfigurationObjects, "servers">,
  removable: ReadonlySet<string>,
): UpdatePlan {
  const old = new Map(before.servers.map((server) => [server.name, server]));
  const now = new Map(after.servers.map((server) => [server.name, server]));
  const primaries = new Map(
    before.servers.flatMap(({ name, backup }) => (backup === undefined ? [] : [[backup, name]])),
  );
  const isReplaced = (server: ServerObject) => mustBeReplaced(server, now, primaries);
  const isRemoved = ({ name }: ServerObject) =>
    !now.has(name) && (removable.has(name) || now.has(primaries.get(name) ?? ""));
  const gone = before.servers.filter((server) => isRemoved(server) || isReplaced(server));
  const left = new Map(old);
  for (const { name } of gone) removeServer(left, name);
  const created = importOrder(after.servers.filter(({ name }) => !left.has(name)));
  return {
    removed: [...importOrder(gone).servers].reverse(),
    created: created.servers,
    late: created.late,
    changed: importOrder(after.servers).servers.flatMap((server) => {
      const other = left.get(server.name);
      return other && isChanged(other, server) ? [serverDifference(other, server)] : [];
    }),
    replaced: gone.filter(({ name }) => now.has(name)).map(({ name }) => name),
    kept: [...left.keys()].filter((name) => !now.has(name)),
  };
}

/** Returns true if an update does nothing. */
export function isEmptyPlan({ removed, created, changed }: UpdatePlan): boolean {
  return removed.length + created.length + changed.length === 0;
}

/**
 * Type and template are fixed at creation (PSDK-CfgApplication). A Backup Server's link can only be set: if it ends, the former
 * backup is removed, which ends it.
 */
function mustBeReplaced(
  server: ServerObject,
  now: ReadonlyMap<string, ServerObject>,
  primaries: ReadonlyMap<string, string>,
): boolean {
  const after = now.get(server.name);
  if (!after) return false;
  const isOther = <T>(before: T | undefined, wanted: T | undefined) =>
    wanted !== undefined && before !== wanted;
  if (isOther(server.type, after.type) || isOther(server.template, after.template)) return true;
  const primary = now.get(primaries.get(server.name) ?? "");
  return primary !== undefined && primary.backup !== server.name;
}

function isChanged(before: ServerObject, after: ServerObject): boolean {
  return (
    !isEmptyDifference(serverDifference(before, after)) ||
    sectionNames(before.options) !== sectionNames(after.options) ||
    sectionNames(before.userProperties) !== sectionNames(after.userProperties)
  );
}

/** A section may be empty, and then no option changes with it. */
function sectionNames(options: OptionTexts): string {
  return JSON.stringify(Object.keys(options).sort());
}
