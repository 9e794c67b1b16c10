import { Command } from "commander";
import type { Deployment } from "../model/deployment";
import { gmsUrls } from "../render";
import type { SetExitCode } from "./exit-code";
import { containers, ofStack, stopAndRemove } from "../docker/client";
import { Failure } from "../system/failure";
import { announce } from "../operations/change/announcement";
import { confirmed } from "../operations/change/confirmation";
import { runPreflight } from "../operations/change/preflight";
import type { Refusal } from "../operations/change/refusal";
import { refusalText } from "../operations/change/refusal-text";
import { requireNoLoss } from "../operations/change/losses";
import {
  daemonView,
  disconnectedContainers,
  missingContainers,
  obstacles,
  unfinishedContainers,
} from "../operations/change/obstacles";
import { DaemonSnapshot } from "../docker/snapshot";
import type { Repair } from "../engine/inline-run";
import { pulumi, pulumiEnvironment } from "../engine/pulumi";
import { recover } from "../engine/recovery/recovery";
import { heldPortAdvice } from "../operations/change/held-port";
import { project } from "../system/project";
import { read, requireValid } from "../operations/stack";
import { settledStack } from "../operations/change/settled-stack";
import { requireStackDaemon } from "../engine/stack-daemon";
import { LocalState, type StackState } from "../engine/state";
import { requireHealthy } from "../operations/health/container-health";
import { requireServed } from "../operations/health/served-customers";
import { ensureStacks } from "../operations/sharing";
import { print, stackOption } from "./options";
import { logInfo } from "../system/log";
import type { FileResolution } from "../system/stack-file";

interface UpOptions {
  stack: string;
  yes?: boolean;
  force?: boolean;
  acceptLoss?: boolean;
  moveDaemon?: boolean;
}

/** `./chatstack up`: check, recover, run the preflight checks, then `pulumi up`. */
export function upCommand(ends: SetExitCode): Command {
  return new Command("up")
    .description("bring a stack up, or change it to what its definition says")
    .addOption(stackOption())
    .option("-y, --yes", "do not ask; needed without a terminal where the stage is production")
    .option("--force", "continue even if a Chat Server pair is degraded")
    .option("--accept-loss", "allow permanent loss of stored data or active chats")
    .option("--move-daemon", "leave the Docker daemon that the stack is on, with its data, for this one")
    .allowUnknownOption()
    .argument("[pulumi...]", "further words for pulumi up")
    .addHelpText("after", "\nExample: ./chatstack up --stack acme --yes")
    .action(async (words: string[], options: UpOptions) => {
      const { stack } = options;
      // Asked first and awaited later: the daemon answers while the definition is read.
      const daemon = new DaemonSnapshot();
      daemonView(daemon).catch(() => undefined);
      const resolution = read({ stack });
      const deployment = requireValid(resolution, print);
      await ensureStacks(stack, deployment);
      const preparation = await preparePreflight(deployment, stack, daemon, options.moveDaemon);
      const all = [...repairFlags(preparation.repair), ...words];
      const settled = await settledStack({ deployment, stack, ...preparation, words: all, resolution });
      if (settled.kind === "changed by hand") {
        logInfo(`Gone or changed by hand: ${settled.changed.join(", ")}. Comparing with the daemon.`);
        all.push("--refresh");
      }
      const isAsDeployed = settled.kind === "as deployed";
      const applied = await (preparation.first
        ? confirmFirst(deployment, options)
        : checkChange(deployment, options, preparation, { resolution, words: all, isAsDeployed }));
      if (applied.what !== "nothing") await apply(stack, [...all, ...applied.limits]);
      // If the engine did not even run, nothing has changed since the daemon was read.
      const isUntouched = applied.what === "nothing" && isAsDeployed;
      await requireHealthy(stack, isUntouched ? await preparation.daemon.containers() : undefined);
      if (applied.what === "resources")
        await requireServed({ deployment, stack, state: preparation.state, report: logInfo });
      conclude(deployment, stack);
      ends(0);
    });
}

/** What lies before `pulumi up`. */
interface Preparation {
  /** Whether nothing of the stack is deployed yet: there is nothing to look at. */
  readonly first: boolean;
  /** What the daemon has no longer as the state has it, and what to do about it. */
  readonly repair: Repair;
  readonly state?: LocalState;
  /** Undefined where the state is kept elsewhere, or knows nothing. */
  readonly known: StackState | undefined;
  /** Whether an earlier run was taken up that had been cut short. */
  readonly recovered?: boolean;
  /** The daemon after all that the preparation changed there. */
  readonly daemon: DaemonSnapshot;
}

function repairFlags({ refresh = false, replace = [] }: Repair): string[] {
  return [...(refresh ? ["--refresh"] : []), ...replace.map((urn) => `--replace=${urn}`)];
}

/** Recovers from an interrupted run, and throws if an obstacle blocks the update. */
export async function preparePreflight(
  deployment: Deployment,
  stack: string,
  first: DaemonSnapshot,
  move = false,
): Promise<Preparation> {
  const moves = await requireStackDaemon(stack, { move, report: logInfo });
  const environment = await pulumiEnvironment();
  const state = LocalState.at(environment.PULUMI_BACKEND_URL, project, stack);
  const recovered = state !== undefined && (await recover(state, stack, await first.containers(), logInfo));
  // A state that is kept elsewhere cannot be looked at for nothing; the rest is checked all the same.
  const known = state ? state.read() : "elsewhere";
  const daemon = recovered ? new DaemonSnapshot() : first;
  const view = await daemonView(daemon);
  const found = await obstacles(deployment, view, project, stack, known, environment.PULUMI_BACKEND_URL);
  if (found.length > 0) throw new Failure(`${found.join("\n")}\nNothing was changed.`);
  if (known === undefined || known === "elsewhere")
    return {
      ...{ first: known === undefined, repair: { refresh: moves }, known: undefined, daemon },
      ...(state && { state }),
    };
  const unfinished = unfinishedContainers(known, view.containers);
  for (const { id, name } of unfinished) {
    logInfo(`Removing ${name}, which an earlier run created and did not finish: it is created again.`);
    await stopAndRemove(id);
  }
  const missing = missingContainers(
    known,
    view.containers.filter((container) => !unfinished.includes(container)),
  );
  if (missing.length > 0 && !moves)
    logInfo(`Gone or stopped: ${missing.join(", ")}. Comparing with the daemon.`);
  const disconnected = moves ? [] : disconnectedContainers(known, view);
  if (disconnected.length > 0) {
    const names = disconnected.map(({ inputs }) => String(inputs?.name)).join(", ");
    logInfo(
      `Disconnected from its network by hand: ${names}. It is replaced: Pulumi can't connect it again.`,
    );
  }
  const repair = { refresh: missing.length > 0 || moves, replace: disconnected.map(({ urn }) => urn) };
  return {
    ...{ first: known.resources.length === 0, repair, known, recovered },
    ...(state && { state }),
    daemon: unfinished.length > 0 ? new DaemonSnapshot() : daemon,
  };
}

/** What an update applies. */
interface Applied {
  /** `outputs` are the stack's outputs only, which no customer notices. */
  readonly what: "resources" | "outputs" | "nothing";
  /** Words of `pulumi up` that limit it to what was announced. */
  readonly limits: readonly string[];
}

/** Applies everything that the definition says, with the engine's own words for it. */
function unlimited(what: Applied["what"]): Applied {
  return { what, limits: [] };
}

/** What the operator asked for. */
interface Wanted {
  readonly resolution: FileResolution;
  /** The words that `pulumi up` will get. */
  readonly words: readonly string[];
  /** Whether the stack was found to be as deployed, without the engine. */
  readonly isAsDeployed: boolean;
}

/** Runs the preflight checks before anything changes, and ends the command unless the operator confirms. */
async function checkChange(
  deployment: Deployment,
  options: UpOptions,
  { state, known, recovered, daemon }: Preparation,
  { resolution, words, isAsDeployed }: Wanted,
): Promise<Applied> {
  const { stack } = options;
  logInfo(`Looking at what changes, and at who is active in stack ${stack}.`);
  if (isAsDeployed) {
    logInfo(`Nothing to change: stack ${stack} is as its definition says.`);
    return unlimited("nothing");
  }
  const preflight = await runPreflight({ deployment, stack, state, known, words, daemon });
  if (preflight.kind === "nothing deployed") return confirmFirst(deployment, options);
  if (preflight.kind === "no change") {
    logInfo(`Nothing to change: stack ${stack} is as its definition says.`);
    if (preflight.outputs) logInfo("Only the stack's outputs are written again.");
    // A requested refresh, for example, must still run.
    if (words.length > 0) return unlimited("resources");
    return unlimited(preflight.outputs ? "outputs" : "nothing");
  }
  print(preflight.screen);
  // An interrupted run may have removed the Contact Server, without which no member is active: only continuing restores it.
  const blocking = preflight.refusals.filter(({ served }) => served || recovered !== true);
  if (blocking.length > 0) refuse(blocking, options);
  if (known && options.acceptLoss !== true) requireNoLoss(deployment, known, stack);
  await confirm(deployment, options);
  // What an operator or a repair asks for besides may be about anything.
  const looksAtAll = words.length > 0 || recovered === true;
  const { steps } = preflight;
  return {
    what: "resources",
    limits: announce({ resolution, known: looksAtAll ? undefined : known, steps }),
  };
}

function refuse(refusals: readonly Refusal[], { stack, force }: UpOptions): void {
  const text = refusalText(refusals, stack);
  if (force !== true) {
    throw new Failure(`${text}Nothing was changed. Fix the issues above, or pass --force to continue.`, 1);
  }
  logInfo(`${text}Continuing because of --force.`);
}

/** Asks before a stack is made that customers will be on; one for a lab is not asked about. */
async function confirmFirst(deployment: Deployment, options: UpOptions): Promise<Applied> {
  if (deployment.stage === "lab") return unlimited("resources");
  const count = deployment.applications.length;
  logInfo(
    `Stack ${options.stack} is a production one, and nothing of it is deployed: ${count} applications are created.`,
  );
  await confirm(deployment, options);
  return unlimited("resources");
}

async function confirm({ stage }: Deployment, { yes }: UpOptions): Promise<void> {
  if (yes) return;
  if (process.stdin.isTTY) {
    if (await confirmed("Continue? [y/N] ")) return;
    throw new Failure("Nothing was changed.");
  }
  if (stage === "lab") return;
  throw new Failure(
    "No interactive terminal, and the stack is in production. Pass --yes to confirm. Nothing was changed.",
  );
}

async function apply(stack: string, words: readonly string[]): Promise<void> {
  // The engine has previewed already, for the screen.
  const code = await pulumi("up", "--stack", stack, "--yes", "--skip-preview", ...words);
  if (code === 0) return;
  const advice = await heldPortAdvice(ofStack(await containers(), project, stack));
  throw new Failure(
    `pulumi up ended with ${code}; what it did is kept. ` +
      `${advice ? `${advice} Then run` : "Run"} "./chatstack up --stack ${stack}" to continue.`,
  );
}

function conclude(deployment: Deployment, stack: string): void {
  const urls = gmsUrls(deployment);
  for (const { name, url } of urls) process.stdout.write(`${name}: ${url}\n`);
  // A stack without GMS, which only shares servers, has no customers to chat with.
  if (urls.length === 0) return;
  logInfo(`Next: ./chatstack chat${stack === "dev" ? "" : ` --stack ${stack}`}`);
}
