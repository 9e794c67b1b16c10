import { Command } from "commander";
import type { Deployment } from "../../model/deployment";
import { gmsUrls } from "../../render";
import type { Ends } from "../cli";
import { Failure } from "../failure";
import { askDaemon, goneContainers, obstacles, type DaemonView } from "../preflight";
import { pulumi, pulumiEnvironment, setup } from "../pulumi";
import { recover } from "../recovery";
import { project, root } from "../project";
import { readValid } from "../stack";
import { LocalState } from "../state";
import { print, say, stackOption } from "./options";

interface UpOptions {
  stack: string;
  yes?: boolean;
}

/** `./chatstack up`: check, put right what an earlier run left, look for obstacles, then `pulumi up`. */
export function upCommand(ends: Ends): Command {
  return new Command("up")
    .description("bring a stack up, or change it to what its definition says")
    .addOption(stackOption())
    .option("-y, --yes", "do not ask; needed without a terminal where the stage is production")
    .allowUnknownOption()
    .argument("[pulumi...]", "further words for pulumi up")
    .addHelpText("after", "\nExample: ./chatstack up --stack acme --yes")
    .action(async (words: string[], { stack, yes }: UpOptions) => {
      // Asked first and awaited later: the daemon answers while the definition is read.
      const asked = askDaemon();
      asked.catch(() => undefined);
      const deployment = readValid({ stack }, print);
      await setup().ensureStack(root, stack);
      const way = await clearTheWay(deployment, stack, await asked);
      const confirmed = yes === true || way.first || withoutTerminal(deployment);
      const flags = [...(confirmed ? ["--yes", "--skip-preview"] : ["--diff"]), ...way.flags];
      const code = await pulumi("up", "--stack", stack, ...flags, ...words);
      if (code !== 0)
        throw new Failure(
          `pulumi up ended with ${code}; what it did is kept, and "./chatstack up --stack ${stack}" goes on from there.`,
        );
      conclude(deployment, stack);
      ends(0);
    });
}

/** What lies before `pulumi up`. */
interface Way {
  /** Whether nothing of the stack is deployed yet, which needs no second thought. */
  readonly first: boolean;
  readonly flags: readonly string[];
}

/** Puts right what an earlier run left, and refuses where something is in the way. */
export async function clearTheWay(deployment: Deployment, stack: string, asked: DaemonView): Promise<Way> {
  const environment = await pulumiEnvironment();
  const state = LocalState.at(environment.PULUMI_BACKEND_URL, project, stack);
  const recovered = state !== undefined && (await recover(state, stack, asked.containers, say));
  // A state that is kept elsewhere cannot be looked at for nothing; the rest is checked all the same.
  const known = state ? state.read() : "elsewhere";
  const view = recovered ? await askDaemon() : asked;
  const inTheWay = await obstacles(deployment, view, project, stack, known);
  if (inTheWay.length > 0) throw new Failure(`${inTheWay.join("\n")}\nNothing was changed.`);
  if (known === undefined || known === "elsewhere") return { first: known === undefined, flags: [] };
  const gone = goneContainers(known, view.containers);
  if (gone.length > 0) say(`Gone or stopped: ${gone.join(", ")}. Comparing with the daemon.`);
  return { first: known.resources.length === 0, flags: gone.length > 0 ? ["--refresh"] : [] };
}

function withoutTerminal({ stage }: Deployment): boolean {
  if (process.stdin.isTTY) return false;
  if (stage === "lab") return true;
  throw new Failure("There is no terminal to ask on, and this stack is a production one: say --yes.");
}

function conclude(deployment: Deployment, stack: string): void {
  for (const { name, url } of gmsUrls(deployment)) process.stdout.write(`${name}: ${url}\n`);
  say(`Next: ./chatstack chat${stack === "dev" ? "" : ` --stack ${stack}`}`);
}
