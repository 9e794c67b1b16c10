import type { Application, Deployment } from "../model/deployment";
import { applicationDocument } from "./application-document";

/**
 * Renders an application's options as sections of `name=value` lines, the form that Genesys Administrator imports.
 * Quoting rules are not documented, so values stand as they are; a line break inside a value
 * has no documented form and is refused by the definition.
 */
export function optionFile(deployment: Deployment, application: Application): string {
  const { options } = applicationDocument(deployment, application);
  return Object.entries(options)
    .map(([section, values]) => {
      const lines = Object.entries(values).map(([option, value]) => `${option}=${value}\n`);
      return `[${section}]\n${lines.join("")}`;
    })
    .join("\n");
}
