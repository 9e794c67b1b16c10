import { type DefinitionSchema } from "./definition-schema";
import { type Definitions, type JsonSchema } from "./option-schema";

const prefix = "layer.";

/**
 * The schema of a file that is put over another, or that others are put over: no key is required, since the other may have
 * it, and a key without a value removes the other's.
 */
export function layerOf({ schema, definitions, values }: DefinitionSchema): DefinitionSchema {
  const loosened = (part: JsonSchema) => looser(part, definitions);
  return {
    schema: loosened(schema),
    definitions: Object.fromEntries(
      Object.entries(definitions).map(([name, part]) => [`${prefix}${name}`, loosened(part)]),
    ),
    values,
  };
}

function looser(schema: JsonSchema, maps: Definitions): JsonSchema {
  const loosened = (part: JsonSchema) => looser(part, maps);
  const loose: JsonSchema = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === "required") continue;
    if (keyword === "properties" || keyword === "patternProperties") {
      const parts = Object.entries(value as Record<string, JsonSchema>);
      loose[keyword] = Object.fromEntries(parts.map(([key, part]) => [key, orNull(loosened(part))]));
    } else if (keyword === "additionalProperties" && typeof value === "object") {
      loose[keyword] = orNull(loosened(value as JsonSchema));
    } else if (keyword === "anyOf") {
      loose[keyword] = (value as JsonSchema[]).map(loosened);
    } else if (keyword === "$ref") {
      const name = String(value).replace("#/definitions/", "");
      loose[keyword] = `#/definitions/${name in maps ? prefix : ""}${name}`;
    } else loose[keyword] = value;
  }
  return loose;
}

const nothing: JsonSchema = { type: "null" };

function orNull(schema: JsonSchema): JsonSchema {
  const { type, $ref, anyOf, description, ...rest } = schema;
  const said = description === undefined ? {} : { description };
  if ($ref !== undefined) return { ...said, anyOf: [{ $ref }, nothing] };
  if (anyOf !== undefined) return { ...said, ...rest, anyOf: [...(anyOf as JsonSchema[]), nothing] };
  // A list of values is closed to null as well.
  if (rest["enum"] !== undefined || rest["const"] !== undefined || rest["allOf"] !== undefined) {
    return { ...said, anyOf: [{ type, ...rest }, nothing] };
  }
  return { ...said, type: [...[type].flat(), "null"], ...rest };
}
