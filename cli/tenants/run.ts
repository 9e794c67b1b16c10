import { join } from "node:path";
import { availableParallelism } from "node:os";
import { Command, Option } from "commander";
import { StackFolder } from "../../system/stack-file";
import type { SetExitCode } from "../exit-code";
import { containers } from "../../docker/client";
import { Failure } from "../../system/failure";
import { root } from "../../system/project";
import { pulumiEnvironment } from "../../engine/pulumi";
import { requireStack } from "../../operations/stack";
import { WorkerProcesses } from "../../operations/tenants/worker-pool";
import { planBulkRun } from "../../operations/tenants/bulk-plan";
import { runBulk } from "../../operations/tenants/bulk-run";
import type { Planned } from "../../operations/tenants/job";
import { bulkRunSummary, BulkRunView } from "./bulk-run-view";
import type { BulkOperation } from "../../operations/tenants/job";
import { Journal, unsettled } from "../../operations/tenants/journal";
import { type BulkRunResult, isSettled } from "../../operations/tenants/outcome";
import { openTenantLog } from "../../operations/tenants/tenant-log";
import { jsonOption, printJson } from "../options";
import { logInfo } from "../../system/log";

interface RunOptions {
  all?: boolean;
  resume?: boolean;
  parallel: number;
  maxFailures: number;
  force?: boolean;
  yes?: boolean;
  json?: boolean;
}

const descriptions: Readonly<Record<BulkOperation, string>> = {
  up: "bring tenants up, or change them to what their definitions say; those that are as declared are left alone",
  preview: "show what `up` would change, into a log for each tenant; asks no Docker daemon",
  destroy: "remove all that tenants created, their transcripts too; their files stay",
  verify: "compare what really runs with what is declared, tenant by tenant",
};

/** `./chatstack tenants up`, `preview`, `destroy` and `verify`: one operation about many tenants. */
export function runCommand(operation: BulkOperation): (ends: SetExitCode) => Command {
  return (ends) => {
    const command = new Command(operation)
      .description(descriptions[operation])
      .argument("[names...]", "the tenants' stacks")
      .addOption(new Option("-a, --all", "every stack of the folder"))
      .addOption(
        new Option("--resume", "those that the last run did not come to, or that failed").conflicts("all"),
      )
      .addOption(
        new Option("-p, --parallel <n>", "how many at once")
          .argParser(integerOf("--parallel", 1))
          .default(parallelDefault()),
      )
      .addOption(
        new Option("--max-failures <n>", "stop starting tenants after N failures (0: no limit)")
          .argParser(integerOf("--max-failures", 0))
          .default(3),
      )
      .addOption(jsonOption());
    if (operation === "up" || operation === "preview")
      command.addOption(new Option("-f, --force", "those too that are as declared"));
    if (operation === "up") command.option("-y, --yes", "do not ask; needed where a tenant is in production");
    if (operation === "destroy") command.option("-y, --yes", "do not ask; needed");
    return command
      .addHelpText(
        "after",
        `\nExample: ./chatstack tenants ${operation} --all --parallel 4${operation === "destroy" ? " --yes" : ""}`,
      )
      .action(async (names: string[], options: RunOptions) => {
        ends(await run(operation, names, options));
      });
  };
}

async function run(operation: BulkOperation, names: readonly string[], options: RunOptions): Promise<number> {
  const folder = new StackFolder(root);
  const selected = select(operation, names, options, folder);
  const environment = await pulumiEnvironment();
  const tenants = planBulkRun(operation, selected.stacks, selected.force, {
    folder,
    backendUrl: environment.PULUMI_BACKEND_URL,
    ...(operation === "up" && { containers: await containers() }),
  });
  confirm(operation, tenants, folder, options.yes === true);
  const journal = Journal.begin(root, operation, selected.force, selected.stacks);
  const view = new BulkRunView(process.stderr, tenants.length);
  const end = endedBySignals(view);
  try {
    const result = await runBulk(
      {
        ...{ operation, tenants, parallel: options.parallel, maxFailures: options.maxFailures },
        openLog: (stack) => openTenantLog(root, operation, stack),
        signal: end.signal,
        observer: {
          started: (stack, reason) => view.started(stack, reason),
          progress: (stack, text) => view.progress(stack, text),
          ended: (outcome) => {
            journal.note(outcome.stack, outcome.status);
            view.ended(outcome);
          },
        },
      },
      new WorkerProcesses(join(__dirname, "worker.js"), environment),
    );
    view.end();
    return conclude(result, options.json === true);
  } finally {
    view.end();
    end.forget();
  }
}

function select(
  operation: BulkOperation,
  names: readonly string[],
  { all, resume, force = false }: RunOptions,
  folder: StackFolder,
): { stacks: readonly string[]; force: boolean } {
  if ([all, resume, names.length > 0].filter(Boolean).length !== 1)
    throw new Failure(
      `Which tenants? Name them, or pass --all or --resume: ./chatstack tenants ${operation} --all`,
    );
  if (resume) {
    const last = unsettled(root, operation);
    if (!last)
      throw new Failure(
        `There is no interrupted tenants ${operation} to resume. Pass --all, or name the tenants.`,
      );
    return {
      stacks: last.stacks.filter((stack) => folder.stacks().includes(stack)),
      force: force || last.force,
    };
  }
  for (const name of names) requireStack(name);
  const stacks = all ? folder.stacks() : [...new Set(names)];
  if (stacks.length === 0) throw new Failure('There is no tenant: "./chatstack tenants add NAME" makes one.');
  return { stacks, force };
}

function confirm(
  operation: BulkOperation,
  tenants: readonly Planned[],
  folder: StackFolder,
  yes: boolean,
): void {
  const started = tenants.filter(({ settled }) => !settled).map(({ stack }) => stack);
  if (yes || started.length === 0) return;
  if (operation === "destroy")
    throw new Failure(`This removes ${started.join(", ")}, transcripts included. Pass --yes to confirm.`);
  const inProduction =
    operation === "up"
      ? started.filter((stack) => folder.resolve(stack).deployment?.stage === "production")
      : [];
  if (inProduction.length === 0) return;
  throw new Failure(
    `In production: ${inProduction.join(", ")}. Look first ("./chatstack tenants preview ${inProduction.join(" ")}"), then pass --yes.`,
  );
}

/** Ctrl-C, a terminal that is closed and SIGTERM end a run, once; a second one changes nothing: engines need their time. */
function endedBySignals(view: BulkRunView): { readonly signal: AbortSignal; forget(): void } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) return;
    view.write(
      "Ending: no further tenant is started, and the running ones stop after their current operation.",
    );
    controller.abort();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of signals) process.on(name, onSignal);
  return { signal: controller.signal, forget: () => signals.forEach((name) => process.off(name, onSignal)) };
}

function conclude(result: BulkRunResult, json: boolean): number {
  if (json) printJson(result);
  else process.stdout.write(bulkRunSummary(result));
  const open = result.tenants.filter((outcome) => !isSettled(outcome));
  if (open.length > 0 && result.operation !== "verify")
    logInfo(
      `Next: ./chatstack tenants ${result.operation} --resume continues with ${open.length === 1 ? open[0]!.stack : `these ${open.length}`}.`,
    );
  if (result.ended === "interrupted") return 2;
  return open.length > 0 ? 1 : 0;
}

function integerOf(option: string, least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d{1,4}$/.test(text) && value >= least) return value;
    throw new Failure(`${option} ${text}: pass an integer of at least ${least}.`);
  };
}

/** A tenant's engine, plugin and program keep about one core busy while they think, and none while they wait for containers. */
function parallelDefault(): number {
  return Math.min(8, availableParallelism() + 1);
}
