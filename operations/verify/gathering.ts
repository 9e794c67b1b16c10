import { setTimeout as sleep } from "node:timers/promises";
import { simulatorImage } from "../../system/simulator-image";
import { isRemoteDaemon } from "../../docker/host";
import type { DaemonSnapshot } from "../../docker/snapshot";
import { project } from "../../system/project";
import type { LocalState } from "../../engine/state";
import { appliedFacts } from "./applied";
import { daemonObjects } from "./daemon-objects";
import type { Declared, DeclaredApplication } from "./declared";
import type { Facts, ProcessFact } from "./facts";
import { activeMembers, pairs } from "./pair-findings";
import { probe } from "./process-probe";
import { publishedPorts } from "./published-ports";
import { ConcurrencyLimiter } from "../../system/concurrency-limiter";
import { volumeFile } from "./volume-file";

/** Questions at a time: each is a process here and one in a container, and small machines have two cores. */
const width = 4;
/** How often what may pass by itself is looked at again, and milliseconds in between: a lease lasts 1.5 s, a health check 2 s. */
const repeats = 3;
const betweenMs = 1000;

/** All facts but conversations, which are held once it is known what else is wrong. */
export type ObservedFacts = Omit<Facts, "conversations">;

/** Gathers what can be seen without touching anything; bounded in time whatever hangs. */
export async function gather(
  declared: Declared,
  state: LocalState | undefined,
  report: (line: string) => void,
): Promise<ObservedFacts> {
  report("Asking the daemon.");
  const objects = await daemonObjects(project, declared);
  const running = runningOf(declared, objects);
  report(`Reading files, and asking ${running.length} running processes.`);
  const limiter = new ConcurrencyLimiter(width);
  const [processes, files, published] = await Promise.all([
    probeAll(declared, running, limiter, linksOf(declared, objects)),
    filesOf(declared, objects, limiter),
    isRemoteDaemon() ? [] : publishedPorts(declared),
  ]);
  const applied = state && appliedFacts(state);
  const seen = { ...objects, processes, files, published, ...(applied && { applied }) };
  return observeAgain(declared, seen, linksOf);
}

/** Gathers the status of pairs of Chat Servers: the daemon's objects, and what simulated members report. */
export async function gatherPairs(
  declared: Declared,
  state: LocalState | undefined,
  daemon?: DaemonSnapshot,
): Promise<ObservedFacts> {
  const objects = await daemonObjects(project, declared, daemon);
  const members = pairs(declared).flat();
  const running = runningOf(declared, objects).filter((subject) => members.includes(subject));
  const none: Links = () => false;
  const processes = await probeAll(declared, running, new ConcurrencyLimiter(width), none);
  const applied = state && appliedFacts(state);
  const seen = { ...objects, processes, files: new Map(), published: [], ...(applied && { applied }) };
  return observeAgain(declared, seen, () => none);
}

type Objects = Awaited<ReturnType<typeof daemonObjects>>;

function runningOf({ applications }: Declared, { containers }: Objects): DeclaredApplication[] {
  return applications.filter(({ container }) => containers.get(container)?.status === "running");
}

/** Whose links are asked. */
type Links = (subject: DeclaredApplication) => boolean;

/** Not of containers that are out of the network: every question would only take its time. */
function linksOf({ network }: Declared, { containers }: Objects): Links {
  return ({ container }) => containers.get(container)?.networks[network] !== undefined;
}

async function probeAll(
  declared: Declared,
  subjects: readonly DeclaredApplication[],
  limiter: ConcurrencyLimiter,
  links: Links,
) {
  const image = simulatorImage();
  const asked = subjects.map(async (subject): Promise<[string, ProcessFact]> => {
    const plan = { simulatorImage: image, withLinks: links(subject) };
    return [subject.application.name, await limiter.take(() => probe(declared, subject, plan))];
  });
  return new Map(await Promise.all(asked));
}

async function filesOf(declared: Declared, { containers }: Objects, limiter: ConcurrencyLimiter) {
  if (declared.deployment.configurationServer) return new Map<string, string | undefined>();
  const read = declared.applications.map(async (subject): Promise<[string, string | undefined]> => [
    subject.application.name,
    await limiter.take(() => volumeFile(subject, containers)),
  ]);
  return new Map(await Promise.all(read));
}

/**
 * Looks again at what may pass by itself and would be no finding then: a role on its way from one member to the other, a
 * health that is not known yet or of a moment ago.
 */
async function observeAgain(
  declared: Declared,
  seen: ObservedFacts,
  links: (declared: Declared, objects: Objects) => Links,
): Promise<ObservedFacts> {
  let facts = seen;
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const members = unclearMembers(declared, facts);
    if (members.length === 0 && !isHealthOpen(declared, facts)) break;
    await sleep(betweenMs);
    const objects = await daemonObjects(project, declared);
    const again = await probeAll(declared, members, new ConcurrencyLimiter(width), links(declared, objects));
    facts = { ...facts, ...objects, processes: new Map([...facts.processes, ...again]) };
  }
  return facts;
}

function unclearMembers(declared: Declared, facts: ObservedFacts): DeclaredApplication[] {
  const unclear = pairs(declared).filter((pair) => activeMembers(pair, { facts }).length !== 1);
  const running = runningOf(declared, facts);
  return unclear.flat().filter((member) => running.includes(member));
}

/** With a container that is down, or out of the network, it is known why others are not healthy. */
function isHealthOpen(declared: Declared, facts: ObservedFacts): boolean {
  const running = runningOf(declared, facts);
  return (
    running.length === declared.applications.length &&
    running.every(linksOf(declared, facts)) &&
    running.some(({ container }) => /starting|unhealthy/.test(facts.containers.get(container)?.health ?? ""))
  );
}
