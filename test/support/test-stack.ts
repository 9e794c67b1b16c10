import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { type Inspected, inspectContainers } from "./docker-objects";
import { freePort, freeSubnet } from "./free-subnets";
import { succeeded } from "./own-state";
import type { ProjectCopy } from "./project-copy";
import type { Run } from "./process";
import { checkout } from "./tools";
import { until } from "./until";

/** A definition as plain data, before anything checked it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests write wrong ones on purpose
export type LooseDefinition = Record<string, any>;

interface StackFile {
  config: Record<string, unknown> & { "genesys-chat:deployment": LooseDefinition };
  encryptionsalt?: string;
}

/** A step of `pulumi preview --json`; only what the tests read. */
export interface Step {
  readonly op: string;
  readonly urn: string;
}

let count = 0;

/** A stack of a test: one of the repository's, under a name, in a network and on a published port of its own. */
export class TestStack {
  private constructor(
    readonly project: ProjectCopy,
    readonly name: string,
    readonly port: number,
  ) {}

  /** Derives a stack from one of the repository's; the definition's secrets get the values given. */
  static async from(
    project: ProjectCopy,
    model: "dev" | "acme",
    secrets: Readonly<Record<string, string>> = {},
  ): Promise<TestStack> {
    count += 1;
    const [port, subnet] = [await freePort(), freeSubnet()];
    const stack = new TestStack(project, `t${process.pid}${model}${count}`, port);
    const definition = repositoryDefinition(model);
    definition.network = { subnet };
    definition.mobileServices.GMS.ports.default.publish = port;
    stack.write({ config: { "genesys-chat:deployment": definition } });
    await stack.succeed("stack", "init", stack.name);
    for (const [name, value] of Object.entries(secrets)) {
      await stack.succeed("config", "set", "--secret", `genesys-chat:secrets.${name}`, value);
    }
    return stack;
  }

  /** Where GMS is to answer. */
  get url(): string {
    return `http://127.0.0.1:${this.port}/genesys`;
  }

  get definition(): LooseDefinition {
    return this.file.config["genesys-chat:deployment"];
  }

  /** Changes the definition in place, as an operator's editor does; secrets and salt stay. */
  edit(change: (definition: LooseDefinition) => void): void {
    const file = this.file;
    change(file.config["genesys-chat:deployment"]);
    this.write(file);
  }

  /** `pulumi` about this stack. */
  pulumi(...words: string[]): Promise<Run> {
    const about = words[0] === "stack" ? [] : ["--stack", this.name];
    return this.project.pulumi([...words, ...about]);
  }

  /** `pulumi` about this stack, which has to succeed. */
  async succeed(...words: string[]): Promise<Run> {
    return succeeded(words, await this.pulumi(...words));
  }

  up(...words: string[]): Promise<Run> {
    return this.succeed("up", "--yes", "--skip-preview", ...words);
  }

  destroy(): Promise<Run> {
    return this.succeed("destroy", "--yes", "--skip-preview");
  }

  async previewSteps(): Promise<Step[]> {
    const { stdout } = await this.succeed("preview", "--json");
    return (JSON.parse(stdout) as { steps?: Step[] }).steps ?? [];
  }

  /** What the state holds, as text, in the form of an export. */
  async exportedState(): Promise<string> {
    return (await this.succeed("stack", "export", "--stack", this.name)).stdout;
  }

  /** The container of an application, by its host name in the stack's network. */
  container(host: string): string {
    return `genesys-chat.${this.name}.${host}`;
  }

  /**
   * The states of the processes' containers by host name, such as `running healthy`, once Docker has asked each for the first time: an
   * update asks the processes itself, and ends earlier.
   */
  async states(): Promise<Record<string, string>> {
    return until(`Docker has asked every process of ${this.name}`, 60, async () => {
      const all = (await inspectContainers(this.name)).filter(({ Name }) => !Name.endsWith("_carrier"));
      const isAsked = ({ State }: Inspected) =>
        State.Status !== "running" || State.Health?.Status !== "starting";
      if (!all.every(isAsked)) return undefined;
      return Object.fromEntries(
        all.map(({ Name, State }) => [
          Name.slice(this.container("").length + 1),
          `${State.Status} ${State.Health?.Status ?? "unchecked"}`,
        ]),
      );
    });
  }

  /** Waits until so many processes are all called healthy by Docker, which asks them only now and then. */
  async allHealthy(count: number): Promise<void> {
    await until(`${count} processes of ${this.name} are healthy`, 60, async () => {
      const states = Object.values(await this.states());
      return (states.length === count && states.every((each) => each === "running healthy")) || undefined;
    });
  }

  private get file(): StackFile {
    return parse(this.project.readStackFile(this.name)) as StackFile;
  }

  private write(file: StackFile): void {
    this.project.writeStackFile(this.name, stringify(file));
  }
}

/** The definition of one of the repository's stacks, without its sealed values. */
export function repositoryDefinition(stack: "dev" | "acme"): LooseDefinition {
  const text = readFileSync(join(checkout, `Pulumi.${stack}.yaml`), "utf8");
  return (parse(text) as StackFile).config["genesys-chat:deployment"];
}
