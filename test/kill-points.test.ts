import { writeFileSync } from "node:fs";
import { converse } from "../operations/chat/conversation";
import { storedTexts } from "../operations/drill/stored-transcripts";
import { LocalState, namesIn } from "../engine/state";
import { dockerRun, inspectContainers, stackObjects } from "./support/docker-objects";
import {
  awaitMoment,
  killPoint,
  stepsIn,
  sendSignal,
  type Expectation,
  type KillPoint,
  type Operation,
} from "./support/kill-point";
import { processesIn } from "./support/process-tree";
import { ProjectCopy } from "./support/project-copy";
import { sequence } from "./support/shuffled";
import { TestStack } from "./support/test-stack";
import { until } from "./support/until";

/*
 * Runs of `up`, of a roll and of `destroy` that are interrupted at random, each repaired by one further command. The
 * long form: KILL_POINTS=30 npx jest test/kill-points, which continues until so many runs of `up` were interrupted, with a
 * line for each and the figures as JSON in the file that KILL_POINTS_JSON names. KILL_POINTS_SEED repeats a sequence.
 */
const long = process.env.KILL_POINTS !== undefined;
const wanted = Number(process.env.KILL_POINTS ?? 3);
const seed = Number(process.env.KILL_POINTS_SEED ?? (long ? Date.now() % 100_000 : 7));
jest.setTimeout((180 + wanted * 120) * 1000);

/** What one interruption came to. */
interface Result extends KillPoint {
  readonly operation: Operation;
  /** Seconds from the start of the run to the signal. */
  readonly after: number;
  /** The engine's steps that were begun or ended by then. */
  readonly steps: number;
  /** The command that put it right, what it said, and the seconds it took. */
  readonly recovery: "up" | "destroy";
  readonly said: readonly string[];
  readonly seconds: number;
}

/** Most interrupt an `up`; a destroy is followed by an up, and by another destroy, in turn. */
const operations: readonly (readonly [Operation, "up" | "destroy"])[] = [
  ["first", "up"],
  ["roll", "up"],
  ["destroy", "up"],
  ["roll", "up"],
  ["roll", "up"],
  ["destroy", "destroy"],
];

const expected: Record<Operation, Expectation> = {
  first: { seconds: 14, steps: 60 },
  roll: { seconds: 16, steps: 20 },
  destroy: { seconds: 10, steps: 50 },
};

const random = sequence(seed);
const results: Result[] = [];
let missed = 0;
let project: ProjectCopy;
let stack: TestStack;
let state: LocalState;
let declared: readonly string[] | undefined;
/** Chats that were held and stored, by session. */
const held = new Map<string, string>();

beforeAll(async () => {
  project = await ProjectCopy.make();
  stack = await TestStack.from(project, "acme", { "request-chat-poll-url": "http://ors.example/x.scxml" });
  const at = LocalState.at(project.environment.PULUMI_BACKEND_URL, "genesys-chat", stack.name);
  if (!at) throw new Error("a test's state is a folder");
  state = at;
});

afterAll(() => project?.remove());

test(`whatever interrupts it, one command puts it right (seed ${seed})`, async () => {
  const ups = () => results.filter(({ operation }) => operation !== "destroy").length;
  for (let turn = 0; ups() < wanted; turn += 1) {
    const [operation, recovery] = operations[turn % operations.length] ?? ["roll", "up"];
    await interrupted(operation, recovery, turn);
    if (missed > wanted + 5) throw new Error(`${missed} runs ended before their moment came`);
  }
});

async function interrupted(operation: Operation, recovery: "up" | "destroy", turn: number): Promise<void> {
  const expectation = expected[operation];
  const point = killPoint(random, expectation);
  if (operation === "roll") edit(turn);
  const began = Date.now();
  const running = project.startChatstack(
    operation === "destroy" ? ["destroy", "--stack", stack.name, "--yes"] : ["up", "--stack", stack.name],
  );
  const came = await awaitMoment(point.moment, running, expectation, state.folders.locks);
  const after = (Date.now() - began) / 1000;
  const steps = stepsIn(running.said());
  const inTime = came && (await sendSignal(running, point));
  if (!inTime) {
    missed += 1;
    const { seconds, stdout, stderr } = await running.ended;
    expected[operation] = { seconds, steps: stepsIn(stdout + stderr) };
  }
  const kept = await keptData();
  const again = await project.chatstack([recovery, "--stack", stack.name, "--yes"]);
  if (again.code !== 0)
    throw new Error(failure(operation, point, running.said(), again.stdout + again.stderr));
  if (recovery === "up") await isWhole(kept);
  else await isGone();
  // What a run has killed may end a little after the run.
  const left = () => processesIn(project.folder);
  await until("no process is left", 60, () => Promise.resolve(left().length === 0 || undefined)).catch(
    () => undefined,
  );
  expect(left()).toEqual([]);
  expect(namesIn(state.folders.locks).filter((name) => !name.endsWith(".attrs"))).toEqual([]);
  if (!inTime) return;
  const said = again.stderr
    .split("\n")
    .filter((line) => /earlier run|Ending|Removing|Waiting|Gone|its last backup/.test(line));
  results.push({ operation, ...point, after, steps, recovery, said, seconds: again.seconds });
  report();
  if (long) process.stderr.write(`${lineOf(results.length, results.at(-1) as Result)}\n`);
}

/** What restarts a pair, standby first, and the Contact Server. */
function edit(turn: number): void {
  stack.edit(({ chatServers: { ChatServer1 }, contactServers: { ContactServer } }) => {
    ChatServer1.options = { settings: { "session-shutdown-timeout": 100 + turn } };
    ContactServer.options = { own: { turn: String(turn) } };
  });
}

/** The volume of the transcripts, as long as the interrupted run has left it there. */
async function keptData(): Promise<string | undefined> {
  const { code, stdout } = await dockerRun("volume", "inspect", dataVolume(), "--format", "{{.CreatedAt}}");
  return code === 0 ? stdout : undefined;
}

const dataVolume = () => `${stack.container("contactserver")}_data`;

async function isWhole(kept: string | undefined): Promise<void> {
  // Each was healthy when `up` ended; where the machine is busy a later question can come too late for once.
  await stack.allHealthy(6);
  await stack.succeed("up", "--refresh", "--yes", "--skip-preview", "--expect-no-changes");
  await knowsAll();
  if ((await keptData()) !== kept) held.clear();
  const sessions = [...held.keys()];
  const stored = await storedTexts([contactServer()], sessions);
  for (const [session, text] of held) expect([session, stored?.get(session)]).toEqual([session, [text]]);
  const text = `Message ${held.size} of seed ${seed}`;
  // On a machine that is busy with other tests a first try may come to nothing, as a customer's may.
  const session = await until("a conversation works", 60, async () => {
    const { failure, sessionId } = await converse({ url: stack.url, messages: [text] });
    return failure === undefined ? String(sessionId) : undefined;
  });
  held.set(session, text);
}

const contactServer = () =>
  ({ container: stack.container("contactserver") }) as Parameters<typeof storedTexts>[0][number];

/** The daemon has what the state has, and that is what every complete stack has. */
async function knowsAll(): Promise<void> {
  const { containers, networks, volumes } = await stackObjects(stack.name);
  const known = state.read();
  const ids = known?.resources.filter(({ type }) => type.startsWith("docker:")).map(({ id }) => id);
  expect([...containers, ...networks, ...volumes].sort()).toEqual(ids?.sort());
  expect(known?.pending).toEqual([]);
  const names = [...(await inspectContainers(stack.name)).map(({ Name }) => Name), ...volumes].sort();
  declared ??= names;
  expect(names).toEqual(declared);
}

async function isGone(): Promise<void> {
  expect(await stackObjects(stack.name)).toEqual({ containers: [], networks: [], volumes: [] });
  expect(state.read()).toEqual({ resources: [], pending: [] });
  held.clear();
}

function lineOf(
  number: number,
  { operation, signal, victim, moment, after, steps, recovery, seconds, said }: Result,
): string {
  const when =
    "part" in moment
      ? `${Math.round(moment.part * 100)} %`
      : "steps" in moment
        ? `step ${moment.steps}`
        : "lock";
  return `${number}. ${operation}: ${signal} to ${victim} at ${when}, ${after.toFixed(1)} s, ${steps} steps; ${recovery} ${seconds.toFixed(1)} s: ${said.join(" | ") || "nothing to say"}`;
}

function failure(operation: Operation, point: KillPoint, before: string, after: string): string {
  return `seed ${seed}: ${operation} ${JSON.stringify(point)}\n--- it said\n${before}\n--- then\n${after}`;
}

/** After each point, so that a sequence that fails leaves its figures too. */
function report(): void {
  if (!process.env.KILL_POINTS_JSON) return;
  const document = { version: 1, seed, missed, points: results };
  writeFileSync(process.env.KILL_POINTS_JSON, `${JSON.stringify(document, null, 2)}\n`);
}
