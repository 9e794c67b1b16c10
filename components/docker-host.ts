import { execFileSync, spawnSync } from "node:child_process";
import * as pulumi from "@pulumi/pulumi";
import type { Deployment } from "../model/deployment";
import type { HostPort } from "../model/rules/ports";
import { takenPlaces, type HostView } from "./host-places";
import { objectNames } from "./names";

/** Whether the daemon is on another machine, which has the published ports. */
export function isRemoteDaemon(): boolean {
  return /^(tcp|ssh):/.test(process.env.DOCKER_HOST ?? "");
}

/**
 * Ends the program, before anything is registered, where a published port or the subnet is somebody else's: Pulumi would remove
 * the old container first, and then fail to make the new one. A preview asks nobody. Nothing here
 * is a promise, since a program that ends with an error after its first turn keeps the engine waiting (seen with 3.248.0). For a deployment that is called like its
 * stack, as the project's own is.
 */
export function requirePlaces(deployment: Deployment): void {
  if (pulumi.runtime.isDryRun()) return;
  const host = hostView();
  const names = objectNames(pulumi.getProject(), pulumi.getStack());
  const taken = host ? takenPlaces(deployment, names, host) : [];
  if (taken.length > 0) {
    throw new pulumi.RunError(`${taken.join("\n")}\nNothing was registered, nothing was changed.`);
  }
}

/** All networks of the daemon, with their subnets. */
export function hostNetworks(): HostView["networks"] {
  const ids = docker("network", "ls", "--quiet");
  const format = "{{.Name}}{{range .IPAM.Config}}\t{{.Subnet}}{{end}}";
  return docker("network", "inspect", "--format", format, ...ids).map((line) => {
    const [name = "", ...subnets] = line.split("\t");
    return { name, subnets };
  });
}

/** Whether somebody listens where a port is to be published on this machine; on another's, nobody is seen. */
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

/** Undefined where the Docker client is missing or gets no answer: the provider, which has its own way, says what is wrong. */
function hostView(): HostView | undefined {
  const program = (hostPort: HostPort) =>
    isListenedOn(hostPort) ? "another program of this machine" : undefined;
  try {
    const containers = docker("ps", "--format", "{{.Names}}\t{{.Ports}}").map((line) => {
      const [name = "", ports = ""] = line.split("\t");
      return { name, ports };
    });
    return { containers, networks: hostNetworks(), program };
  } catch {
    return undefined;
  }
}

function docker(...words: string[]): string[] {
  const limits = { timeout: 20_000, maxBuffer: 2 ** 26 };
  const output = execFileSync("docker", words, {
    ...limits,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return output.split("\n").filter(Boolean);
}
