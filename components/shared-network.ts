import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { NetworkPlan } from "../model/deployment";
import { gatewayOf } from "../model/subnet";
import { networkResourceOptions } from "./resource-options";
import { labels } from "../docker/names";
import { masqueradeOption } from "../docker/host-conflicts";
import type { Transform } from "./transform";
import { transformed } from "./transform";

/** The networks of other stacks that share something, by stack. */
export type SharedNetworks = Readonly<Record<string, pulumi.Input<string>>>;

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
  { subnet, masquerade }: NetworkPlan,
  { kind, name, resource, project, stack, transform, parent }: NetworkPlace,
): docker.Network {
  const args = {
    name,
    driver: "bridge",
    // If unstated, the daemon reports its gateway only after a restart, and the next refresh would replace the network.
    ipamConfigs: [{ subnet, gateway: gatewayOf(subnet) }],
    ...(masquerade === false && { options: { [masqueradeOption]: "false" } }),
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
