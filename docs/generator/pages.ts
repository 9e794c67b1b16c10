import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "prettier";
import * as babel from "prettier/plugins/babel";
import * as estree from "prettier/plugins/estree";
import * as markdown from "prettier/plugins/markdown";
import { format } from "prettier/standalone";
import { svg } from "../../operations/diagram/svg";
import { diagramOf } from "../../render";
import { resolveFile } from "../../system/stack-file";
import { cliPage } from "./cli-page";
import { definitionPage } from "./definition-page";
import { definitionSchema } from "./definition-schema";
import { definitionEntry } from "./entry";
import { type JsonSchema } from "./option-schema";
import { optionsPage } from "./options-page";
import { rulesPage } from "./rules-page";
import { profileSchema, stackSchema } from "./stack-schema";
import { tenantSchema } from "./tenant-schema";

/** A generated file. */
export interface Page {
  /** Its path from the project's root. */
  readonly file: string;
  readonly text: string;
}

const folder = "docs/reference";

/** Every page of the reference, formatted as Prettier would. */
export async function pages(root: string): Promise<Page[]> {
  const entry = await definitionEntry(root);
  const schema = definitionSchema(entry);
  const texts: readonly (readonly [name: string, text: string])[] = [
    ["options.md", optionsPage()],
    ["rules.md", await rulesPage(root)],
    ["definition.md", definitionPage(entry)],
    ["cli.md", cliPage()],
    ["stack.schema.json", json(stackSchema(schema))],
    ["definition.schema.json", json(profileSchema(schema))],
    ["tenants.schema.json", json(tenantSchema(root))],
  ];
  const style = JSON.parse(readFileSync(join(root, ".prettierrc.json"), "utf8")) as object;
  const formatted = texts.map(async ([name, text]) => ({
    file: `${folder}/${name}`,
    text: await format(text, {
      ...style,
      parser: name.endsWith(".md") ? "markdown" : "json",
      plugins: [babel, estree as Plugin, markdown],
    }),
  }));
  return [...(await Promise.all(formatted)), await readmePicture(root)];
}

/** The README's picture: the deployment of dev. */
async function readmePicture(root: string): Promise<Page> {
  const { deployment } = resolveFile(join(root, "Pulumi.dev.yaml"));
  if (!deployment) throw new Error("Pulumi.dev.yaml has errors: run ./chatstack validate");
  return { file: "docs/topology.svg", text: await svg(diagramOf(deployment, "dev")) };
}

function json(schema: JsonSchema): string {
  return JSON.stringify(schema, null, 2);
}
