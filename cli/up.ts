import { setTimeout as sleep } from "node:timers/promises";
import { Command } from "commander";
import type { Deployment } from "../model/deployment";
import { gmsUrls } from "../render";
import type { SetExitCode } from "./main";
import { containers, stopAndRemove } from "../docker/client";
import { Failure } from "../system/failure";
import { confirmed } from "../operations/change/confirmation";
import { runPreflight } from "../operations/change/preflight";
import type { Refusal } from "../operations/change/refusal";
import { refusalText } from "../operations/change/refusal-text";
import { requireNoLoss } from "../operations/change/losses";
import {
  askDaemon,
  goneContainers,
  obstacles,
  unfinishedContainers,
  type DaemonView,
} from "../operations/change/obstacles";
import { ofStack } from "../docker/client";
import { sightOf } from "../docker/pair-health";
import { pulumi, pulumiEnvironment } from "../engine/pulumi";
import { recover } from "../engine/recovery/recovery";
import { project } from "../system/project";
import { readValid } from "../operations/stack";
import { requireStackDaemon } from "../engine/stack-daemon";
import { LocalState, type StackState } from "../engine/state";
import { requireServed } from "../operations/health/served-customers";
import { ensureStacks } from "../operations/sharing";
import { print, stackOption } from "./options";
import { say } from "../system/log";

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
      const asked = askDaemon();
      asked.catch(() => undefined);
      const deployment = readValid({ stack }, print);
      await ensureStacks(stack, deployment);
      const way = await clearTheWay(deployment, stack, await asked, options.moveDaemon);
      const all = [...way.flags, ...words];
      const applied = await (way.first
        ? agreedFirst(deployment, options)
        : goesOn(deployment, options, way, all));
      if (applied !== "nothing") await apply(stack, all);
      await requireWell(stack);
      if (applied === "resources") await requireServed({ deployment, stack, state: way.state, say });
      conclude(deployment, stack);
      ends(0);
    });
}

/** What lies before `pulumi up`. */
interface Way {
  /** Whether nothing of the stack is deployed yet: there is nothing to look at. */
  readonly first: boolean;
  readonly flags: readonly string[];
  readonly state?: LocalState;
  /** Undefined where the state is kept elsewhere, or knows nothing. */
  readonly known?: StackState;
  /** Whether an earlier run was taken up that had been cut short. */
  readonly recovered?: boolean;
}

/** Recovers from an interrupted run, and throws if an obstacle blocks the update. */
export async function clearTheWay(
  deployment: Deployment,
  stack: string,
  asked: DaemonView,
  move = false,
): Promise<Way> {
  const moves = await requireStackDaemon(stack, { move, say });
  const environment = await pulumiEnvironment();
  const state = LocalState.at(environment.PULUMI_BACKEND_URL, project, stack);
  const recovered = state !== undefined && (await recover(state, stack, asked.containers, say));
  // A state that is kept elsewhere cannot be looked at for nothing; the rest is checked all the same.
  const known = state ? state.read() : "elsewhere";
  const view = recovered ? await askDaemon() : asked;
  const inTheWay = obstacles(deployment, view, project, stack, known, environment.PULUMI_BACKEND_URL);
  if (inTheWay.length > 0) throw new Failure(`${inTheWay.join("\n")}\nNothing was changed.`);
  if (known === undefined || known === "elsewhere")
    return { first: known === undefined, flags: moves ? ["--refresh"] : [], ...(state && { state }) };
  const unfinished = unfinishedContainers(known, view.containers);
  for (const { id, name } of unfinished) {
    say(`Removing ${name}, which an earlier run created and did not finish: it is created again.`);
    await stopAndRemove(id);
  }
  const gone = goneContainers(
    known,
    view.containers.filter((container) => !unfinished.includes(container)),
  );
  if (gone.length > 0 && !moves) say(`Gone or stopped: ${gone.join(", ")}. Comparing with the daemon.`);
  const flags = gone.length > 0 || moves ? ["--refresh"] : [];
  return { first: known.resources.length === 0, flags, ...(state && { state }), known, recovered };
}

/** What an update applies; `outputs` are the stack's outputs only, which no customer notices. */
type Applied = "resources" | "outputs" | "nothing";

/** Runs the preflight checks before anything changes, and ends the command unless the operator confirms. */
async function goesOn(
  deployment: Deployment,
  options: UpOptions,
  { state, known, recovered }: Way,
  words: readonly string[],
): Promise<Applied> {
  const { stack } = options;
  say(`Looking at what changes, and at who is active in stack ${stack}.`);
  const sight = await runPreflight({ deployment, stack, state, known, words });
  if (sight.kind === "nothing deployed") return agreedFirst(deployment, options);
  if (sight.kind === "no change") {
    say(`Nothing to change: stack ${stack} is as its definition says.`);
    if (sight.outputs) say("Only the stack's outputs are written again.");
    // A requested refresh, for example, must still run.
    if (words.length > 0) return "resources";
    return sight.outputs ? "outputs" : "nothing";
  }
  print(sight.screen);
  // An interrupted run may have removed the Contact Server, without which no member is active: only continuing restores it.
  const standing = sight.refusals.filter(({ served }) => served || recovered !== true);
  if (standing.length > 0) refuse(standing, options);
  if (known && options.acceptLoss !== true) requireNoLoss(deployment, known, stack);
  await agree(deployment, options);
  return "resources";
}

function refuse(refusals: readonly Refusal[], { stack, force }: UpOptions): void {
  const text = refusalText(refusals, stack);
  if (force !== true) {
    throw new Failure(`${text}Nothing was changed. Fix the issues above, or pass --force to continue.`, 1);
  }
  say(`${text}Continuing because of --force.`);
}

/** Asks before a stack is made that customers will be on; one for a lab is not asked about. */
async function agreedFirst(deployment: Deployment, options: UpOptions): Promise<Applied> {
  if (deployment.stage === "lab") return "resources";
  const count = deployment.applications.length;
  say(
    `Stack ${options.stack} is a production one, and nothing of it is deployed: ${count} applications are created.`,
  );
  await agree(deployment, options);
  return "resources";
}

async function agree({ stage }: Deployment, { yes }: UpOptions): Promise<void> {
  if (yes) return;
  if (process.stdin.isTTY) {
    if (await confirmed("Continue? [y/N] ")) return;
    throw new Failure("Nothing was changed.");
  }
  if (stage === "lab") return;
  throw new Failure(
    "There is no terminal to ask on, and this stack is a production one: say --yes. Nothing was changed.",
  );
}

async function apply(stack: string, words: readonly string[]): Promise<void> {
  // The engine has previewed already, for the screen.
  const code = await pulumi("up", "--stack", stack, "--yes", "--skip-preview", ...words);
  if (code === 0) return;
  throw new Failure(
    `pulumi up ended with ${code}; what it did is kept. Run "./chatstack up --stack ${stack}" to continue.`,
  );
}

/**
 * The engine forgets at a refresh that a container it made did not get well (pulumi#17949), and never looks at one that it
 * does not change: its success alone is no proof.
 */
async function requireWell(stack: string): Promise<void> {
  const deadline = Date.now() + recoverySeconds * 1000;
  let names = await unwell(stack);
  if (names.length > 0) say(`Waiting until ${names.join(", ")} ${are(names)} healthy.`);
  while (names.length > 0 && Date.now() < deadline) {
    await sleep(500);
    names = await unwell(stack);
  }
  if (names.length === 0) return;
  throw new Failure(
    `${names.join(", ")} ${are(names)} not healthy, and the update had nothing to change there: ` +
      `"./chatstack verify --stack ${stack}" names the fix.`,
    1,
  );
}

/** Who waited for what the update has just brought back is well at its next check, or the one after. */
const recoverySeconds = 30;

async function unwell(stack: string): Promise<string[]> {
  return ofStack(await containers(), project, stack)
    .filter((container) => sightOf(container).health === "unhealthy")
    .map(({ name }) => name)
    .sort();
}

const are = (names: readonly string[]) => (names.length === 1 ? "is" : "are");

function conclude(deployment: Deployment, stack: string): void {
  const urls = gmsUrls(deployment);
  for (const { name, url } of urls) process.stdout.write(`${name}: ${url}\n`);
  // A stack without GMS, which only shares servers, has no customers to chat with.
  if (urls.length === 0) return;
  say(`Next: ./chatstack chat${stack === "dev" ? "" : ` --stack ${stack}`}`);
}
