import { Fields } from "./fields";
import { type DbidKind, namesOfPlace } from "./dbid";
import type { JsonObject, JsonRecord } from "./json-records";
import type { StructureProblem } from "../configuration-objects/reading";

/** An object of GAX, with what is to be done with it. */
export interface GaxObject {
  readonly fields: Fields;
  readonly type: string;
  readonly isRemoved: boolean;
  readonly line: number;
}

/** A folder's name and that of its owner. */
interface Folder {
  readonly name: string;
  readonly owner?: string;
}

/** The objects of a document: those of a list, or of the requests that `render` writes. */
export function gaxObjects(records: readonly JsonRecord[], problems: StructureProblem[]): GaxObject[] {
  return records.flatMap(({ list, value, line }) => {
    if (!(value instanceof Map)) return [];
    if (list !== "requests") return [objectOf(value, line)];
    const request = new Fields(value, "a request", { problems, line });
    const method = request.text("method");
    const body = value.get("body");
    if (method === "DELETE") return [removed(request, line)];
    if (body instanceof Map && (method === "POST" || method === "PUT")) return [objectOf(body, line)];
    request.wrong("method", "POST or PUT with a body, or DELETE", "error");
    return [];
  });

  function objectOf(object: JsonObject, line: number): GaxObject {
    const name = object.get("name");
    const owner = typeof name === "string" ? name : "an object";
    const fields = new Fields(object, owner, { problems, line });
    return { fields, type: fields.text("type") ?? "", isRemoved: false, line };
  }

  /** The path of a request ends with the DBID's place, which has the name. */
  function removed(request: Fields, line: number): GaxObject {
    const place = /<dbid:[^/]*>$/.exec(request.text("path") ?? "")?.[0];
    const name = place === undefined ? undefined : namesOfPlace(place)?.names[0];
    if (name === undefined)
      request.wrong("path", "a path that ends with <dbid:CfgApplication:name>", "error");
    const object: JsonObject = new Map([["name", name ?? ""]]);
    const fields = new Fields(object, name ?? "an object", { problems, line });
    return { fields, type: "CfgApplication", isRemoved: true, line };
  }
}

/** Finds names by DBID, as far as a document has the objects. */
export class DbidNames {
  private readonly names = new Map<string, string>();
  private readonly folders = new Map<string, Folder>();

  constructor(objects: readonly GaxObject[]) {
    // The root tenant has DBID 1 in every database.
    this.names.set("CfgTenant 1", "Environment");
    for (const { fields, type } of objects) this.note(fields, type);
  }

  /** The name of the object; undefined if the reference leads nowhere or to an object that the document lacks. */
  nameOf(kind: DbidKind, reference: string | undefined): string | undefined {
    if (reference === undefined) return undefined;
    const place = namesOfPlace(reference);
    return place ? place.names.at(-1) : this.names.get(`${kind} ${reference}`);
  }

  /** A folder with its owner; undefined if the document lacks it. */
  folderOf(reference: string | undefined): Folder | undefined {
    if (reference === undefined) return undefined;
    const place = namesOfPlace(reference);
    if (!place) return this.folders.get(reference);
    const [owner, name] = place.names;
    return name === undefined ? undefined : { name, ...(owner !== undefined && { owner }) };
  }

  private note(fields: Fields, type: string): void {
    const [dbid, name] = [fields.text("dbid"), fields.text("name")];
    if (dbid === undefined || dbid === "" || name === undefined) return;
    if (type !== "CfgFolder") {
      this.names.set(`${type} ${dbid}`, name);
      return;
    }
    const owner = this.nameOf("CfgTenant", fields.text("ownerdbid"));
    this.folders.set(dbid, { name, ...(owner !== undefined && { owner }) });
  }
}

/** Returns true if a reference names no object. */
export function isNoReference(reference: string | undefined): boolean {
  return reference === undefined || reference === "" || reference === "0";
}
