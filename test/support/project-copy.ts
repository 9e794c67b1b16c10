import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reapLeftovers, removeStackObjects } from "./docker-objects";
import { ownState, pulumi } from "./own-state";
import { start, type Run, type Running } from "./process";
import { requireTestStack } from "./test-run";
import { checkout } from "./tools";
// eslint-disable-next-line @typescript-eslint/no-require-imports -- plain JavaScript outside the build
const { SOURCE_FOLDERS } = require("../../setup/sources") as { SOURCE_FOLDERS: readonly string[] };

export { checkout };

/** What the program, the set-up and the CLI are made from and run with. */
const program = [
  ...["index.ts", "package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json"],
  ...[...SOURCE_FOLDERS, "bin", "setup", "chatstack", "lab.passphrase"],
];

/** The environment of a copy that must reach no daemon: it deploys nothing, so its stacks may be called like an operator's. */
export const noDaemon = { DOCKER_HOST: "tcp://127.0.0.1:1" } as const;

/** The set-up is plain JavaScript outside the build. */
interface NodePackages {
  packagesInstalled(root: string): boolean;
}

/**
 * A project in a folder of its own, with its own state and passphrase: what a test deploys can meet neither the checkout's
 * stacks nor the user's. Its program is the checkout's, which the CLI finds by its own place, and the project by the working
 * directory.
 */
export class ProjectCopy {
  private readonly stacks = new Set<string>();
  private readonly running = new Set<Running>();

  private constructor(
    readonly folder: string,
    readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async make(more: NodeJS.ProcessEnv = {}): Promise<ProjectCopy> {
    const folder = await folderFor(more);
    const definition = readFileSync(join(checkout, "Pulumi.yaml"), "utf8");
    // What Node.js gets is cut at blanks.
    const nodeArguments = /\s/.test(checkout)
      ? ""
      : `    nodeargs: --require ${checkout}/bin/engine/lazy-imports.js`;
    const settings = definition
      .replace("main: bin/index.js", "main: index.js")
      .replace(/^ *nodeargs: .*$/m, nodeArguments);
    writeFileSync(join(folder, "Pulumi.yaml"), settings);
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    const compiled = JSON.stringify(join(checkout, "bin", "index.js"));
    writeFileSync(join(folder, "index.js"), `module.exports = require(${compiled});\n`);
    symlinkSync(join(checkout, "chatstack"), join(folder, "chatstack"));
    return ProjectCopy.in(folder, more);
  }

  /** The same with a copy of the program, for tests that change the program. */
  static async withProgram(more: NodeJS.ProcessEnv = {}): Promise<ProjectCopy> {
    const folder = await folderFor(more);
    for (const part of [...program, "Pulumi.yaml"].filter((name) => existsSync(join(checkout, name)))) {
      cpSync(join(checkout, part), join(folder, part), { recursive: true });
    }
    return ProjectCopy.in(folder, more);
  }

  private static async in(folder: string, more: NodeJS.ProcessEnv): Promise<ProjectCopy> {
    symlinkSync(join(checkout, "node_modules"), join(folder, "node_modules"));
    const environment: NodeJS.ProcessEnv = {
      ...(await ownState(folder)),
      // Problems are annotations there, and lines everywhere else.
      GITHUB_ACTIONS: "false",
      ...more,
    };
    return new ProjectCopy(folder, environment);
  }

  /** Path of a stack's definition. */
  stackFile(stack: string): string {
    return join(this.folder, `Pulumi.${stack}.yaml`);
  }

  readStackFile(stack: string): string {
    return readFileSync(this.stackFile(stack), "utf8");
  }

  writeStackFile(stack: string, text: string): void {
    this.expectStack(stack);
    writeFileSync(this.stackFile(stack), text);
  }

  /** Says that a stack of this name is to be made by the CLI, so that it is removed with the copy. */
  expectStack(stack: string): void {
    if (this.reachesDaemon) requireTestStack(stack);
    this.stacks.add(stack);
  }

  writeFile(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text);
  }

  /** Changes a source as an editor would: what was built before is older now. */
  touch(path: string, line: string): void {
    appendFileSync(join(this.folder, path), line);
  }

  /** Runs pulumi in the copy. */
  pulumi(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Run> {
    return pulumi(words, this.folder, { ...this.environment, ...environment });
  }

  /** Runs the CLI in the copy, as `./chatstack` does once the machine is ready. */
  async chatstack(
    words: readonly string[],
    environment: NodeJS.ProcessEnv = {},
    timeoutSeconds?: number,
  ): Promise<Run> {
    return this.startChatstack(words, environment, timeoutSeconds).ended;
  }

  startChatstack(
    words: readonly string[],
    environment: NodeJS.ProcessEnv = {},
    timeoutSeconds?: number,
  ): Running {
    const options = { ...this.options(environment), ...(timeoutSeconds !== undefined && { timeoutSeconds }) };
    const running = start(join(this.folder, "chatstack"), words, options);
    this.running.add(running);
    void running.ended.catch(() => undefined).then(() => this.running.delete(running));
    return running;
  }

  /** Removes all that was deployed from here, and the copy; does so too where a test died half-way. */
  async remove(): Promise<void> {
    for (const running of this.running) running.signalAll("SIGKILL");
    if (this.reachesDaemon) await removeStackObjects(...this.stacks);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get reachesDaemon(): boolean {
    return this.environment.DOCKER_HOST !== noDaemon.DOCKER_HOST;
  }

  private options(environment: NodeJS.ProcessEnv) {
    return { cwd: this.folder, env: { ...this.environment, ...environment } };
  }
}

/** A folder for a project, on a machine that is ready for one. */
async function folderFor({ DOCKER_HOST }: NodeJS.ProcessEnv): Promise<string> {
  await requirePackages();
  if (DOCKER_HOST !== noDaemon.DOCKER_HOST) await reapLeftovers();
  return mkdtempSync(join(tmpdir(), "genesys-chat-test-"));
}

/** In a copy, the wrapper would install into the checkout's own folder, through the link. */
async function requirePackages(): Promise<void> {
  const setup = (await import(join(checkout, "setup", "node-packages.js"))) as NodePackages;
  if (setup.packagesInstalled(checkout)) return;
  throw new Error("node_modules is not what package-lock.json says: run the tests by ./chatstack test");
}
