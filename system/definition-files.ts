import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { readSource, type Source } from "../model";
import { engineValue } from "../model/engine-mismatch";
import { type ExtendFault, extendOf, type Layer, layered, type Layered, longestChain } from "../model/layers";
import { nearest } from "../model/nearest";
import { isInside } from "./inside";
import { readTextFile, UnreadableFile } from "./text-file";

/** Far more than any definition has, in bytes; a parser takes seconds for more. */
const largest = 1024 * 1024;

/** A definition with all that it extends. */
export interface Chain extends Layered {
  /** The files that it is made of, the nearest first, as messages name them. */
  readonly files: readonly string[];
  /** What they hold, by the same names. */
  readonly texts: ReadonlyMap<string, string>;
}

interface Read {
  readonly text: string;
  readonly source: Source;
}

/** Reads definitions and what they extend; each file once, since many tenants extend one profile. */
export class DefinitionFiles {
  private readonly known = new Map<string, Read>();

  /**
   * @param base the folder that the names of files are relative to
   * @param root the folder that nothing is read outside of, as far as it is extended
   * @param texts files as they are to be taken to be, by their names, whatever is on the disk
   */
  constructor(
    private readonly base: string,
    private readonly root: string,
    texts: ReadonlyMap<string, string> = new Map(),
  ) {
    for (const [name, text] of texts) this.known.set(name, { text, source: readSource(text, name).source });
  }

  /**
   * A file, and the files that it extends.
   *
   * @param engineText what Pulumi's engine has for the definition, which counts then; the file may be missing
   */
  chain(name: string, engineText?: string): Chain {
    const top = this.readTop(name, engineText !== undefined);
    const written = top?.source.definition;
    const layers: Layer[] = [
      {
        definition: engineText === undefined ? written : engineValue(engineText, written),
        ...(top && { source: top.source }),
      },
    ];
    const names = [name];
    const texts = new Map(top ? [[name, top.text]] : []);
    let fault: ExtendFault | undefined;
    for (;;) {
      const path = extendOf(layers.at(-1)!.definition);
      if (path === undefined) break;
      const next = this.locate(join(dirname(names.at(-1)!), path));
      const found = isAbsolute(path) ? absolute(path) : this.extended(next, names);
      if (!("text" in found)) {
        fault = found;
        break;
      }
      layers.push({ definition: found.source.definition, source: found.source });
      names.push(next);
      texts.set(next, found.text);
    }
    return { ...layered(layers, fault), files: names.filter((file) => texts.has(file)), texts };
  }

  /** The file's name; that of a shipped profile if the project has no `profiles/<file>` of its own (docs/adr/0052-shipped-profiles.md). */
  private locate(name: string): string {
    const place = relative(this.root, resolve(this.base, name));
    if (!place.startsWith(join("profiles", sep)) || this.known.has(name)) return name;
    const shipped = join(this.root, "examples", place);
    const isShipped = !existsSync(resolve(this.base, name)) && existsSync(shipped);
    return isShipped ? relative(this.base, shipped) : name;
  }

  private readTop(name: string, mayBeMissing: boolean): Read | undefined {
    try {
      return this.read(name);
    } catch (error) {
      if (mayBeMissing && (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  private read(name: string): Read {
    const known = this.known.get(name);
    if (known) return known;
    const text = readTextFile(resolve(this.base, name), name);
    const read = { text, source: readSource(text, name).source };
    this.known.set(name, read);
    return read;
  }

  /** What the last of the files extends. */
  private extended(name: string, names: readonly string[]): Read | ExtendFault {
    const real = (file: string) => realOf(resolve(this.base, file));
    if (!isInside(resolve(this.base, name), this.root)) return outside(name);
    const cycle = names.findIndex((file) => real(file) !== undefined && real(file) === real(name));
    if (cycle >= 0) return circle([...names.slice(cycle), name]);
    if (names.length >= longestChain) {
      const message = `This is file ${longestChain} of a chain, and the longest that is read: ${names.join(", ")}.`;
      return { rule: "extend-depth", message, hint: "Merge some of the files into one." };
    }
    return this.readExtended(name, names.at(-1)!);
  }

  private readExtended(name: string, from: string): Read | ExtendFault {
    const file = resolve(this.base, name);
    const missing = (message: string, hint?: string): ExtendFault => ({
      rule: "extend-missing",
      message,
      hint: hint ?? `The path is taken from the folder of ${from}.`,
    });
    try {
      if (!isInside(realpathSync(file), realpathSync(this.root)))
        return outside(name, "is a symbolic link that leads");
      const found = statSync(file);
      if (found.isDirectory()) return missing(`${name} is a folder.`, "Name a file in it.");
      if (!found.isFile()) return missing(`${name} is not a regular file.`);
      if (found.size > largest)
        return missing(`${name} has ${found.size} bytes, and up to ${largest} are read.`, "Split it.");
      return this.read(name);
    } catch (error) {
      if (error instanceof UnreadableFile) return missing(error.message, "Pulumi refuses it too.");
      const { code = "unknown" } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT" && code !== "ENOTDIR") return missing(`${name} can't be read (${code}).`);
      const near = this.nearTo(file);
      const meant =
        near &&
        relative(dirname(resolve(this.base, from)), near)
          .split(sep)
          .join("/");
      return missing(`There is no file ${name}.`, meant && `Did you mean "${meant}"?`);
    }
  }

  /** The path with its first part that there is none of replaced by one that there is, and that is near. */
  private nearTo(file: string): string | undefined {
    const parts = relative(this.root, file).split(sep);
    let folder = this.root;
    for (const [index, part] of parts.entries()) {
      const names = namesIn(folder);
      if (names.includes(part)) {
        folder = join(folder, part);
        continue;
      }
      const near = names.find((name) => name.startsWith(`${part}.`)) ?? nearest(part, names);
      return near && join(folder, near, ...parts.slice(index + 1));
    }
    return undefined;
  }
}

/** The project that a file belongs to: the nearest folder above it with a Pulumi.yaml; the file's own where there is none. */
export function projectOf(file: string): string {
  const own = dirname(resolve(file));
  for (let folder = own; ; folder = dirname(folder)) {
    if (namesIn(folder).includes("Pulumi.yaml")) return folder;
    if (folder === dirname(folder)) return own;
  }
}

function absolute(path: string): ExtendFault {
  const message = `${path} is an absolute path, which is right on one machine only.`;
  return { rule: "extend-outside", message, hint: "Write it from the folder of this file." };
}

function outside(name: string, how = "lies"): ExtendFault {
  const message = `${name} ${how} outside of the project's folder, where no review shows it.`;
  return { rule: "extend-outside", message, hint: "Copy it into the project." };
}

/** The names are those of the files on the way, the first and the last the same file. */
function circle([first, ...others]: readonly string[]): ExtendFault {
  const way = others.length > 1 ? ` by way of ${others.slice(0, -1).join(", ")}` : "";
  const message = `${first} extends itself${way}.`;
  return { rule: "extend-cycle", message, hint: "Take one of these extend keys out." };
}

function realOf(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
