import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as docker from "@pulumi/docker";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { type Label, labels } from "../../docker/names";
import { nameOf } from "../../engine/resource";
import { removeStackObjects, stackObjects } from "./docker-objects";
import { ownState, pulumi, succeeded } from "./own-state";
import type { Run } from "./process";
import { runId } from "./test-run";
import { checkout } from "./tools";

interface ResourceArgs {
  readonly Container: docker.ContainerArgs;
  readonly Network: docker.NetworkArgs;
  readonly Volume: docker.VolumeArgs;
}

/** A docker resource as data; it is called like its object. */
export interface Bare<Kind extends keyof ResourceArgs = keyof ResourceArgs> {
  readonly kind: Kind;
  readonly args: Partial<ResourceArgs[Kind]>;
  /** As the components give them. */
  readonly opts?: CustomResourceOptions;
  /** The networks of the project that it is in, by their outputs. */
  readonly networks?: readonly string[];
}

/** What `pulumi preview --json` plans for a resource. */
export interface Planned {
  readonly op: string;
  /** The inputs that differ. */
  readonly differs: readonly string[];
}

interface PreviewDocument {
  readonly steps?: readonly {
    readonly op: string;
    readonly urn: string;
    readonly diffReasons?: readonly string[] | null;
    readonly replaceReasons?: readonly string[] | null;
  }[];
}

let count = 0;

/** A Pulumi project of a test's own that declares docker resources as they are, without our components. */
export class TrapProject {
  private declared: Readonly<Record<string, Bare>> = {};

  private constructor(
    private readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
    readonly stack: string,
    /** The simulator's, which every container has that names no other. */
    readonly image: string,
  ) {}

  static async make(): Promise<TrapProject> {
    count += 1;
    const folder = mkdtempSync(join(tmpdir(), "genesys-chat-trap-"));
    symlinkSync(join(checkout, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "package.json"), "{}");
    writeFileSync(join(folder, "Pulumi.yaml"), "name: genesys-chat\nruntime: nodejs\nmain: main.js\n");
    writeFileSync(join(folder, "main.js"), program);
    const environment = await ownState(folder);
    const tag = readFileSync(join(checkout, "bin", "simulator", "image", "tag.json"), "utf8");
    const { image } = JSON.parse(tag) as { image: string };
    const project = new TrapProject(folder, environment, `t${process.pid}trap${count}`, image);
    await project.succeed("stack", "init", project.stack);
    return project;
  }

  /** What an object of the project is called on the daemon. */
  object(name: string): string {
    return `${this.stack}.${name}`;
  }

  /** The labels that everything of the project carries, also after an edit: `remove` finds it by them. */
  get labels(): Label[] {
    return labels({ project: "genesys-chat", stack: this.stack, run: runId });
  }

  /** Declares these and nothing else from now on. */
  declare(resources: Readonly<Record<string, Bare>>): void {
    this.declared = resources;
    const whole = Object.entries(resources).map(([name, { kind, args, ...more }]) => {
      const own = {
        name: this.object(name),
        labels: this.labels,
        ...(kind === "Container" && { image: this.image }),
      };
      return { name, kind, args: { ...own, ...args }, ...more };
    });
    writeFileSync(join(this.folder, "resources.json"), JSON.stringify(whole));
  }

  /** Changes the arguments of some; one that is undefined is no longer given. */
  edit(changes: Readonly<Record<string, Bare["args"]>>): void {
    const edited = Object.entries(this.declared).map(([name, bare]): [string, Bare] => [
      name,
      { ...bare, args: { ...bare.args, ...changes[name] } },
    ]);
    this.declare(Object.fromEntries(edited));
  }

  /** Declares more, and some no longer. */
  change(more: Readonly<Record<string, Bare>>, less: readonly string[]): void {
    const kept = Object.entries(this.declared).filter(([name]) => !less.includes(name));
    this.declare({ ...Object.fromEntries(kept), ...more });
  }

  pulumi(...words: string[]): Promise<Run> {
    const about = words[0] === "stack" ? [] : ["--stack", this.stack];
    return pulumi([...words, ...about], this.folder, this.environment);
  }

  async succeed(...words: string[]): Promise<Run> {
    return succeeded(words, await this.pulumi(...words));
  }

  up(...words: string[]): Promise<Run> {
    return this.pulumi("up", "--yes", "--skip-preview", "--suppress-outputs", ...words);
  }

  /** What the next update would do, by the names of the resources; those that stay as they are are left out. */
  async plan(): Promise<Record<string, Planned>> {
    const { stdout } = await this.succeed("preview", "--json");
    const { steps = [] } = JSON.parse(stdout) as PreviewDocument;
    const changing = steps.filter(({ op }) => ["create", "update", "replace", "delete"].includes(op));
    return Object.fromEntries(
      changing.map(({ op, urn, diffReasons, replaceReasons }) => [
        nameOf(urn),
        { op, differs: [...new Set([...(diffReasons ?? []), ...(replaceReasons ?? [])])].sort() },
      ]),
    );
  }

  /** Removes all that was made, whatever state it is in; fails if something has lost its labels and stays. */
  async remove(): Promise<void> {
    await removeStackObjects(this.stack);
    expect(await stackObjects(this.stack)).toEqual({ containers: [], networks: [], volumes: [] });
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const program = `
const docker = require("@pulumi/docker");
const made = {};
for (const { name, kind, args, opts, networks } of require("./resources.json")) {
  const aliases = args.networksAdvanced?.[0]?.aliases;
  const networksAdvanced = networks?.map((each) => ({ name: made[each].name, aliases }));
  made[name] = new docker[kind](name, { ...args, ...(networks && { networksAdvanced }) }, opts);
}
`;
