import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { Application, Deployment, NetworkPlan } from "../model/deployment";
import { sharedHostName } from "../model/names";
import { gatewayOf } from "../model/subnet";
import { networkResourceOptions } from "./container-policy";
import { labels } from "./names";
import type { Transform } from "./transform";
import { transformed } from "./transform";

/** The networks of other stacks that share something, by stack. */
export type SharedNetworks = Readonly<Record<string, pulumi.Input<string>>>;

/** A shared network that a process is in besides its stack's own. */
export interface Membership {
  /** The stack that shares it; undefined is the process's own. */
  readonly stack?: string;
  /** The process's name there. */
  readonly alias: string;
}

/** The shared networks that an application's process is in, as a member of a pair both of them. */
export function memberships(deployment: Deployment, application: Application, stack: string): Membership[] {
  const alias = sharedHostName(application.serverInfo.host, stack);
  const own = deployment.sharedNetwork?.applications.includes(application.key) ? [{ alias }] : [];
  return [...own, ...stacksUsed(deployment, application).map((one) => ({ stack: one, alias }))];
}

/** The stacks whose servers a deployment uses, sorted. */
export function stacksUsed(deployment: Deployment, application?: Application): string[] {
  const primary = application?.serverInfo.primaryServer?.application ?? application?.name;
  const connected = deployment.applications
    .filter(({ name }) => primary === undefined || name === primary)
    .flatMap(({ connections }) => connections.map(({ key }) => key));
  const stacks = deployment.externalServers.flatMap(({ key, shared }) =>
    shared && connected.includes(key) ? [shared.stack] : [],
  );
  return [...new Set(stacks)].sort();
}

/** The Chat Servers of other stacks that a deployment's servers link back to, such as `north/North_ChatServer1`, sorted. */
export function linkedUsers({ applications, externalServers }: Deployment): string[] {
  const used = new Set(externalServers.map(({ key }) => key));
  const links = applications.flatMap(({ connections }) =>
    connections.flatMap(({ key, stack, application }) =>
      stack === undefined || used.has(key) ? [] : [`${stack}/${application}`],
    ),
  );
  return [...new Set(links)].sort();
}

/** Where and how a network of a deployment is declared. */
export interface NetworkPlace {
  readonly kind: "network" | "sharedNetwork";
  readonly name: string;
  /** The resource's logical name. */
  readonly resource: string;
  readonly project: string;
  readonly stack: string;
  readonly transform: Transform;
  readonly parent: pulumi.Resource;
}

/** Declares a network: a deployment's own, or the one in which other stacks reach what it shares. */
export function declareNetwork(
  { subnet }: NetworkPlan,
  { kind, name, resource, project, stack, transform, parent }: NetworkPlace,
): docker.Network {
  const args = {
    name,
    driver: "bridge",
    // Unstated, the daemon tells of its gateway only once it was restarted, and the next refresh would replace the network.
    ipamConfigs: [{ subnet, gateway: gatewayOf(subnet) }],
    labels: labels({ project, stack, role: kind === "network" ? "network" : "shared-network" }),
  };
  const opts = { parent, ...networkResourceOptions() };
  const declared = transformed(transform, kind, { args, opts });
  // Unstated, a daemon may turn it on by settings of its own, and the next refresh would replace the network.
  const ignoreChanges = declared.args.ipv6 === undefined ? ["ipv6"] : [];
  return new docker.Network(resource, declared.args, {
    ...declared.opts,
    ignoreChanges: [...(declared.opts.ignoreChanges ?? []), ...ignoreChanges],
  });
}
