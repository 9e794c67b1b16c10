import type * as docker from "@pulumi/docker";
import { getVersion } from "@pulumi/docker/utilities";
import * as pulumi from "@pulumi/pulumi";

/**
 * A container with the properties that are stated. The package's own class, `docker.Container`, has all seventy of them, and the SDK makes four promises
 * for each: that was most of the memory, and half of the processor time, of a large stack's preview.
 */
export class Container extends pulumi.CustomResource {
  /** The container's name. */
  declare readonly name: pulumi.Output<string>;

  constructor(
    name: string,
    args: docker.ContainerArgs & { readonly name: pulumi.Input<string> },
    opts: pulumi.CustomResourceOptions,
  ) {
    const stated = Object.entries(args).filter(([, value]) => value !== undefined);
    // The plugin's version, as the package's own classes state it.
    const options = pulumi.mergeOptions({ version: getVersion() }, opts);
    super("docker:index/container:Container", name, Object.fromEntries(stated), options);
  }
}
