import type { Application, Deployment } from "../model/deployment";
import { needsRestart } from "../model/options/catalogue";
import { applicationDocument } from "./application-document";
import { canonicalJson, sha256 } from "./canonical";

/**
 * Identifies everything that a process applies only after a restart: all of its file except the options that the catalogue
 * says take effect immediately. A container carries it as a label, so that a change of it replaces the container and
 * nothing else does. Secrets count by name here: a hash of a short secret would give it away.
 */
export function restartHash(deployment: Deployment, application: Application): string {
  const document = applicationDocument(deployment, application);
  const options = Object.entries(document.options).flatMap(([section, values]) => {
    const read = Object.entries(values).filter(([option]) => needsRestart(application.type, section, option));
    // A section that holds only what takes effect at once may come and go.
    return read.length > 0 ? [[section, Object.fromEntries(read)] as const] : [];
  });
  return sha256(canonicalJson({ ...document, options: Object.fromEntries(options) })).slice(0, 16);
}
