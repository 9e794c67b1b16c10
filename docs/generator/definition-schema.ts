import { z } from "zod";
import { type ApplicationGroup, applicationTypes } from "../../model/deployment";
import { definition } from "../../model/definition/definition";
import { type Entry } from "./entry";
import { type Definitions, type JsonSchema, OptionSchemas, type Place, reference } from "./option-schema";

/** A definition's schema, and the parts of it that are used in several places. */
export interface DefinitionSchema {
  readonly schema: JsonSchema;
  /** Maps of options: a layer's are looser. */
  readonly definitions: Definitions;
  /** Single values, the same everywhere. */
  readonly values: Definitions;
}

const places: readonly Place[] = ["options", "annex"];

/** The schema of a complete definition, as the model's shape check has it, with a description of every key and option. */
export function definitionSchema(entry: Entry): DefinitionSchema {
  const schema = z.toJSONSchema(definition, { target: "draft-7", io: "input" }) as JsonSchema;
  delete schema["$schema"];
  describe(schema, entry);
  const options = new OptionSchemas();
  const definitions: Definitions = {};
  for (const [group, type] of Object.entries(applicationTypes) as [ApplicationGroup, string][]) {
    const application = inside(inside(schema, "properties", group), "additionalProperties");
    for (const place of places) {
      const name = `${type}.${place}`;
      definitions[name] = options.optionsOf(applicationTypes[group], place);
      refer(application, place, name);
    }
    const backup = (application["properties"] as Record<string, JsonSchema>)["backup"];
    if (backup) refer(backup, "options", `${type}.options`);
  }
  return { schema, definitions: { ...definitions, ...options.sections }, values: options.values };
}

/** Puts a reference in the place of a key's schema; what is said about the key stays. */
function refer(parent: JsonSchema, key: string, name: string): void {
  const properties = parent["properties"] as Record<string, JsonSchema>;
  const description = properties[key]!["description"];
  properties[key] = { description, ...reference(name) };
}

function inside(schema: JsonSchema, ...keys: string[]): JsonSchema {
  return keys.reduce((part, key) => part[key] as JsonSchema, schema);
}

/** Describes every key by its comment, and what a free key stands for by its schema's. */
function describe(schema: JsonSchema, entry: Entry): void {
  // Every key of a map is a text.
  delete schema["propertyNames"];
  for (const { name, comment, entry: inner } of entry.keys ?? []) {
    const property = inside(schema, "properties", name);
    property["description"] = comment;
    describe(property, inner);
  }
  const each = (schema["additionalProperties"] || schema["items"]) as JsonSchema | undefined;
  if (entry.each && each) {
    if (entry.each.about !== undefined) each["description"] = entry.each.about;
    describe(each, entry.each);
  }
  const branches = (schema["anyOf"] ?? []) as JsonSchema[];
  entry.branches?.forEach((branch, index) => describe(branches[index]!, branch));
}
