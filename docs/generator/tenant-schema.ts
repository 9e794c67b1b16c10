import { join } from "node:path";
import { z } from "zod";
import { tenantPlan } from "../../model/tenants/plan";
import { type Comments, SourceComments } from "./comments";
import { type JsonSchema } from "./option-schema";

/** The schema of `tenants.yaml`, every key with its doc comment. */
export function tenantSchema(root: string): JsonSchema {
  const schema = z.toJSONSchema(tenantPlan, { target: "draft-7", io: "input" }) as JsonSchema;
  describe(schema, new SourceComments(join(root, "model", "tenants")).inside("tenantPlan"));
  const { $schema, ...rest } = schema;
  return { $schema, title: "What ./chatstack tenants add allots from", ...rest };
}

function describe(schema: JsonSchema, { keys = {} }: Comments): void {
  for (const [name, { comment, value }] of Object.entries(keys)) {
    const property = (schema["properties"] as Record<string, JsonSchema>)[name]!;
    property["description"] = comment;
    describe(property, value);
  }
}
