/** Kinds of objects that a GAX body refers to by DBID. */
export type DbidKind = "CfgApplication" | "CfgHost" | "CfgTenant" | "CfgAppPrototype" | "CfgFolder";

/**
 * The place of a DBID that only the database knows: `<dbid:CfgHost:chat-a>`. Names are written as in a URL's query, so that
 * they can be looked up as they are; a folder's is its owner's and its own.
 */
export function dbidPlace(kind: DbidKind, ...names: readonly string[]): string {
  return `<dbid:${kind}:${names.map((name) => encodeURIComponent(name.replace(/\p{Surrogate}/gu, "\uFFFD"))).join("/")}>`;
}

/** The names in the place of a DBID; undefined if the text is none. */
export function namesOfPlace(text: string): { kind: string; names: string[] } | undefined {
  const [, kind, names] = /^<dbid:(Cfg[A-Za-z]+):([^<>]*)>$/.exec(text) ?? [];
  if (kind === undefined || names === undefined) return undefined;
  try {
    return { kind, names: names.split("/").map((name) => decodeURIComponent(name)) };
  } catch {
    return undefined;
  }
}
