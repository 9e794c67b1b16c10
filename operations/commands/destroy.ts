import { Command } from "commander";
import type { Ends } from "../cli";
import { containers } from "../docker";
import { exportedState } from "../exported-state";
import { Failure } from "../failure";
import { confirmed as isConfirmed } from "../look/confirmation";
import { ofStack } from "../preflight";
import { pulumi, pulumiEnvironment, pulumiOutput, setup } from "../pulumi";
import { recover } from "../recovery";
import { foreignContainers, hasRecord, removeUnrecorded, requireOwn } from "../recovery/foreign-objects";
import { labelled } from "../recovery/remnants";
import { project, root } from "../project";
import { requireUnused } from "../sharing";
import { checkStackName } from "../stack";
import { requireStackDaemon } from "../stack-daemon";
import { LocalState, type StackState } from "../state";
import { say, stackOption } from "./options";

interface DestroyOptions {
  stack: string;
  yes?: boolean;
  foreign?: boolean;
  forgetDaemon?: boolean;
}

/** `./chatstack destroy`: all that a stack created, the transcripts included. */
export function destroyCommand(ends: Ends): Command {
  return new Command("destroy")
    .description("remove all that a stack created, its transcripts too")
    .addOption(stackOption())
    .option("-y, --yes", "do not ask; needed without a terminal")
    .option("--foreign", "remove only what another state made of this stack, and keep its volumes with data")
    .option(
      "--forget-daemon",
      "give up what the stack has on another Docker daemon, such as one that is gone",
    )
    .addHelpText("after", "\nExample: ./chatstack destroy --stack acme --yes")
    .action(async ({ stack, yes = false, foreign = false, forgetDaemon = false }: DestroyOptions) => {
      checkStackName(stack);
      if (!yes && !process.stdin.isTTY) throw new Failure("There is no terminal to ask on: say --yes.");
      if (foreign) await destroyForeign(stack, yes);
      else if (!forgetDaemon || !(await forgetDaemonOf(stack, yes))) await destroyStack(stack, yes);
      ends(0);
    });
}

/** Removes all that a stack created; asked first by Pulumi unless it is confirmed. */
export async function destroyStack(stack: string, confirmed: boolean): Promise<void> {
  const record = await recordBeforeDestroy(stack, say);
  const code = await pulumi("destroy", "--stack", stack, ...(confirmed ? ["--yes", "--skip-preview"] : []));
  if (code !== 0) throw new Failure(`pulumi destroy ended with ${code}; run the command again to go on.`);
  await removeLeftovers(stack, record, say);
}

/** Has the state forget a stack that is on another daemon; returns false if it is on this one. No daemon is changed. */
async function forgetDaemonOf(stack: string, confirmed: boolean): Promise<boolean> {
  await setup().ensureStack(root, stack);
  if (!(await requireStackDaemon(stack, { move: true, say }))) return false;
  if (!confirmed) throw new Failure("Pass --yes to confirm that the state forgets it. Nothing was changed.");
  // By the provider, volumes of the same names on this daemon would go, whatever is in them.
  const flags = ["--force", "--yes", "--preserve-config", "--non-interactive"];
  await pulumiOutput("stack", "rm", "--stack", stack, ...flags);
  await setup().ensureStack(root, stack);
  return true;
}

/** What `destroy` of a stack on another daemon can be told instead. */
function forgetting(stack: string): string {
  return `give up what is there with "./chatstack destroy --stack ${stack} --forget-daemon"`;
}

/** Recovers a stack and refuses one that another state made; what its own state has on record is what may be removed. */
export async function recordBeforeDestroy(
  stack: string,
  tell: (line: string) => void,
): Promise<StackState | undefined> {
  await requireStackDaemon(stack, { giveUp: forgetting(stack) });
  const { PULUMI_BACKEND_URL: url } = await pulumiEnvironment();
  const state = LocalState.at(url, project, stack);
  await requireUnused(stack);
  if (state) await recover(state, stack, await containers(), tell);
  else await setup().ensureStack(root, stack);
  const record = state ? state.read() : await exportedState(stack);
  await requireOwn({ project, stack }, record, ofStack(await containers(), project, stack), url);
  if (state) await setup().ensureStack(root, stack);
  return record;
}

/** What carries this stack's labels and was not written down, by a run of the state that had it on record. */
export async function removeLeftovers(
  stack: string,
  record: StackState | undefined,
  tell: (line: string) => void,
): Promise<void> {
  if (!hasRecord(record)) return tellUnrecorded(stack, tell);
  const kept = await removeUnrecorded(
    record,
    { project, stack },
    ofStack(await containers(), project, stack),
    tell,
  );
  if (kept.length > 0) tell(keptSentence(kept));
}

async function tellUnrecorded(stack: string, tell: (line: string) => void): Promise<void> {
  const names = (await labelled("volume", { project, stack })).map(({ name }) => name).sort();
  if (names.length > 0)
    tell(`Not touched, since the state in use has no record of the stack: ${names.join(", ")}.`);
}

/** Removes what another state made, by a flag that says so. The engine is not run: nothing of this is on record. */
async function destroyForeign(stack: string, yes: boolean): Promise<void> {
  const { PULUMI_BACKEND_URL: url } = await pulumiEnvironment();
  const state = LocalState.at(url, project, stack);
  await requireUnused(stack);
  if (!state) await setup().ensureStack(root, stack);
  const record = state ? state.read() : await exportedState(stack);
  const own = ofStack(await containers(), project, stack);
  const foreign = await foreignContainers(record, own);
  if (foreign.length === 0 && hasRecord(record)) {
    say(`Stack ${stack}: no container of another state is on this daemon. Nothing was changed.`);
    return;
  }
  const question = `Remove ${foreign.length} containers of stack ${stack} that another state made? [y/N] `;
  if (!yes && !(await isConfirmed(question))) throw new Failure("Nothing was changed.");
  const kept = await removeUnrecorded(onlyContainers(record), { project, stack }, foreign, say);
  if (kept.length > 0) say(keptSentence(kept));
}

/** What a state has on record besides volumes: theirs may hold the other state's data by now. */
function onlyContainers(record: StackState | undefined): StackState | undefined {
  if (!record) return undefined;
  const isVolume = ({ type }: { readonly type: string }) => type === "docker:index/volume:Volume";
  return { resources: record.resources.filter((resource) => !isVolume(resource)), pending: [] };
}

function keptSentence(volumes: readonly string[]): string {
  return `Kept, with the data in ${volumes.length === 1 ? "it" : "them"}: ${volumes.join(", ")}.`;
}
