import type { CfgDataDocument, CfgDataProblem, CfgDataRecord } from "./document";
import { shapes } from "./structure";

/** The kind of object that a reference leads to: DBIDs are unique among the objects of one kind only. */
export type ReferenceKind = "Application" | "AppPrototype" | "Folder" | "Host" | "Tenant";

/** Finds an object of a document by what another one refers to it with. */
export type Lookup = (reference: string | undefined, kind: ReferenceKind) => CfgDataRecord | undefined;

/** The objects of a document by their ids, and by their DBIDs if a tool wrote numbers instead of ids. */
export function lookupOf({ records }: CfgDataDocument): Lookup {
  const byId = new Map<string, CfgDataRecord>();
  const byDbid = new Map<string, CfgDataRecord>();
  for (const record of records) {
    const { id, DBID } = record.attributes;
    if (id !== undefined && !byId.has(id)) byId.set(id, record);
    const key = `${kindOf(record)} ${DBID}`;
    if (DBID !== undefined && !byDbid.has(key)) byDbid.set(key, record);
  }
  return (reference, kind) =>
    reference === undefined ? undefined : (byId.get(reference) ?? byDbid.get(`${kind} ${reference}`));
}

/** The kind of an object, by its element: servers are applications, and so is what refers to them. */
function kindOf({ element }: CfgDataRecord): string {
  return element
    .replace(/^Cfg(?:Provider(?=Tenant))?/, "")
    .replace(/Ref$/, "")
    .replace(/^Server$/, "Application");
}

/** Checks that ids are unique and that every reference leads to one. */
export function identifierProblems(document: CfgDataDocument, lookup: Lookup): CfgDataProblem[] {
  const problems: CfgDataProblem[] = [];
  const seen = new Set<string>();
  for (const record of document.records) {
    const { id } = record.attributes;
    if (id !== undefined && seen.has(id)) {
      const message = `The id "${id}" is there twice.`;
      problems.push({ rule: "duplicate-id", severity: "error", message, line: record.line });
    }
    if (id !== undefined) seen.add(id);
    const lists = [
      { name: record.element, items: [record] },
      { name: "CfgAppTenant", items: record.tenants },
      { name: "CfgConnectionInfo", items: record.connections },
    ];
    for (const { name, items } of lists) {
      for (const { attributes, line } of items) problems.push(...dangling(name, attributes, line, lookup));
    }
  }
  return problems.slice(0, 1000);
}

function dangling(
  name: string,
  attributes: CfgDataRecord["attributes"],
  line: number,
  lookup: Lookup,
): CfgDataProblem[] {
  const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
  return Object.entries(shape?.attributes ?? {}).flatMap(([attribute, type]) => {
    const reference = attributes[attribute];
    if (type !== "reference" || reference === undefined) return [];
    if (lookup(reference, kindOfReference(name, attribute))) return [];
    const message = `${attribute} of ${name} is "${reference}", which is no object of the document.`;
    const severity = linking.has(attribute) ? "error" : "warning";
    return [{ rule: "dangling-reference", severity, message, line } as const];
  });
}

function kindOfReference(element: string, attribute: string): ReferenceKind {
  if (element === "CfgAppTenant" || attribute === "ownerDBID") return "Tenant";
  if (attribute === "hostDBID") return "Host";
  if (attribute === "folderDBID") return "Folder";
  return attribute === "appPrototypeDBID" ? "AppPrototype" : "Application";
}

/** References that decide how servers are linked; owner and folder are known without. */
const linking: ReadonlySet<string> = new Set(["linkDBID", "backupServerDBID", "hostDBID", "DBIDref"]);
