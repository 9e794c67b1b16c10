import { dump } from "js-yaml";
import type { Application, Deployment } from "../model/deployment";
import { applicationDocument, type ApplicationDocument, type SecretReader } from "./application-document";
import { canonicalJson, sha256 } from "./canonical";

/** An application's authoritative file, as text and by its two hashes (docs/application-file.md). */
export interface ApplicationFile {
  readonly text: string;
  /** Identifies the bytes; the file's own last line. */
  readonly hash: string;
  /** Identifies the meaning; what a process reports as `inForce` once it has applied all of it. */
  readonly valuesHash: string;
}

/** Renders an application's authoritative file; with no reader, secrets are placeholders. */
export function applicationFile(
  deployment: Deployment,
  application: Application,
  secrets?: SecretReader,
): ApplicationFile {
  const document = applicationDocument(deployment, application, secrets);
  const body = heading(document) + dump(document, { lineWidth: -1, noRefs: true });
  const hash = sha256(body);
  return { text: `${body}hash: ${hash}\n`, hash, valuesHash: sha256(canonicalJson(document)) };
}

function heading({ application }: ApplicationDocument): string {
  return `# ${application.type} ${application.name}. Written by genesys-chat; edits here are not kept.\n`;
}
