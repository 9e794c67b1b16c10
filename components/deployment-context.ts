import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { Application, Deployment } from "../model/deployment";
import type { ObjectNames } from "../docker/names";
import type { Transform } from "./transform";
import type { Readiness } from "./readiness";
import type { RolloutOrder } from "./rollout-order";

/** What all components of one deployment share. */
export interface DeploymentContext {
  /** What is deployed. */
  readonly deployment: Deployment;
  /** What Docker's objects are called. */
  readonly names: ObjectNames;
  /** The network that all processes are in. */
  readonly network: docker.Network;
  /** The shared networks that an application's process is in besides, with its name there. */
  joins(application: Application): docker.types.input.ContainerNetworksAdvanced[];
  /** The volume with the key of the simulated processes; undefined if there are none. */
  readonly keyVolume: docker.Volume | undefined;
  /** The image for applications that name none: the simulator's, with a content tag known at preview. */
  readonly simulatorImage: string;
  /** Labels that are the same on everything of the stack; only the first two stay the same as long as it lives. */
  readonly labels: Readonly<Record<"project" | "stack" | "tenant", string>>;
  /** The order in which an update comes to the applications of a type. */
  readonly turns: RolloutOrder;
  /** When a process is ready. */
  readonly readiness: Readiness;
  /** What the program changes on inner resources. */
  readonly transform: Transform;
  /** A resource's logical name: the key itself where a stack has one deployment, so that it says no more than it has to. */
  resourceName(key: string): string;
  /** A secret's value; that it has one was checked before anything was registered. */
  secret(name: string): pulumi.Output<string>;
}
