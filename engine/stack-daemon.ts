import {
  daemonIn,
  type DaemonRecord,
  defaultEndpoint,
  elsewhereSentence,
  isElsewhere,
  moveVariable,
  named,
} from "../docker/daemon-record";
import { docker } from "../docker/client";
import { Failure } from "../system/failure";
import { project } from "../system/project";
import { pulumiEnvironment, pulumiRun } from "./pulumi";
import { LocalState, stackOutputs } from "./state";
import { query } from "../docker/command";

/** What a command does about a stack that is on another daemon. */
export interface OtherDaemon {
  /** The alternative that the command offers, such as `move the stack here with --move-daemon`; undefined if nothing. */
  readonly giveUp?: string;
  /** Whether the operator wants the stack to leave the daemon that it is on. */
  readonly move?: boolean;
  readonly report?: (line: string) => void;
}

/**
 * Refuses a stack that is on another daemon than the Docker client uses; returns true if the stack leaves that daemon because the
 * operator said so. The first thing that a command does about a daemon: all others would compare with the wrong one.
 */
export async function requireStackDaemon(stack: string, other: OtherDaemon = {}): Promise<boolean> {
  const [recorded, found] = await Promise.all([recordedDaemon(stack), currentDaemon()]);
  if (!recorded || !isElsewhere(recorded, found)) return false;
  if (other.move !== true) {
    const moving = `move the stack here with "./chatstack up --stack ${stack} --move-daemon"`;
    throw new Failure(
      `${elsewhereSentence(stack, recorded, found, other.giveUp ?? moving)} Nothing was changed.`,
    );
  }
  other.report?.(await leftBehind(stack, recorded, found));
  // The program checks the daemon itself, and reads here that this one is meant.
  process.env[moveVariable] = found.id;
  return true;
}

/** The daemon that the Docker client uses; fails if it does not answer. */
export async function currentDaemon(): Promise<DaemonRecord> {
  const id = (await docker("info", "--format", "{{.ID}}")).trim();
  return { id, endpoint: process.env.DOCKER_HOST || defaultEndpoint };
}

async function recordedDaemon(stack: string): Promise<DaemonRecord | undefined> {
  const { PULUMI_BACKEND_URL } = await pulumiEnvironment();
  const state = LocalState.at(PULUMI_BACKEND_URL, project, stack);
  if (state) return daemonInState(state);
  const { code, stdout } = await pulumiRun("stack", "output", "daemon", "--json", "--stack", stack);
  return code === 0 ? daemonIn({ daemon: JSON.parse(stdout) as unknown }) : undefined;
}

/** A checkpoint that was cut short says nothing; `up` takes its backup, and the program checks the daemon then. */
function daemonInState(state: LocalState): DaemonRecord | undefined {
  try {
    return daemonIn(stackOutputs(state.read() ?? { resources: [] }));
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** Seconds that the daemon which is left may take to list what it has; it may be gone for long. */
const patienceSeconds = 5;

/** What becomes of the containers on the daemon that is left, and how to remove them. */
async function leftBehind(stack: string, recorded: DaemonRecord, found: DaemonRecord): Promise<string> {
  const filters = Object.entries({ project, stack }).map(
    ([label, value]) => `--filter label=genesys-chat.${label}=${value}`,
  );
  const moves = `Stack ${stack} leaves the daemon ${named(recorded)} for ${named(found)}: chats, transcripts and other data stay there.`;
  const client = `docker --host ${recorded.endpoint}`;
  const list = ["ps", "--all", "--quiet", ...filters.flatMap((filter) => filter.split(" "))];
  const { code, stdout } = await query(["--host", recorded.endpoint, ...list], patienceSeconds);
  if (code !== 0) {
    return `${moves} It does not answer now; what it runs of the stack keeps running, in no state.`;
  }
  const count = stdout.toString("utf8").split("\n").filter(Boolean).length;
  if (count === 0) return `${moves} No container of the stack is left there.`;
  const own = filters.join(" ");
  return (
    `${moves} Its ${count} containers there keep running, in no state. Remove them and their data:\n` +
    `  ${client} rm --force $(${client} ps --all --quiet ${own})\n` +
    `  ${client} network rm $(${client} network ls --quiet ${own})\n` +
    `  ${client} volume rm $(${client} volume ls --quiet ${own})`
  );
}
