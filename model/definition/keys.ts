import { type z } from "zod";
import { type Path } from "../path";
import { definition } from "./definition";

/** The parts of zod's own description of a schema that a path can lead through. */
export interface SchemaParts {
  readonly type: string;
  readonly shape?: Record<string, z.ZodType>;
  readonly innerType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
}

/** The keys that the schema knows at a place, sorted; empty if it accepts any or none. */
export function keysAt(path: Path): string[] {
  let schemas: z.ZodType[] = branches(definition);
  for (const part of path)
    schemas = schemas.flatMap((schema) => inside(schema, String(part))).flatMap(branches);
  return [...new Set(schemas.flatMap((schema) => Object.keys(partsOf(schema).shape ?? {})))].sort();
}

/** What zod says about a schema, as far as it is followed here. */
export function partsOf(schema: z.ZodType): SchemaParts {
  return schema.def;
}

/** A schema without what is around it: what an optional holds, each branch of a union. */
function branches(schema: z.ZodType): z.ZodType[] {
  const { innerType, options } = partsOf(schema);
  if (innerType) return branches(innerType);
  return options ? options.flatMap(branches) : [schema];
}

function inside(schema: z.ZodType, key: string): z.ZodType[] {
  const { shape, valueType, element } = partsOf(schema);
  const inner = shape ? (Object.hasOwn(shape, key) ? shape[key] : undefined) : (valueType ?? element);
  return inner ? [inner] : [];
}
