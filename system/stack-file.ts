import { readdirSync } from "node:fs";
import { resolve as absolute } from "node:path";
import { OtherStacks, type Problem, resolve, type Resolution, type ResolveContext } from "../model";
import { stackFileName, stackOfFile } from "../model/names";
import { readLocalFiles } from "./local-files";
import { isSealedPublicly } from "./stack-seal";
import { type Chain, DefinitionFiles, projectOf } from "./definition-files";

/** What a definition in files means, and the files. */
export interface FileResolution extends Resolution {
  /** All files that it is made of: the stack's own first, then what each extends. */
  readonly files: readonly string[];
  /** What the files hold, by their names, to show the lines that problems are about. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * A project's folder with its stack files, each read once: otherwise a command on many stacks would read and evaluate all of them again for
 * each.
 */
export class StackFolder {
  private readonly files: DefinitionFiles;
  private beside: OtherStacks | undefined;

  /** @param texts files as they are to be taken to be, by their names from the folder, whatever is on the disk */
  constructor(
    readonly root: string,
    texts: ReadonlyMap<string, string> = new Map(),
  ) {
    this.files = new DefinitionFiles(root, root, texts);
  }

  /** The stacks that have a file, sorted. */
  stacks(): string[] {
    return stackFiles(this.root).flatMap((file) => stackOfFile(file) ?? []);
  }

  /** A stack's file with all that it extends, merged and not judged. */
  chain(stack: string): Chain {
    return this.files.chain(fileOf(stack));
  }

  /**
   * Resolves a stack, with all that its file extends, beside all others of the folder. `engineText` is what Pulumi's engine has for
   * the definition; without it the stack file's own is taken.
   */
  resolve(stack: string, engineText?: string): FileResolution {
    const own = fileOf(stack);
    const chain = this.files.chain(own, engineText);
    const context = { root: this.root, stack, opened: engineText !== undefined };
    const isSealed = () => isSealedPublicly(chain.texts.get(own) ?? "", context);
    return resolved(chain, this.root, {
      others: this.otherStacks().without(own),
      isSealedPublicly: isSealed,
    });
  }

  /** What the folder's stacks publish and allot; one that has errors of its own is left out. */
  private otherStacks(): OtherStacks {
    this.beside ??= this.readOtherStacks();
    return this.beside;
  }

  private readOtherStacks(): OtherStacks {
    const stacks = stackFiles(this.root).map((file) => {
      const { definition, source } = this.files.chain(file);
      return { file, definition, deployment: resolve(definition, source).deployment };
    });
    return OtherStacks.of(
      stacks.flatMap(({ file, deployment }) => (deployment ? [{ file, deployment }] : [])),
      stacks.filter(({ deployment }) => !deployment),
    );
  }
}

/** Resolves one stack of the project in `root`, as `StackFolder` does. */
export function resolveStack(root: string, stack: string, engineText?: string): FileResolution {
  return new StackFolder(root).resolve(stack, engineText);
}

/** Resolves every stack of the project in `root`, by name, each together with all others. */
export function resolveStacks(root: string): ReadonlyMap<string, FileResolution> {
  const folder = new StackFolder(root);
  return new Map(folder.stacks().map((stack) => [stack, folder.resolve(stack)]));
}

/** Resolves a stack file or a bare definition, with all that it extends, and without any other stack. */
export function resolveFile(file: string): FileResolution {
  return resolved(readChain(file), projectOf(file));
}

/** A stack file or a bare definition with all that it extends, merged and not judged; its `files` are all that it is made of. */
export function readChain(file: string, root: string = projectOf(file), base: string = absolute()): Chain {
  return new DefinitionFiles(base, root).chain(file);
}

/** Path of a stack's definition, relative to the project's folder. */
export const fileOf = stackFileName;

function stackFiles(root: string): string[] {
  return readdirSync(root)
    .filter((file) => /^Pulumi\..+\.ya?ml$/.test(file))
    .sort();
}

function resolved(chain: Chain, root: string, context: ResolveContext = {}): FileResolution {
  const { definition, source, files, texts } = chain;
  const resolution = resolve(definition, source, {
    ...context,
    files: readLocalFiles(root, definition),
  });
  return { ...resolution, problems: byFile(resolution.problems, files), files, texts };
}

/** File by file, the nearest first; within one the order stays. */
function byFile(problems: readonly Problem[], files: readonly string[]): Problem[] {
  const rank = ({ file }: Problem) => (file === null ? files.length : files.indexOf(file));
  return [...problems].sort((a, b) => rank(a) - rank(b));
}
