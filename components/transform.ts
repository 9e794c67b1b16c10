import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { Application } from "../model/deployment";

/** The inner resources of a deployment, by what they are for. */
export interface InnerResourceArgs {
  /** The deployment's network. */
  network: docker.NetworkArgs;
  /** The network in which other stacks reach what this one shares. */
  sharedNetwork: docker.NetworkArgs;
  /** The volume with the key that a deployment's simulated processes share. */
  keyVolume: docker.VolumeArgs;
  /** The volume that an application's file is in. */
  configVolume: docker.VolumeArgs;
  /** The container that is never started and fills the volume of an application's file. */
  carrier: docker.ContainerArgs;
  /** The volume that a GMS or a Contact Server keeps its data in. */
  dataVolume: docker.VolumeArgs;
  /** The volume of a writable path. */
  writableVolume: docker.VolumeArgs;
  /** The volume of a folder that own files lie in. */
  filesVolume: docker.VolumeArgs;
  /** The container that is never started and fills the volumes of own files and writable paths. */
  filesCarrier: docker.ContainerArgs;
  /** The container that an application's process runs in. */
  container: docker.ContainerArgs;
}

/** The kinds that are for all applications of a deployment. */
type OfAll = "network" | "sharedNetwork" | "keyVolume";

/** The kinds of inner resources. */
export type InnerResource = keyof InnerResourceArgs;

/** A resource's arguments as a transformation may change them: all but the name, which is decided in one place. */
export type TransformableArgs<Kind extends InnerResource> = Omit<InnerResourceArgs[Kind], "name">;

/** A resource's options as a transformation may change them: all but the component it belongs to. */
export type TransformableOptions = Omit<pulumi.CustomResourceOptions, "parent">;

/** What a transformation may give back in the place of what it got; default what it got, with its changes. */
export interface Transformed<Kind extends InnerResource> {
  /** Default the arguments it got. */
  readonly args?: TransformableArgs<Kind>;
  /** Default the options it got. */
  readonly opts?: TransformableOptions;
}

/**
 * Changes what an inner resource is declared with, in place or by its return value. It sees the application that the
 * resource is for; a network and the key are for all of them.
 */
export type Transformation<Kind extends InnerResource> = (
  args: TransformableArgs<Kind>,
  opts: TransformableOptions,
  ...about: Kind extends OfAll ? [] : [application: Application]
  // A function that changes in place returns nothing.
) => void | Transformed<Kind>;

/** A transformation for each kind of inner resource; default none. The single escape hatch (docs/library.md). */
export type Transform = { readonly [Kind in InnerResource]?: Transformation<Kind> };

/** What an inner resource is declared with. */
export interface Declaration<Kind extends InnerResource> {
  /** Its arguments, with a fixed name. */
  readonly args: InnerResourceArgs[Kind] & { readonly name: string };
  /** Its options, the component it belongs to among them. */
  readonly opts: pulumi.CustomResourceOptions;
}

/** Returns a declaration after the program's transformation; name and parent can't change. */
export function transformed<Kind extends InnerResource>(
  transform: Transform,
  kind: Kind,
  { args, opts }: Declaration<Kind>,
  ...about: Kind extends OfAll ? [] : [application: Application]
): Declaration<Kind> {
  const transformation: Transformation<Kind> | undefined = transform[kind];
  if (!transformation) return { args, opts };
  // Copies: what several declarations share must not change with one of them.
  const ownArgs = { ...args } as unknown as TransformableArgs<Kind>;
  const ownOpts: TransformableOptions = { ...opts };
  const given = transformation(ownArgs, ownOpts, ...about) ?? {};
  return {
    args: { ...(given.args ?? ownArgs), name: args.name } as Declaration<Kind>["args"],
    opts: { ...(given.opts ?? ownOpts), ...(opts.parent && { parent: opts.parent }) },
  };
}
