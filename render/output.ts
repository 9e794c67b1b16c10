import type { Deployment } from "../model/deployment";
import { applicationFile } from "./application-file";
import { manifest } from "./manifest";
import { optionFile } from "./option-file";

/** Renders everything that `out/<stack>/` holds: relative path -> text. No secret's value is in it. */
export function outputFiles(deployment: Deployment): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const application of deployment.applications) {
    files.set(`applications/${application.name}.yaml`, applicationFile(deployment, application).text);
    files.set(`applications/${application.name}.cfg`, optionFile(deployment, application));
  }
  files.set("manifest.json", `${JSON.stringify(manifest(deployment), null, 2)}\n`);
  return files;
}
