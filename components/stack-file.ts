import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readSource, resolve, type OtherStack, type Resolution } from "../model";

const stackFile = /^Pulumi\.(?<stack>.+)\.ya?ml$/;

/**
 * Resolves a stack of the project in `root`. `value` is the engine's view of the definition; without it the stack
 * file's own is taken. All other stack files of the folder are looked at too, since they share a daemon.
 */
export function resolveStack(root: string, stack: string, value?: unknown): Resolution {
  const file = `Pulumi.${stack}.yaml`;
  const text = readIfThere(join(root, file));
  const source = text === undefined ? undefined : readSource(text, file).source;
  return resolve(value ?? source?.definition, source, { others: otherStacks(root, stack) });
}

/** Resolves a stack file or a bare definition, by itself. */
export function resolveFile(file: string): Resolution {
  const { source } = readSource(readFileSync(file, "utf8"), file);
  return resolve(source.definition, source);
}

/** What the folder's other stacks publish and allot; one that has errors of its own is left out. */
function otherStacks(root: string, stack: string): OtherStack[] {
  return readdirSync(root)
    .sort()
    .flatMap((file) => {
      const name = stackFile.exec(file)?.groups?.stack;
      if (name === undefined || name === stack) return [];
      const { source } = readSource(readFileSync(join(root, file), "utf8"), file);
      const { deployment } = resolve(source.definition, source);
      return deployment ? [{ file, deployment }] : [];
    });
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
