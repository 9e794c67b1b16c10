import { createServer } from "node:net";
import type { HostPort } from "../model/rules/publication";
import { capture } from "../system/command";
import { jsonLine } from "./client";
import { queryLines } from "./command";
import { type HostContainer, type HostNetwork, type HostView, masqueradeOption } from "./host-conflicts";

/** Whether the daemon is on another machine, which has the published ports. */
export function isRemoteDaemon(): boolean {
  return /^(tcp|ssh):/.test(process.env.DOCKER_HOST ?? "");
}

/** The error if the simulator's image is missing. */
export function missingImageSentence(image: string): string {
  return `The simulator's image ${image} is not on this daemon: "./chatstack setup" makes it.`;
}

/** Whether the daemon has an image; the words before say which daemon. */
export async function hasImage(image: string, where: readonly string[]): Promise<boolean> {
  return (await queryLines(["image", "ls", "--quiet", image], where)).length > 0;
}

/** All networks of the daemon. Documents of JSON: unlike a container's, a network's name may hold blanks, commas and tabs. */
export async function hostNetworks(
  where: readonly string[] = [],
  attempts = 3,
): Promise<HostView["networks"]> {
  const ids = await queryLines(["network", "ls", "--quiet"], where);
  let lines: string[];
  try {
    lines = await queryLines(["network", "inspect", "--format", networkFormat, ...ids], where);
  } catch (error) {
    // Another program may have removed one of them since they were listed.
    if (attempts > 1) return hostNetworks(where, attempts - 1);
    throw error;
  }
  return lines.map(inspectedNetwork);
}

/** The template of `docker network inspect` whose lines `inspectedNetwork` reads. */
export const networkFormat = jsonLine({
  id: ".ID",
  name: ".Name",
  pools: ".IPAM.Config",
  containers: ".Containers",
  options: ".Options",
});

/** Reads one line of `docker network inspect` in the format above. */
export function inspectedNetwork(line: string): HostNetwork & { readonly id: string } {
  const { id, name, pools, containers, options } = JSON.parse(line) as InspectedNetwork;
  return {
    id,
    name,
    subnets: (pools ?? []).flatMap(({ Subnet }) => Subnet ?? []),
    members: Object.values(containers ?? {}).map((container) => container.Name),
    masquerade: options?.[masqueradeOption] !== "false",
  };
}

interface InspectedNetwork {
  readonly id: string;
  readonly name: string;
  readonly pools: readonly { readonly Subnet?: string }[] | null;
  readonly containers: Readonly<Record<string, { readonly Name: string }>> | null;
  readonly options: Readonly<Record<string, string>> | null;
}

/** Returns true if a program listens on a port of this machine. */
function isListenedOn({ address, port }: HostPort): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
      .once("error", ({ code }: NodeJS.ErrnoException) => resolve(code === "EADDRINUSE"))
      .listen({ port, host: address }, () => server.close(() => resolve(false)));
  });
}

/** The program that listens on a port of this machine, in words; undefined where none does, and for another machine's port, which can't be checked. */
export async function listenerOn(wanted: HostPort): Promise<string | undefined> {
  if (isRemoteDaemon() || !(await isListenedOn(wanted))) return undefined;
  const { stdout } = await capture("ss", ["-Hltnp", `sport = :${wanted.port}`]).catch(() => ({ stdout: "" }));
  const [, name, pid] = /users:\(\("([^"]+)",pid=(\d+)/.exec(stdout) ?? [];
  return name
    ? `${name} (process ${pid})`
    : "another program, which the system does not name to this account";
}

/** Undefined where the Docker client is missing or gets no answer: the provider, which has its own way, says what is wrong. */
export async function hostView(where: readonly string[]): Promise<HostView | undefined> {
  const format = '{"name":{{json .Names}},"ports":{{json .Ports}}}';
  try {
    const [lines, networks] = await Promise.all([
      queryLines(["ps", "--format", format], where),
      hostNetworks(where),
    ]);
    const containers = lines.map((line) => JSON.parse(line) as HostContainer);
    return { containers, networks, program: listenerOn };
  } catch {
    return undefined;
  }
}
