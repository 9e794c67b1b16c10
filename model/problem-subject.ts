import { type DraftApplication } from "./draft";
import { type Path } from "./path";
import { type ProblemSubject } from "./problem";

/** What the entries of a definition's maps are called when several are counted. */
const kinds: Readonly<Record<string, string>> = {
  mobileServices: "GMS applications",
  webApiServers: "Web API Servers",
  chatServers: "Chat Servers",
  interactionServers: "Interaction Servers",
  orchestrationServers: "Orchestration Servers",
  contactServers: "Contact Servers",
  externalServers: "external servers",
  tenants: "tenants",
};

/** The kinds whose subjects are entries of the definition's maps. */
export const entryKinds: ReadonlySet<string> = new Set(Object.values(kinds));

/**
 * The application, tenant or external server that a path of the definition is part of; undefined if there is none, or if it is a
 * standby that `applications` does not hold.
 */
export function subjectOf(
  path: Path,
  applications: readonly Pick<DraftApplication, "key" | "path">[] = [],
): ProblemSubject | undefined {
  const [group, key, part] = path;
  if (typeof group !== "string" || key === undefined || !Object.hasOwn(kinds, group)) return undefined;
  const kind = kinds[group]!;
  if (part !== "backup") return { name: String(key), kind };
  const standby = applications.find(
    (each) => each.path.length === 3 && each.path[0] === group && each.path[1] === key,
  );
  return standby && { name: standby.key, kind };
}
