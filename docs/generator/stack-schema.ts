import { project } from "../../model/source";
import { type DefinitionSchema } from "./definition-schema";
import { layerOf } from "./layer";
import { type JsonSchema } from "./option-schema";

const draft = "http://json-schema.org/draft-07/schema#";

/** The schema of a file that holds nothing but a definition, for others to extend. */
export function profileSchema(whole: DefinitionSchema): JsonSchema {
  const { schema, definitions, values } = layerOf(whole);
  return {
    $schema: draft,
    title: "A definition for others to extend, or one that extends another",
    description:
      "No key is required, since the file that extends this one may have it. ./chatstack validate checks the result.",
    ...schema,
    definitions: { ...definitions, ...values },
  };
}

/** The schema of a stack file, Pulumi.<stack>.yaml: Pulumi's own keys, the definition and its secrets. */
export function stackSchema(whole: DefinitionSchema): JsonSchema {
  const layer = layerOf(whole);
  return {
    $schema: draft,
    title: "A stack file of genesys-chat",
    description: "Pulumi.<stack>.yaml. What it all means is checked by ./chatstack validate.",
    type: "object",
    properties: {
      config: configSchema(),
      secretsprovider: { type: "string", description: "Pulumi: what seals the stack's secrets." },
      encryptionsalt: { type: "string", description: "Pulumi: the salt of a passphrase that seals secrets." },
      encryptedkey: { type: "string", description: "Pulumi: the key that seals secrets, itself sealed." },
      environment: { description: "Pulumi: environments whose values are put under this file's." },
    },
    required: ["config"],
    definitions: {
      definition: whole.schema,
      "layer.definition": layer.schema,
      ...whole.definitions,
      ...layer.definitions,
      ...whole.values,
    },
  };
}

function configSchema(): JsonSchema {
  const extended = { type: "object", required: ["extend"] };
  return {
    type: "object",
    description: `The stack's config. The definition is ${project}:deployment; keys of Pulumi's providers may stand beside it.`,
    properties: {
      [`${project}:deployment`]: {
        description: "What the stack is to be.",
        if: extended,
        then: { $ref: "#/definitions/layer.definition" },
        else: { $ref: "#/definitions/definition" },
      },
    },
    patternProperties: {
      [`^${project}:secrets\\.`]: {
        type: "object",
        description: `A secret of the definition: pulumi config set --secret ${project}:secrets.<name>`,
        properties: { secure: { type: "string", description: "The sealed value." } },
        required: ["secure"],
        additionalProperties: false,
      },
    },
    required: [`${project}:deployment`],
  };
}
