import { customImagePolicy, simulatorPolicy } from "./container-policy";
import { dockerCommand } from "./command";
import { Failure } from "../system/failure";

/** A container in the output of `docker ps`. */
export interface ContainerSummary {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Such as `127.0.0.1:8080->8080/tcp`. */
  readonly ports: string;
  /** Such as `Up 2 minutes (healthy)`. */
  readonly status?: string;
  /** The names of its networks, separated by commas; a name that holds a comma is cut there. */
  readonly networks?: string;
}

/** Runs the Docker client and returns its output; throws its message as one sentence. */
export async function docker(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await dockerCommand(args);
  if (code === 0) return stdout;
  throw new Failure(dockerSentence(stderr) ?? `docker ${args.join(" ")}: ${stderr.trim()}`);
}

/** Says what to do where the daemon itself is the trouble; undefined for every other error. */
export function dockerSentence(stderr: string): string | undefined {
  if (/permission denied/i.test(stderr) && /sock|daemon/i.test(stderr)) {
    return (
      "The Docker daemon refuses this account: add it to the docker group " +
      '("sudo usermod -aG docker $USER", then log in again) or run as root.'
    );
  }
  if (
    /cannot connect to the docker daemon|is the docker daemon running|connection refused|no such host|network is unreachable|no route to host|i\/o timeout/i.test(
      stderr,
    )
  ) {
    return `No Docker daemon answers${process.env.DOCKER_HOST ? ` at ${process.env.DOCKER_HOST}` : ""}: start it, or set DOCKER_HOST to one that runs.`;
  }
  return undefined;
}

/** Seconds that a process may take to hand over and end, of whosever image it is. */
const stopSeconds = String(Math.max(simulatorPolicy.stopSeconds, customImagePolicy.stopSeconds));

/** Stops a container, letting its process hand over, and removes it; one that is gone meanwhile is all right. */
export async function stopAndRemove(id: string): Promise<void> {
  for (const words of [
    ["stop", "--time", stopSeconds, id],
    ["rm", "--volumes", id],
  ]) {
    const { code, stderr } = await dockerCommand(words);
    if (code !== 0 && !/no such container|is already in progress/i.test(stderr)) {
      throw new Failure(dockerSentence(stderr) ?? `docker ${words.join(" ")}: ${stderr.trim()}`);
    }
  }
}

/** All containers of the daemon, running or not, by one run of the Docker client. */
export async function containers(ask: typeof docker = docker): Promise<ContainerSummary[]> {
  const lines = await ask("ps", "--all", "--no-trunc", "--format", jsonLine(columns));
  return lines
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const { project, stack, ...found } = JSON.parse(line) as Record<keyof typeof columns, string>;
      return { ...found, labels: { "genesys-chat.project": project, "genesys-chat.stack": stack } };
    });
}

/** The containers on the daemon that carry this stack's labels. */
export function ofStack(
  all: readonly ContainerSummary[],
  project: string,
  stack: string,
): ContainerSummary[] {
  return all.filter(
    ({ labels }) => labels["genesys-chat.project"] === project && labels["genesys-chat.stack"] === stack,
  );
}

/** Each label is asked for alone: in the list of all of them, a value with a comma in it looks like several labels. */
const columns = {
  id: ".ID",
  name: ".Names",
  state: ".State",
  ports: ".Ports",
  status: ".Status",
  networks: ".Networks",
  project: label("project"),
  stack: label("stack"),
};

/** One of this project's labels in a template of the Docker client; empty text if the object does not carry it. */
export function label(name: string): string {
  return `(.Label "genesys-chat.${name}")`;
}

/**
 * A template of the Docker client that writes one JSON document a line. Names and labels of other programs' objects hold
 * what those programs chose, tabs and line feeds included, so that no separator could be trusted.
 */
export function jsonLine(fields: Readonly<Record<string, string>>): string {
  return `{${Object.entries(fields)
    .map(([name, value]) => `"${name}":{{json ${value}}}`)
    .join(",")}}`;
}
