import { readdirSync } from "node:fs";
import { resolve as absolute } from "node:path";
import { type Problem, resolve, type OtherStack, type Resolution } from "../model";
import { readLocalFiles } from "./local-files";
import { type Chain, DefinitionFiles, projectOf } from "./definition-files";

/** What a definition in files means, and the files. */
export interface FileResolution extends Resolution {
  /** All files that it is made of: the stack's own first, then what each extends. */
  readonly files: readonly string[];
  /** What the files hold, by their names, to show the lines that problems are about. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Resolves a stack of the project in `root`, with all that its file extends. `engineText` is what Pulumi's engine has for the
 * definition; without it the stack file's own is taken. All other stack files of the folder are looked at too, since they share a
 * daemon.
 */
export function resolveStack(root: string, stack: string, engineText?: string): FileResolution {
  const files = new DefinitionFiles(root, root);
  const own = fileOf(stack);
  return resolved(files.chain(own, engineText), root, others(root, files, own));
}

/** Resolves every stack of the project in `root`, by its name, each beside all the others. */
export function resolveStacks(root: string): ReadonlyMap<string, FileResolution> {
  const files = new DefinitionFiles(root, root);
  const all = others(root, files);
  return new Map(
    stacksOf(root).map((stack) => {
      const own = fileOf(stack);
      const beside = all.filter(({ file }) => file !== own);
      return [stack, resolved(files.chain(own), root, beside)];
    }),
  );
}

/** Resolves a stack file or a bare definition, with all that it extends, and without any other stack. */
export function resolveFile(file: string): FileResolution {
  return resolved(readChain(file), projectOf(file), []);
}

/** A stack file or a bare definition with all that it extends, merged and not judged; its `files` are all that it is made of. */
export function readChain(file: string, root: string = projectOf(file), base: string = absolute()): Chain {
  return new DefinitionFiles(base, root).chain(file);
}

/** The stacks that have a file in a project's folder. */
function stacksOf(root: string): string[] {
  return stackFiles(root).flatMap((file) => /^Pulumi\.(?<stack>.+)\.yaml$/.exec(file)?.groups?.stack ?? []);
}

/** Where a stack's definition stands, from the project's folder. */
export function fileOf(stack: string): string {
  return `Pulumi.${stack}.yaml`;
}

function stackFiles(root: string): string[] {
  return readdirSync(root)
    .filter((file) => /^Pulumi\..+\.ya?ml$/.test(file))
    .sort();
}

/** What the folder's stacks, but for one, publish and allot; one that has errors of its own is left out. */
function others(root: string, files: DefinitionFiles, but?: string): OtherStack[] {
  return stackFiles(root).flatMap((file) => {
    if (file === but) return [];
    const { definition, source } = files.chain(file);
    const { deployment } = resolve(definition, source);
    return deployment ? [{ file, deployment }] : [];
  });
}

function resolved(chain: Chain, root: string, beside: readonly OtherStack[]): FileResolution {
  const { definition, source, files, texts } = chain;
  const resolution = resolve(definition, source, { others: beside, files: readLocalFiles(root, definition) });
  return { ...resolution, problems: byFile(resolution.problems, files), files, texts };
}

/** File by file, the nearest first; within one the order stays. */
function byFile(problems: readonly Problem[], files: readonly string[]): Problem[] {
  const rank = ({ file }: Problem) => (file === null ? files.length : files.indexOf(file));
  return [...problems].sort((a, b) => rank(a) - rank(b));
}
