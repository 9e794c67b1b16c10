import * as pulumi from "@pulumi/pulumi";
import { type Client, dockerClient } from "./daemon";
import {
  daemonIn,
  type DaemonRecord,
  defaultEndpoint,
  elsewhereSentence,
  isElsewhere,
  moveVariable,
} from "../docker/daemon-record";
import { isEngineRun } from "./engine-run";
import { userError } from "./user-error";
import { hostArguments } from "./host-availability";

const nothing = "Nothing was registered, nothing was changed.";

/**
 * The daemon that goes into the stack's outputs. Ends an update, before anything is registered, if the stack is on another daemon
 * than the provider uses, or if the Docker client uses another one than the provider. A preview asks no daemon: it repeats the record.
 */
export async function stackDaemon(): Promise<DaemonRecord | undefined> {
  if (!isEngineRun()) return undefined;
  const recorded = await recordedDaemon();
  if (pulumi.runtime.isDryRun()) return recorded;
  const found = await daemonOfUpdate(pulumi.getStack(), recorded, dockerClient);
  return found ?? recorded;
}

/** The engine's own function for reading a stack's outputs: a StackReference would be one more resource in every state. */
async function recordedDaemon(): Promise<DaemonRecord | undefined> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const { outputs = {} } = (await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name })) as {
    outputs?: Record<string, unknown>;
  };
  return daemonIn(outputs);
}

/**
 * Checks the daemons of an update; undefined if the provider's does not answer the Docker client, and the provider says what is wrong.
 * `clientAt` makes a client that is given some words first.
 */
export async function daemonOfUpdate(
  stack: string,
  recorded: DaemonRecord | undefined,
  clientAt: (where: readonly string[]) => Client,
  env: NodeJS.ProcessEnv = process.env,
): Promise<DaemonRecord | undefined> {
  const where = hostArguments(env);
  const [own, chosen] = await Promise.all([
    idOf(clientAt(where)),
    isProviderDirected(env) ? undefined : idOf(clientAt([])),
  ]);
  if (chosen !== undefined && chosen !== own) {
    const endpoint = await contextEndpoint(clientAt([]));
    throw userError(
      `The Docker client uses the daemon at ${endpoint}, and Pulumi's docker provider would use ${where.at(-1)}: ` +
        `set DOCKER_HOST=${endpoint} and unset DOCKER_CONTEXT, or run "./chatstack up --stack ${stack}". ${nothing}`,
    );
  }
  if (own === undefined) return undefined;
  const endpoint = where[0] === "--context" ? await contextEndpoint(clientAt([]), where[1]) : where[1];
  const found = { id: own, endpoint: endpoint ?? defaultEndpoint };
  if (recorded && isElsewhere(recorded, found) && env[moveVariable] !== found.id) {
    const giveUp = `move the stack here with "./chatstack up --stack ${stack} --move-daemon"`;
    throw userError(`${elsewhereSentence(stack, recorded, found, giveUp)} ${nothing}`);
  }
  return found;
}

/** Returns true if the provider has its own setting for the daemon, or if client and provider read the same variable. */
function isProviderDirected(env: NodeJS.ProcessEnv): boolean {
  const config = new pulumi.Config("docker");
  const stated = config.get("host") ?? config.get("context");
  if (stated !== undefined) return env.GENESYS_CHAT_COMMAND === undefined;
  return Boolean(env.DOCKER_HOST) && !env.DOCKER_CONTEXT;
}

async function idOf(client: Client): Promise<string | undefined> {
  const { code, output } = await client(["info", "--format", "{{.ID}}"]);
  const id = output.trim().split("\n").at(-1) ?? "";
  return code === 0 && /^[\w:.-]+$/.test(id) ? id : undefined;
}

/** The address that a context has; the one in use by default. */
async function contextEndpoint(client: Client, ...context: readonly (string | undefined)[]): Promise<string> {
  const names = context.flatMap((name) => name ?? []);
  const { code, output } = await client([
    "context",
    "inspect",
    "--format",
    "{{.Endpoints.docker.Host}}",
    ...names,
  ]);
  return code === 0 ? output.trim() : `the context ${names.join(" ") || "in use"}`;
}
