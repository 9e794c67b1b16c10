import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Application } from "../model/deployment";
import { byCodePoint, canonicalJson, sha256 } from "../render";
import { containerResourceOptions, filledIn, volumeResourceOptions } from "./resource-options";
import { labels, type Label } from "../docker/names";
import { Container } from "./container";
import type { DeploymentContext } from "./deployment-context";
import { transformed, type InnerResource, type InnerResourceArgs } from "./transform";

type ContainerKind = {
  [Kind in InnerResource]: Kind extends "carrier" | "filesCarrier" | "container" ? Kind : never;
}[InnerResource];
type VolumeKind = { [Kind in InnerResource]: Kind extends `${string}Volume` ? Kind : never }[InnerResource];

/** What one part contributes to an application's container: mounts, and the resources that must exist before it. */
export interface Part {
  /** What it mounts. */
  readonly volumes: docker.types.input.ContainerVolume[];
  /** What fills the mounts. */
  readonly carriers: Container[];
}

/** The labels with a hash of what a container states of inputs whose changes are ignored; nothing if it states none. */
function limitsLabel(args: docker.ContainerArgs): Pick<docker.ContainerArgs, "labels"> {
  const stated = filledIn.flatMap((name) => (args[name] === undefined ? [] : [[name, args[name]] as const]));
  if (stated.length === 0) return {};
  return {
    labels: pulumi.all([args.labels ?? [], Object.fromEntries(stated)]).apply(([others, values]) => {
      const hash = sha256(canonicalJson(values)).slice(0, 16);
      return [...(others ?? []), ...labels({ "limits-hash": hash })].sort((a, b) =>
        byCodePoint(a.label, b.label),
      );
    }),
  };
}

/** Declares one application's inner resources: below its component, labelled, with the program's transformations. */
export class InnerResources {
  constructor(
    private readonly component: pulumi.Resource,
    /** What all components of the deployment share. */
    readonly placement: DeploymentContext,
    /** Whose resources they are. */
    readonly application: Application,
    /** Nothing of the application is touched before these are there. */
    private readonly after: readonly pulumi.Input<pulumi.Resource>[],
    /** None of its containers is touched before this resolves; undefined if they need not wait. */
    private readonly turn?: Promise<void>,
  ) {}

  /** Declares a volume; its labels are the same as long as it lives, whatever its tenant or its application's prefix is. */
  volume(kind: VolumeKind, resource: string, name: string, role: string, more: Record<string, string> = {}) {
    const { project, stack } = this.placement.labels;
    const constant = labels({ project, stack, application: this.application.key, role, ...more });
    const declaration = {
      args: { name, labels: constant },
      opts: { parent: this.component, ...volumeResourceOptions() },
    };
    const { args, opts } = transformed(this.placement.transform, kind, declaration, this.application);
    return new docker.Volume(this.placement.resourceName(resource), args, opts);
  }

  /** Declares a container that comes after these carriers. */
  container(
    kind: ContainerKind,
    resource: string,
    args: InnerResourceArgs[ContainerKind] & { readonly name: string },
    carriers: Container[] = [],
    more: pulumi.CustomResourceOptions = {},
  ): Container {
    const after = [...carriers, ...this.after];
    const dependsOn = this.turn?.then(() => after) ?? after;
    const opts = { parent: this.component, dependsOn, ...more, ...containerResourceOptions() };
    const declared = transformed(this.placement.transform, kind, { args, opts }, this.application);
    const all = { ...declared.args, ...limitsLabel(declared.args) };
    return new Container(this.placement.resourceName(resource), all, declared.opts);
  }

  /**
   * Declares a carrier: a container that mounts volumes, takes files as uploads and is never started. Docker 20.10 looks up
   * a container's account in the host's user database before it copies a file into it, and an image's own
   * account is not there: so a carrier is root's.
   */
  carrier(
    kind: ContainerKind,
    resource: string,
    args: Pick<docker.ContainerArgs, "image" | "labels" | "volumes" | "uploads"> & { readonly name: string },
  ): Container {
    const never = { user: "0", start: false, mustRun: false, networkMode: "none" };
    return this.container(kind, resource, { ...args, ...never });
  }

  /** The labels of one of the application's objects. */
  labels(role: string, more: Record<string, string> = {}): Label[] {
    return labels({ ...this.placement.labels, application: this.application.name, role, ...more });
  }
}
