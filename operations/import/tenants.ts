import { defaultTenants } from "../../model/defaults";
import { byCodePoint } from "../../model/path";
import type { ConfigurationObjects } from "../../render/configuration-objects";
import type { ImportNotes } from "./notes";
import type { TakenServer } from "./selection";

/** The tenants of an imported definition. */
export interface ImportedTenants {
  /** As the definition states them; empty if they are the default. */
  readonly stated: Readonly<Record<string, { readonly dbid: number }>>;
  /** All of their DBIDs. */
  readonly ids: readonly number[];
}

/** The tenants that the taken servers serve, with the DBIDs that the file states or that follow from it. */
export function tenantsOf(
  objects: ConfigurationObjects,
  taken: readonly TakenServer[],
  notes: ImportNotes,
): ImportedTenants {
  const own = objects.settings?.keys.tenants;
  const tenants = own ?? foundTenants(objects, taken, notes);
  const isDefault = JSON.stringify(tenants) === JSON.stringify(defaultTenants);
  return { stated: isDefault ? {} : tenants, ids: Object.values(tenants).map(({ dbid }) => dbid) };
}

function foundTenants(
  objects: ConfigurationObjects,
  taken: readonly TakenServer[],
  notes: ImportNotes,
): Record<string, { dbid: number }> {
  const served = [...new Set(taken.flatMap(({ server }) => server.tenants))].sort(byCodePoint);
  const owners = [...new Set(taken.flatMap(({ server }) => server.owner ?? []))].sort(byCodePoint);
  const names = served.length > 0 ? served : owners.length > 0 ? owners : Object.keys(defaultTenants);
  const stated = new Map(objects.tenants.map(({ name, dbid }) => [name, dbid]));
  const known = new Map<string, number>();
  for (const name of names) {
    const dbid = stated.get(name) ?? (name === "Environment" ? 1 : undefined);
    if (dbid !== undefined) known.set(name, dbid);
  }
  const sections = taken.flatMap(({ server }) => Object.keys(server.options));
  const endpoints = sections.flatMap((section) => /^endpoints:(\d+)$/.exec(section)?.[1] ?? []).map(Number);
  const free = [...new Set(endpoints)].filter((dbid) => ![...known.values()].includes(dbid));
  const unknown = names.filter((name) => !known.has(name));
  // The only tenant without a DBID has the only section of endpoints that belongs to no other tenant.
  if (unknown.length === 1 && free.length === 1) known.set(unknown[0]!, free[0]!);
  for (const name of unknown.filter((each) => !known.has(each))) {
    const reason = "the file doesn't state its DBID; add it to tenants";
    notes.leftOut.push({ object: `tenant ${name}`, reason });
  }
  return Object.fromEntries(
    [...known].sort(([a], [b]) => byCodePoint(a, b)).map(([name, dbid]) => [name, { dbid }]),
  );
}
