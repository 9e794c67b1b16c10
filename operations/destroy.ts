import { containers } from "../docker/client";
import { exportedState } from "../engine/exported-state";
import { Failure } from "../system/failure";
import { confirmed as isConfirmed } from "./change/confirmation";
import { ofStack } from "../docker/client";
import { pulumi, pulumiEnvironment, pulumiOutput, removedAtOnce, setup } from "../engine/pulumi";
import { recover } from "../engine/recovery/recovery";
import {
  foreignContainers,
  hasRecord,
  removeUnrecorded,
  requireOwn,
} from "../engine/recovery/foreign-objects";
import { labelled } from "../engine/recovery/orphaned-resources";
import { project, root } from "../system/project";
import { requireUnused } from "./sharing";
import { requireStackDaemon } from "../engine/stack-daemon";
import { LocalState, type StackState } from "../engine/state";
import { logInfo } from "../system/log";

/** Removes all that a stack created; asked first by Pulumi unless it is confirmed. */
export async function destroyStack(stack: string, confirmed: boolean): Promise<void> {
  const record = await recordBeforeDestroy(stack, logInfo);
  const flags = ["--parallel", String(removedAtOnce), ...(confirmed ? ["--yes", "--skip-preview"] : [])];
  const code = await pulumi("destroy", "--stack", stack, ...flags);
  if (code !== 0) throw new Failure(`pulumi destroy ended with ${code}; run the command again to continue.`);
  await removeLeftovers(stack, record, logInfo);
}

/** Has the state forget a stack that is on another daemon; returns false if it is on this one. No daemon is changed. */
export async function forgetDaemonOf(stack: string, confirmed: boolean): Promise<boolean> {
  await setup().ensureStack(root, stack);
  if (!(await requireStackDaemon(stack, { move: true, report: logInfo }))) return false;
  if (!confirmed) throw new Failure("Pass --yes to confirm that the state forgets it. Nothing was changed.");
  // By the provider, volumes of the same names on this daemon would go, whatever is in them.
  const flags = ["--force", "--yes", "--preserve-config", "--non-interactive"];
  await pulumiOutput("stack", "rm", "--stack", stack, ...flags);
  await setup().ensureStack(root, stack);
  return true;
}

/** The alternative to `destroy` of a stack on another daemon. */
function forgetting(stack: string): string {
  return `forget its objects on that daemon with "./chatstack destroy --stack ${stack} --forget-daemon"`;
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
  let found = await containers();
  if (!state) await setup().ensureStack(root, stack);
  else if (await recover(state, stack, found, tell)) found = await containers();
  const record = state ? state.read() : await exportedState(stack);
  await requireOwn({ project, stack }, record, ofStack(found, project, stack), url);
  if (state) await setup().ensureStack(root, stack);
  return record;
}

/** What carries this stack's labels and was not written down, by a run of the state that had it on record. */
export async function removeLeftovers(
  stack: string,
  record: StackState | undefined,
  tell: (line: string) => void,
): Promise<void> {
  if (!hasRecord(record)) return reportUnrecorded(stack, tell);
  const kept = await removeUnrecorded(
    record,
    { project, stack },
    ofStack(await containers(), project, stack),
    tell,
  );
  if (kept.length > 0) tell(keptSentence(kept));
}

async function reportUnrecorded(stack: string, tell: (line: string) => void): Promise<void> {
  const names = (await labelled("volume", { project, stack })).map(({ name }) => name).sort();
  if (names.length > 0)
    tell(`Not touched, since the state in use has no record of the stack: ${names.join(", ")}.`);
}

/** Removes what another state made, by a flag that says so. The engine is not run: nothing of this is on record. */
export async function destroyForeign(stack: string, yes: boolean): Promise<void> {
  const { PULUMI_BACKEND_URL: url } = await pulumiEnvironment();
  const state = LocalState.at(url, project, stack);
  await requireUnused(stack);
  if (!state) await setup().ensureStack(root, stack);
  const record = state ? state.read() : await exportedState(stack);
  const own = ofStack(await containers(), project, stack);
  const foreign = await foreignContainers(record, own);
  if (foreign.length === 0 && hasRecord(record)) {
    logInfo(`Stack ${stack}: no container of another state is on this daemon. Nothing was changed.`);
    return;
  }
  const question = `Remove ${foreign.length} containers of stack ${stack} that another state made? [y/N] `;
  if (!yes && !(await isConfirmed(question))) throw new Failure("Nothing was changed.");
  const kept = await removeUnrecorded(onlyContainers(record), { project, stack }, foreign, logInfo);
  if (kept.length > 0) logInfo(keptSentence(kept));
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
