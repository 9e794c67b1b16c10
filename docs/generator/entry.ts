import { readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { definition } from "../../model/definition/definition";
import { partsOf } from "../../model/definition/keys";
import { type Comments, SourceComments } from "./comments";

/** A place in the definition's schema, with what the sources say about it. */
export interface Entry {
  /** The schema, without what makes it optional; the same object wherever it is used. */
  readonly schema: z.ZodType;
  /** The schema's own comment, if the schema is exported. */
  readonly about?: string;
  /** The keys of a map whose keys are fixed, in the source's order. */
  readonly keys?: readonly Key[];
  /** A list's items, or the values of a map whose keys are free. */
  readonly each?: Entry;
  /** Where there are several ways to write a value: each of them. */
  readonly branches?: readonly Entry[];
}

/** A key of a map whose keys are fixed. */
export interface Key {
  readonly name: string;
  /** Its doc comment. */
  readonly comment: string;
  readonly required: boolean;
  readonly entry: Entry;
}

/** The comments of exported schemas, by the schema itself. */
type About = ReadonlyMap<unknown, string>;

/** The complete definition's schema. Throws where a key has no doc comment. */
export async function definitionEntry(root: string): Promise<Entry> {
  const folder = join(root, "model", "definition");
  const comments = new SourceComments(folder);
  return entryOf(definition, comments.inside("definition"), await aboutSchemas(folder, comments));
}

async function aboutSchemas(folder: string, comments: SourceComments): Promise<About> {
  const exported = comments.exports();
  const about = new Map<unknown, string>();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
    const module = (await import(join(folder, file))) as Record<string, unknown>;
    for (const [name, value] of Object.entries(module)) {
      const comment = exported.get(name);
      if (value instanceof z.ZodType && comment !== undefined) about.set(value, comment);
    }
  }
  return about;
}

function entryOf(schema: z.ZodType, comments: Comments, about: About): Entry {
  const { innerType, shape, valueType, element, options } = partsOf(schema);
  if (innerType) return entryOf(innerType, comments, about);
  const each = valueType ?? element;
  const own = about.get(schema);
  return {
    schema,
    ...(own !== undefined && { about: own }),
    ...(shape && { keys: Object.keys(shape).map((name) => keyOf(name, shape[name]!, comments, about)) }),
    ...(each && { each: entryOf(each, comments.each ?? {}, about) }),
    ...(options && {
      branches: options.map((branch, index) => entryOf(branch, comments.branches?.[index] ?? {}, about)),
    }),
  };
}

function keyOf(name: string, schema: z.ZodType, comments: Comments, about: About): Key {
  // The types and the values are of one source: what one has the other has.
  const { comment, value } = comments.keys![name]!;
  return {
    name,
    comment,
    required: partsOf(schema).innerType === undefined,
    entry: entryOf(schema, value, about),
  };
}
