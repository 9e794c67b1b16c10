import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { Deployment } from "../model/deployment";
import type { ObjectNames } from "./names";

/** What all components of one deployment share. */
export interface Placement {
  readonly deployment: Deployment;
  readonly names: ObjectNames;
  readonly network: docker.Network;
  /** The image for applications that name none: the simulator's, with a content tag known at preview. */
  readonly simulatorImage: string;
  /** Labels that are the same on everything of the stack. */
  readonly labels: Readonly<Record<string, string>>;
  /** A secret's value; fails with one sentence where the stack's config has none. */
  secret(name: string): pulumi.Output<string>;
}
