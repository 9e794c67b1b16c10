import { setTimeout as sleep } from "node:timers/promises";
import { objectNames } from "../../docker/names";
import { simulatorImage } from "../../system/simulator-image";
import type { Deployment } from "../../model/deployment";
import { gmsUrls } from "../../render";
import { isRemoteDaemon } from "../../docker/host";
import { Failure } from "../../system/failure";
import { project } from "../../system/project";
import type { LocalState } from "../../engine/state";
import { Commands } from "../verify/commands";
import { type Converse, holdConversations } from "../verify/conversations";
import { declared as declaredBy, type Declared, isSimulated } from "../verify/declared";
import type { Check, Finding } from "../verify/finding";
import { gather } from "../verify/gathering";
import { evaluate } from "../verify/evaluation";
import { isWithoutAgents } from "../verify/verification";

/** Seconds in which health settles, and connections are made again, after an update. */
const patience = 20;
/** The fewest milliseconds between two tries; one that takes longer, since it starts programs, is repeated after as long as it took. */
const fewestBetween = 100;

/** What an update is to have brought up. */
export interface ServedPlan {
  readonly deployment: Deployment;
  readonly stack: string;
  /** Undefined if it is kept elsewhere than in a folder. */
  readonly state: LocalState | undefined;
  readonly report: (line: string) => void;
}

/**
 * Ends an update only after what customers need has worked once: a conversation through every published GMS if all of it is
 * simulated, and an answer on every port and connection otherwise (docs/adr/0031-up-ends-when-customers-are-served.md).
 */
export async function requireServed(plan: ServedPlan): Promise<void> {
  const { deployment, stack } = plan;
  const declared = declaredBy(deployment, stack, objectNames(project, stack), simulatorImage());
  const failure = canConverse(declared)
    ? await untilServed(() => failedConversation(declared))
    : await untilServed(() => silentConnection(declared, plan));
  if (failure === undefined) return;
  throw new Failure(
    `${failure} The update is complete, and customers are not served: "./chatstack verify --stack ${stack}" names what fixes it.`,
    1,
  );
}

/** Returns true if conversations reach no real agent, and can be held from this machine. */
export function canConverse(declared: Declared): boolean {
  const { deployment, applications } = declared;
  const urls = gmsUrls(deployment);
  return (
    deployment.stage === "lab" &&
    urls.length > 0 &&
    !isRemoteDaemon() &&
    applications.every(({ application }) => isSimulated(application)) &&
    urls.every(({ name }) => offersChat(declared, name)) &&
    isWithoutAgents(declared)
  );
}

/** The service that conversations ask for; a GMS may offer others only. */
function offersChat({ applications }: Declared, mobileServices: string): boolean {
  const gms = applications.find(({ application }) => application.name === mobileServices);
  return Object.hasOwn(gms?.application.options ?? {}, "service.request-chat-poll");
}

/** Tries until nothing fails, or patience ends; returns the last failure. */
export async function untilServed(
  attempt: () => Promise<string | undefined>,
  patienceMs = patience * 1000,
): Promise<string | undefined> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const began = Date.now();
    const failure = await attempt();
    if (failure === undefined || Date.now() >= deadline) return failure;
    await sleep(Math.max(fewestBetween, Date.now() - began));
  }
}

/** What failed in conversations through every published GMS, one a Chat Server; undefined if all went well. */
export async function failedConversation(declared: Declared, hold?: Converse): Promise<string | undefined> {
  const facts = await holdConversations(declared, new Set(), hold);
  const [failed] = facts.flatMap(({ held }) => held.filter(({ failure }) => failure !== undefined));
  if (!failed?.failure) return undefined;
  const { mobileServices, chatServer, failure } = failed;
  const server = chatServer === null ? "" : ` and ${chatServer}`;
  return `A conversation through ${mobileServices}${server} failed at ${failure.hop}: ${failure.message}.`;
}

const links: ReadonlySet<Check> = new Set(["listening-port", "published-port", "connection"]);

/** A port or connection that does not answer; one to a server that runs elsewhere is reported, but is no failure. */
async function silentConnection(
  declared: Declared,
  { stack, state, report }: ServedPlan,
): Promise<string | undefined> {
  const facts = { ...(await gather(declared, state, () => undefined)), conversations: [] };
  const silent = evaluate({ declared, facts, commands: new Commands(project, stack) }).filter(({ check }) =>
    links.has(check),
  );
  const isError = ({ severity }: Finding) => severity === "error";
  const error = silent.find(isError);
  if (error) return error.message;
  for (const { message } of silent) report(message);
  return undefined;
}
