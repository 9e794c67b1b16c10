import { createHmac } from "node:crypto";

/**
 * What a process reports in the place of a hash (docs/http.md): under the deployment's key, since a hash of a file with a
 * short secret in it would give the secret away. Without a key, as a process of an earlier release reports it: the hash.
 */
export function keyedHash(key: string | undefined, hash: string): string {
  return key === undefined ? hash : createHmac("sha256", Buffer.from(key, "hex")).update(hash).digest("hex");
}
