import type { Deployment } from "../model/deployment";
import { applicationFile } from "./application-file";
import { applicationObject, type ApplicationObject } from "./application-object";
import { canonicalJson, sha256 } from "./canonical";

/** One application's line in `manifest.json`. */
export interface ManifestEntry {
  readonly name: string;
  readonly type: string;
  readonly role: "primary" | "backup";
  readonly file: string;
  /** The file's own hash, with placeholders for secrets. */
  readonly hash: string;
  /** What `/status` calls `inForce` once everything is applied (placeholders for secrets). */
  readonly valuesHash: string;
  /** What an import needs besides; only with delivery by Configuration Server. */
  readonly object?: ApplicationObject;
}

/** What `out/<stack>/manifest.json` says. */
export interface Manifest {
  readonly version: 1;
  readonly definitionHash: string;
  readonly applications: readonly ManifestEntry[];
}

/** Identifies what a definition means: equal for any spelling of the same deployment. */
export function definitionHash(deployment: Deployment): string {
  return sha256(canonicalJson(deployment));
}

/** Lists what was rendered, with the hashes to compare running processes with. */
export function manifest(deployment: Deployment): Manifest {
  return {
    version: 1,
    definitionHash: definitionHash(deployment),
    applications: deployment.applications.map((application) => {
      const { hash, valuesHash } = applicationFile(deployment, application);
      const { name, type, role } = application;
      const object = applicationObject(deployment, application);
      return {
        name,
        type,
        role,
        file: `applications/${name}.yaml`,
        hash,
        valuesHash,
        ...(object && { object }),
      };
    }),
  };
}
