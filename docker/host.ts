import { spawnSync } from "node:child_process";
import type { HostPort } from "../model/rules/publication";
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
export function hasImage(image: string, where: readonly string[]): boolean {
  return queryLines(["image", "ls", "--quiet", image], where).length > 0;
}

/** All networks of the daemon. Documents of JSON: unlike a container's, a network's name may hold blanks, commas and tabs. */
export function hostNetworks(where: readonly string[] = [], attempts = 3): HostView["networks"] {
  const ids = queryLines(["network", "ls", "--quiet"], where);
  let lines: string[];
  try {
    lines = queryLines(["network", "inspect", "--format", networkFormat, ...ids], where);
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

/** Returns true if a program listens on a port of this machine; false for another machine's, which can't be checked. */
export function isListenedOn({ address, port }: HostPort): boolean {
  if (isRemoteDaemon()) return false;
  const { status } = spawnSync(process.execPath, ["-e", listening, String(port), address], {
    timeout: 10_000,
  });
  return status === inUse;
}

const inUse = 3;
const listening = `
const server = require("net").createServer();
server.once("error", (error) => process.exit(error.code === "EADDRINUSE" ? ${inUse} : 0));
server.listen(Number(process.argv[1]), process.argv[2], () => process.exit(0));
`;

/** The program that listens on a port of this machine, in words; undefined where none does. */
export function listenerOn(wanted: HostPort): string | undefined {
  if (!isListenedOn(wanted)) return undefined;
  const { stdout } = spawnSync("ss", ["-Hltnp", `sport = :${wanted.port}`], { encoding: "utf8" });
  const [, name, pid] = /users:\(\("([^"]+)",pid=(\d+)/.exec(stdout ?? "") ?? [];
  return name
    ? `${name} (process ${pid})`
    : "another program, which the system does not name to this account";
}

/** Undefined where the Docker client is missing or gets no answer: the provider, which has its own way, says what is wrong. */
export function hostView(where: readonly string[]): HostView | undefined {
  const program = (hostPort: HostPort) =>
    isListenedOn(hostPort) ? "another program of this machine" : undefined;
  try {
    const format = '{"name":{{json .Names}},"ports":{{json .Ports}}}';
    const containers = queryLines(["ps", "--format", format], where).map(
      (line) => JSON.parse(line) as HostContainer,
    );
    return { containers, networks: hostNetworks(where), program };
  } catch {
    return undefined;
  }
}
