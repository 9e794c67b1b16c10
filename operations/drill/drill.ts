import type { Deployment } from "../../model/deployment";
import { gmsUrls } from "../../render";
import { Failure } from "../../system/failure";
import { requireStackDaemon } from "../../engine/stack-daemon";
import { NoConversation } from "./customers";
import type { Scenario } from "./scenario";
import { isOrchestration } from "./scenarios";
import { exercise, type Exercise } from "./exercise";
import { FaultJournal } from "./fault-journal";
import { chatPairs, memberOf, type Pair } from "./pairs";
import type { Progress } from "./progress";
import { RollingUpdate } from "./rolling/rolling-update";
import { rollingScenarios } from "./rolling/rolling-scenarios";
import { storedTexts } from "./stored-transcripts";
import { type Change, RoleMonitor } from "./role-monitor";
import { fixCommand, noMemberReturns, pairHealthSentence, waitUntilHealthy } from "./pair-health";

/** What a drill is to do. */
export interface DrillPlan {
  readonly stack: string;
  readonly deployment: Deployment;
  readonly scenarios: readonly Scenario[];
  /** Of each act. */
  readonly runs: number;
  readonly conversations: number;
  /** Over all conversations together. */
  readonly messagesPerSecond: number;
  /** Messages that every conversation has before the first run; default 0. */
  readonly transcript?: number;
  /** Needed where the stage is production. */
  readonly production?: boolean;
}

/** What a drill came to. */
export interface DrillResult {
  readonly exercises: readonly Exercise[];
  /** How each member's role changed, in the order of the definition. */
  readonly roles: readonly MemberRoles[];
}

/** What a member was at what time. */
export interface MemberRoles {
  readonly application: string;
  readonly changes: readonly Change[];
}

/** A pair may just be coming back from something else; more than that is for the operator to look at. */
const startSeconds = 10;

/** Breaks members of pairs and rolls pairs while customers chat, and compares what was acknowledged with what is stored. */
export async function drill(plan: DrillPlan, progress: Progress, signal: AbortSignal): Promise<DrillResult> {
  const { stack, deployment, conversations, messagesPerSecond, transcript = 0 } = plan;
  const orchestrators = deployment.applications
    .filter(({ type, image }) => type === "OrchestrationServer" && image === undefined)
    .map((one) => memberOf(one, stack));
  const scenarios = plan.scenarios.filter(({ name }) => orchestrators.length > 0 || !isOrchestration(name));
  if (scenarios.length === 0) {
    throw new Failure(
      `Stack ${stack} declares no simulated Orchestration Server to break. Declare one in orchestrationServers, or drill something else.`,
    );
  }
  const urls = reachable(plan);
  const pairs = chatPairs(deployment, stack);
  const journal = FaultJournal.of(stack);
  const rollingUpdate = new RollingUpdate(stack, deployment);
  await rollingUpdate.requireUnlocked();
  await requireStackDaemon(stack);
  const leftover = await journal.open();
  if (leftover) {
    progress.line(`An earlier drill was killed in the middle of "${leftover.fault}": that is undone.`);
  }
  const monitors = pairs.flatMap(({ members }) => members.map((member) => new RoleMonitor(member)));
  try {
    progress.update("checking that every pair is healthy");
    await requireHealthyPairs(pairs, monitors, stack, signal);
    if (scenarios.some(({ name }) => name in rollingScenarios)) {
      progress.update("looking whether the definition is what is deployed");
      await rollingUpdate.requireNoEdit();
    }
    const contactServers = deployment.applications
      .filter(({ type }) => type === "ContactServer")
      .map((one) => memberOf(one, stack));
    const stored = contactServers.length > 0 && {
      stored: (sessions: readonly string[]) => storedTexts(contactServers, sessions),
    };
    const load = { urls, conversations, messagesPerSecond, transcript, signal, ...stored };
    const [url] = urls;
    const context = {
      ...{ pairs, monitors, journal, rollingUpdate, progress, load, signal },
      ...(url !== undefined &&
        orchestrators.length > 0 && { orchestration: { servers: orchestrators, url } }),
    };
    const exercises: Exercise[] = [];
    for (const scenario of scenarios) {
      const exercised = await exercise(scenario, plan.runs, context);
      exercises.push(exercised);
      if (exercised.aborted !== undefined) break;
    }
    const roles = monitors.map(({ member, changes }) => ({ application: member.application, changes }));
    return { exercises, roles };
  } catch (error) {
    if (error instanceof NoConversation) throw new Failure(noConversation(error.refusals));
    throw error;
  } finally {
    for (const monitor of monitors) monitor.end();
    progress.end();
    journal.close();
  }
}

/** Where customers reach GMS; fails where the stack is none to drill. */
function reachable({ deployment, stack, production }: DrillPlan): string[] {
  if (deployment.stage === "production" && production !== true) {
    throw new Failure(
      `Stack ${stack} is a production one, and a drill breaks its servers: pass --yes-production if that is what you want.`,
    );
  }
  const foreign = deployment.applications.find(
    ({ type, image }) => type === "ChatServer" && image !== undefined,
  );
  if (foreign) {
    throw new Failure(
      `${foreign.name} runs an image of its own: a drill reads who is active from the simulator's /status, and knows no other way.`,
    );
  }
  // Loopback only: a drill's load is never to leave this machine.
  const urls = gmsUrls(deployment)
    .map(({ url }) => url)
    .filter((url) => new URL(url).hostname === "127.0.0.1");
  if (urls.length > 0) return urls;
  throw new Failure(
    `No GMS of stack ${stack} publishes its default port on 127.0.0.1: set "publish" at /mobileServices/<GMS>/ports/default.`,
  );
}

async function requireHealthyPairs(
  pairs: readonly Pair[],
  monitors: readonly RoleMonitor[],
  stack: string,
  signal: AbortSignal,
): Promise<void> {
  if (pairs.length === 0) throw new Failure(`Stack ${stack} has no Chat Server to break.`);
  const healths = await Promise.all(
    pairs.map((pair) => waitUntilHealthy(pair, monitors, startSeconds, signal, noMemberReturns)),
  );
  for (const [index, health] of healths.entries()) {
    if ("active" in health) continue;
    const pair = pairs[index];
    const both =
      (pair?.members.length ?? 0) > 1 ? "is not one active and one healthy standby" : "is not active";
    throw new Failure(
      `${pair?.name} ${both}: ${pairHealthSentence(health.members)}. Nothing was broken; first type:\n  ${fixCommand(health.members, stack)}`,
    );
  }
}

function noConversation(refusals: readonly string[]): string {
  const said = refusals.map((line) => `\n  ${line}`).join("");
  return `Not every conversation could be started, so nothing was broken. GMS said:${said}\n"./chatstack chat" shows one conversation by itself.`;
}
