import * as pulumi from "@pulumi/pulumi";
import type { Deployment } from "../model/deployment";
import { sharedHostName } from "../model/names";
import { objectNames } from "../docker/names";
import { linkedUsers, stacksUsed } from "../model/sharing";
import { type SharedNetworks } from "./shared-network";
import { userError } from "./user-error";

/** What a stack that shares something tells the stacks that use it. */
export interface SharingOutput {
  /** The network in which it is reached. */
  readonly network: string;
  /** Where each server is reached there, such as `interactionserver.hub:7120`, by its key. */
  readonly servers: Readonly<Record<string, string>>;
  /** The Chat Servers of other stacks that the servers link back to, such as `north/North_ChatServer1`, sorted. */
  readonly links: readonly string[];
}

/** What a deployment shares, as its stack's output; undefined if it shares nothing. */
export function sharingOutput(deployment: Deployment, stack: string): SharingOutput | undefined {
  const { applications, sharedNetwork } = deployment;
  if (!sharedNetwork) return undefined;
  const shared = applications.filter(({ key }) => sharedNetwork.applications.includes(key));
  return {
    network: objectNames(pulumi.getProject(), stack).sharedNetwork,
    servers: Object.fromEntries(
      shared.map(({ key, serverInfo, ports }) => {
        const port = ports.find(({ id }) => id === "default")?.port;
        return [key, `${sharedHostName(serverInfo.host, stack)}:${port}`];
      }),
    ),
    links: linkedUsers(deployment),
  };
}

/**
 * The networks of the stacks whose servers a deployment uses, by what their outputs say. Ends an update, before anything is registered,
 * if such a stack is not up with the used servers; a preview only warns, since the other stack may be about to change too.
 */
export async function usedNetworks(deployment: Deployment): Promise<SharedNetworks> {
  const networks: Record<string, string> = {};
  const reasons: string[] = [];
  for (const stack of stacksUsed(deployment)) {
    const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
    const details = await new pulumi.StackReference(name).getOutputDetails("sharedNetwork");
    const output = details.value as SharingOutput | undefined;
    reasons.push(...missing(deployment, stack, output));
    if (output) networks[stack] = output.network;
  }
  if (reasons.length > 0 && !pulumi.runtime.isDryRun())
    throw userError(`${reasons.join("\n")}\nNothing was registered, nothing was changed.`);
  for (const reason of reasons) void pulumi.log.warn(reason);
  return networks;
}

/** What a stack does not offer of what is used, a sentence. */
function missing(deployment: Deployment, stack: string, output: SharingOutput | undefined): string[] {
  const servers = deployment.externalServers.flatMap(({ shared, host, port }) =>
    shared?.stack === stack && output?.servers[shared.application] !== `${host}:${port}`
      ? [`${shared.application} at ${host}:${port}`]
      : [],
  );
  const links = output ? unlinked(deployment, stack, output) : [];
  if (servers.length + links.length === 0) return [];
  const what = output
    ? [...servers, ...links.map((name) => `a link back to ${name}`)].join(" and ")
    : `${servers.join(" and ")}, since it shares nothing yet`;
  return [`The stack ${stack} does not have ${what}: bring it up first, "./chatstack up --stack ${stack}".`];
}

/** The Chat Servers that submit to a stack's servers and have no link back. */
function unlinked(deployment: Deployment, stack: string, { links }: SharingOutput): string[] {
  const keys = deployment.externalServers
    .filter(({ shared }) => shared?.stack === stack)
    .map(({ key }) => key);
  return deployment.applications
    .filter(
      ({ type, connections }) => type === "ChatServer" && connections.some(({ key }) => keys.includes(key)),
    )
    .map(({ name }) => name)
    .filter((name) => !links.includes(`${pulumi.getStack()}/${name}`));
}
