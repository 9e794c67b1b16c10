import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";

/** What the sources say about a schema: the doc comments of its keys, in the schema's own nesting. */
export interface Comments {
  /** The keys of a map whose keys are fixed. */
  readonly keys?: Readonly<Record<string, { readonly comment: string; readonly value: Comments }>>;
  /** A list's items, or the values of a map whose keys are free. */
  readonly each?: Comments;
  /** Where there are several ways to write a value: each of them. */
  readonly branches?: readonly Comments[];
}

/** The doc comments of a folder's exported constants and functions, by their names. */
export type ExportComments = ReadonlyMap<string, string>;

/** Reads sources with the compiler: doc comments are the one place where a key is described. */
export class SourceComments {
  private readonly program: ts.Program;
  private readonly checker: ts.TypeChecker;
  private readonly files: readonly string[];

  constructor(folder: string) {
    this.files = readdirSync(folder)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .sort()
      .map((name) => join(folder, name));
    this.program = ts.createProgram([...this.files], {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.Node16,
      moduleResolution: ts.ModuleResolutionKind.Node16,
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
    });
    this.checker = this.program.getTypeChecker();
  }

  /** Each exported name with the comment above it; names without one are left out. */
  exports(): ExportComments {
    const symbols = this.files.flatMap((file) => this.exportsOf(file));
    return new Map(
      symbols
        .map((symbol) => [symbol.name, this.commentOf(symbol)] as const)
        .filter(([, text]) => text !== ""),
    );
  }

  /** The comments inside an exported schema. Throws where a key has none, and names them all. */
  inside(name: string): Comments {
    const symbol = this.files.flatMap((file) => this.exportsOf(file)).find((known) => known.name === name);
    if (!symbol) throw new Error(`${name} is not exported by the model's sources.`);
    const silent: string[] = [];
    const comments = this.commentsIn(this.checker.getTypeOfSymbol(symbol), name, silent);
    if (silent.length > 0) {
      const list = [...new Set(silent)].join("\n  ");
      throw new Error(`These keys have no doc comment; write one sentence above each:\n  ${list}`);
    }
    return comments;
  }

  private exportsOf(file: string): ts.Symbol[] {
    const source = this.program.getSourceFile(file);
    const module = source && this.checker.getSymbolAtLocation(source);
    return module ? this.checker.getExportsOfModule(module) : [];
  }

  private commentOf(symbol: ts.Symbol): string {
    return ts
      .displayPartsToString(symbol.getDocumentationComment(this.checker))
      .replaceAll(/\s+/g, " ")
      .trim();
  }

  /** Follows zod's types the way that its values are nested; the shape's own properties carry the comments. */
  private commentsIn(type: ts.Type, path: string, silent: string[]): Comments {
    const [first, second] = this.argumentsOf(type);
    const inside = (inner: ts.Type | undefined, at: string) =>
      inner ? this.commentsIn(inner, at, silent) : {};
    switch (type.symbol?.name) {
      case "ZodOptional":
        return inside(first, path);
      case "ZodObject":
        return first ? this.commentsOfShape(first, path, silent) : {};
      case "ZodRecord":
        return { each: inside(second, `${path}.*`) };
      case "ZodArray":
        return { each: inside(first, `${path}[]`) };
      case "ZodUnion":
        return { branches: first ? this.argumentsOf(first).map((branch) => inside(branch, path)) : [] };
      default:
        return {};
    }
  }

  private commentsOfShape(shape: ts.Type, path: string, silent: string[]): Comments {
    const keys = this.checker.getPropertiesOfType(shape).map((property) => {
      const comment = this.commentOf(property);
      const at = `${path}.${property.name}`;
      if (comment === "") silent.push(at);
      return [
        property.name,
        { comment, value: this.commentsIn(this.checker.getTypeOfSymbol(property), at, silent) },
      ];
    });
    return { keys: Object.fromEntries(keys) as Comments["keys"] };
  }

  private argumentsOf(type: ts.Type): readonly ts.Type[] {
    return this.checker.getTypeArguments(type as ts.TypeReference) ?? [];
  }
}
