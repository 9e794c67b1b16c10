import { paths } from "../../docker/container-policy";
import { firstFile } from "./archive";
import type { DeclaredApplication } from "./declared";
import type { ContainerFact } from "./facts";
import { query } from "../../docker/command";

/** Seconds that a copy of a small file may take. */
const patience = 5;

/**
 * Reads an application's file as its volume has it, through whichever container has the volume: it need not run. The file
 * may hold secrets, so it is kept in memory only. Undefined where there is none.
 */
export async function volumeFile(
  { container, carrier }: DeclaredApplication,
  containers: ReadonlyMap<string, ContainerFact>,
): Promise<string | undefined> {
  for (const name of [carrier, container]) {
    if (name === undefined || !containers.has(name)) continue;
    const { code, stdout } = await query(["cp", `${name}:${paths.config}/${paths.file}`, "-"], patience);
    const file = code === 0 ? firstFile(stdout) : undefined;
    if (file) return file.toString("utf8");
  }
  return undefined;
}
