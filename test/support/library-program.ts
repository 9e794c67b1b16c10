import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ownState, pulumi, succeeded } from "./own-state";
import { output, run, type Run } from "./process";
import { checkout } from "./tools";

/** A step of `pulumi preview --json`; only what the tests read. */
export interface PlannedResource {
  readonly urn: string;
  readonly newState?: { readonly inputs?: Record<string, unknown> };
}

/** A preview: what is planned, and all that was said. */
export interface Plan {
  readonly code: number | null;
  readonly resources: readonly PlannedResource[];
  readonly said: string;
}

/**
 * A foreign Pulumi program in its own folder, that depends on this package as npm would install it: the packed
 * files, beside the checkout's other packages.
 */
export class LibraryProgram {
  private constructor(
    readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async make(name: string, files: Readonly<Record<string, string>>): Promise<LibraryProgram> {
    const folder = mkdtempSync(join(tmpdir(), "genesys-chat-library-"));
    await installPackage(join(folder, "node_modules"));
    const environment = await ownState(folder);
    const program = new LibraryProgram(folder, environment);
    program.write(
      "Pulumi.yaml",
      `name: ${name}\nmain: dist/index.js\nruntime: { name: nodejs, options: { typescript: false } }\n`,
    );
    program.write("package.json", JSON.stringify({ name, version: "0.0.0", private: true }));
    for (const [path, text] of Object.entries(files)) program.write(path, text);
    return program;
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** Compiles the program as its tsconfig says; what the compiler says is the result. */
  compile(...settings: string[]): Promise<Run> {
    const compiler = join(checkout, "node_modules", "typescript", "bin", "tsc");
    return run(process.execPath, [compiler, "-p", this.folder, "--pretty", "false", ...settings], {
      cwd: this.folder,
    });
  }

  pulumi(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Run> {
    return pulumi(words, this.folder, { ...this.environment, ...environment });
  }

  /** `pulumi` that has to succeed. */
  async succeed(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<string> {
    return succeeded(words, await this.pulumi(words, environment)).stdout;
  }

  async preview(stack: string, environment: NodeJS.ProcessEnv = {}): Promise<Plan> {
    const { code, stdout, stderr } = await this.pulumi(["preview", "--json", "--stack", stack], environment);
    const preview = JSON.parse(stdout) as { steps?: PlannedResource[]; diagnostics?: { message: string }[] };
    const said = (preview.diagnostics ?? []).map(({ message }) => message).join("\n") + stderr;
    return { code, resources: preview.steps ?? [], said };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Packs the checkout and lays it, with links to the packages it needs, where `npm install` would; asks no registry. */
async function installPackage(modules: string): Promise<void> {
  const draft = mkdtempSync(join(tmpdir(), "genesys-chat-pack-"));
  try {
    const words = ["pack", "--json", "--ignore-scripts", "--offline", "--pack-destination", draft];
    const packed = JSON.parse(await output("npm", words, { cwd: checkout })) as { filename: string }[];
    await output("tar", ["-xf", packed[0]!.filename], { cwd: draft });
    for (const name of readdirSync(join(checkout, "node_modules"))) {
      if (name.startsWith(".")) continue;
      mkdirSync(modules, { recursive: true });
      symlinkSync(join(checkout, "node_modules", name), join(modules, name));
    }
    const target = join(modules, "genesys-chat");
    if (existsSync(target)) throw new Error("a package of this name is installed in the checkout");
    cpSync(join(draft, "package"), target, { recursive: true });
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
