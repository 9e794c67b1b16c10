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

/** One rendered file. */
export interface ManifestFile {
  /** From the folder of the manifest. */
  readonly path: string;
  /** Of its bytes, in hexadecimal digits. */
  readonly sha256: string;
  /** The Application object that it is about; undefined if it is about all. */
  readonly application?: string;
  /** The names of the tenants that it is for. */
  readonly tenants: readonly string[];
}

/** What `out/<stack>/manifest.json` says. */
export interface Manifest {
  readonly version: 1;
  readonly definitionHash: string;
  /** This project's release; left out if the caller names none. */
  readonly release?: string;
  /** Every other rendered file. */
  readonly files: readonly ManifestFile[];
  readonly applications: readonly ManifestEntry[];
}

/** Identifies what a definition means: equal for any spelling of the same deployment. */
export function definitionHash(deployment: Deployment): string {
  return sha256(canonicalJson(deployment));
}

/** Lists what was rendered, with the hashes to compare running processes with. */
export function manifest(
  deployment: Deployment,
  { files, release }: Pick<Manifest, "files" | "release"> = { files: [] },
): Manifest {
  return {
    version: 1,
    definitionHash: definitionHash(deployment),
    ...(release !== undefined && { release }),
    files,
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
