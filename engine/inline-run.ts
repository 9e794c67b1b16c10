// First: before the SDK.
import { inlineStack } from "./inline-stack";
import { type EngineEvent, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { type ProgramFingerprint, programFingerprint } from "../system/fingerprint";
import { fileOf, StackFolder } from "../system/stack-file";
import { installation } from "../system/installation";
import { root } from "../system/project";
import { pulumiEnvironment, removedAtOnce } from "./pulumi";
import { type PreviewStep, stepOf } from "./preview";
import { nameOf } from "./resource";

/** How many resources a run created, replaced and so on, by the engine's own words. */
export type Changes = Readonly<Record<string, number>>;

/** The program of a stack, as `components` has it: what the engine runs in this process. */
export type InlineProgram = (folder: StackFolder, program: ProgramFingerprint) => unknown;

/** What a run of the engine says while it runs. */
export interface EngineOutput {
  /** All that pulumi prints, for the log; of a preview nothing, since the caller prints its steps. */
  readonly output: (text: string) => void;
  /** Called with each line of progress. */
  readonly progress: (text: string) => void;
  /** Ends it once, as Ctrl-C does. */
  readonly signal: AbortSignal;
}

/** How a run of the engine ended. */
export interface EngineResult {
  readonly failed: boolean;
  readonly changes: Changes;
  /** What each resource is subject to, as `pulumi preview --json` has it. */
  readonly steps: readonly PreviewStep[];
  /** What the engine and the program called errors. */
  readonly errors: readonly string[];
  /** The complete output if it failed, including what came before any event. */
  readonly said: string;
}

/** What an update repairs besides what changes. */
export interface Repair {
  /** Whether the engine compares the state with the daemon first; default false. */
  readonly refresh?: boolean;
  /** The URNs of resources to replace; default none. */
  readonly replace?: readonly string[];
}

/**
 * Pulumi's engine with the program in this process: the start of a language host, a Node.js and an SDK, otherwise needed for each stack, is
 * paid once. One at a time: uncaught errors are the process's, and would count for every stack that runs.
 */
export class Engine {
  private constructor(
    private readonly command: PulumiCommand,
    /** The folder as it was when the work began; what is edited in the middle of it differs from what the engine reads, and is refused. */
    public folder: StackFolder,
    private readonly declare: InlineProgram,
    private readonly program = programFingerprint(installation),
  ) {}

  static async make(declare: InlineProgram): Promise<Engine> {
    const { PATH = "" } = await pulumiEnvironment();
    process.env.PATH = PATH;
    return new Engine(await PulumiCommand.get(), new StackFolder(root), declare);
  }

  /** Reads the folder again where a stack's file had no salt yet: the first run of a stack writes one, and it is a setting like others. */
  takeSalt(stack: string): void {
    const text = this.folder.chain(stack).texts.get(fileOf(stack)) ?? "";
    if (!/^encryptionsalt:/m.test(text)) this.folder = new StackFolder(root);
  }

  async run(
    operation: "up" | "preview" | "destroy",
    stack: string,
    { output, progress, signal }: EngineOutput,
    { refresh = false, replace = [] }: Repair = {},
  ): Promise<EngineResult> {
    const events = new Events(progress);
    const options = {
      ...(operation !== "preview" && { onOutput: output, onError: output }),
      onEvent: (event: EngineEvent) => events.take(event),
      signal,
    };
    const workspace = await this.stackOf(stack);
    const common = { ...options, color: "never" as const, ...(refresh && { refresh }) };
    try {
      if (operation === "preview") await workspace.preview({ ...common, diff: true });
      else if (operation === "destroy") await workspace.destroy({ ...common, parallel: removedAtOnce });
      else await workspace.up({ ...common, replace: [...replace], suppressOutputs: true });
      return { failed: false, ...events.found, said: "" };
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      return { failed: true, ...events.found, said };
    }
  }

  private async stackOf(stack: string): Promise<Stack> {
    return inlineStack(stack, {
      pulumiCommand: this.command,
      envVars: await variables(stack),
      program: async () => (await this.declare(this.folder, this.program)) as Record<string, unknown>,
    });
  }
}

/** The variables that Pulumi is to have for a stack; what must not be set is taken out of this process's own, which it inherits. */
async function variables(stack: string): Promise<Record<string, string>> {
  const environment = await pulumiEnvironment(stack);
  if (environment.PULUMI_CONFIG_PASSPHRASE === undefined) delete process.env.PULUMI_CONFIG_PASSPHRASE;
  const own = Object.entries(environment).filter(([name]) => name.startsWith("PULUMI_"));
  return Object.fromEntries(
    own.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}

/** What is read off the engine's events. */
class Events {
  private changes: Changes = {};
  private readonly errors: string[] = [];
  private readonly steps: PreviewStep[] = [];
  private done = 0;

  constructor(private readonly progress: (text: string) => void) {}

  get found(): Pick<EngineResult, "changes" | "steps" | "errors"> {
    return { changes: this.changes, steps: this.steps, errors: this.errors };
  }

  take({ resOutputsEvent, resourcePreEvent, diagnosticEvent, summaryEvent }: EngineEvent): void {
    const begun = resourcePreEvent?.metadata;
    const step = begun && stepOf(begun);
    if (step) this.steps.push(step);
    if (begun && begun.op !== "same") this.tell(`${wordOf(begun.op)} ${nameOf(begun.urn)}`);
    if (resOutputsEvent && resOutputsEvent.metadata.op !== "same") {
      this.done += 1;
      this.tell(`${nameOf(resOutputsEvent.metadata.urn)} is done`);
    }
    if (diagnosticEvent?.severity === "error") this.errors.push(diagnosticEvent.message.trim());
    if (summaryEvent) {
      const { resourceChanges } = summaryEvent as { resourceChanges: Record<string, number> };
      this.changes = Object.fromEntries(Object.entries(resourceChanges).filter(([, count]) => count > 0));
    }
  }

  private tell(text: string): void {
    this.progress(this.done > 0 ? `${this.done} done, ${text}` : text);
  }
}

function wordOf(op: string): string {
  if (op.includes("replace")) return "replacing";
  if (op.startsWith("delete")) return "removing";
  return op === "create" ? "creating" : "updating";
}
