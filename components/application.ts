import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Application } from "../model/deployment";
import { deliveredByFiles } from "./configuration-carrier";
import type { Container } from "./container";
import { hardening } from "./resource-options";
import { keepsData, paths } from "../docker/container-policy";
import { keyMounts } from "./deployment-key";
import { InnerResources } from "./inner-resources";
import { customFiles } from "./custom-files";
import { filesHash } from "../docker/custom-folders";
import type { DeploymentContext } from "./deployment-context";
import { applicationsRecord, recordOutput } from "../render/deployment-record";
import { processSettings, settingsHash } from "../docker/process-settings";
import type { Turn } from "./rollout-order";

/** One Application object's process, and its container. */
export interface ApplicationProcess {
  /** What it was declared from. */
  readonly application: Application;
  /** The container that the process runs in. */
  readonly container: Container;
  /** Resolves once an update finds the process ready: at once in a preview. */
  readonly ready: Promise<void>;
}

/** What a type asks for its processes. */
export interface ProcessOptions {
  /** Nothing of the process, its file included, is touched before these are there; default none. */
  readonly after?: readonly pulumi.Input<pulumi.Resource>[];
  /** The primary that must not change before this process has its configuration in force; default none. */
  readonly primary?: string;
}

/**
 * The base of every component: declares a process as a container, hardened and ordered, and before it what reaches the
 * container by a carrier: its configuration where files deliver it, own files and writable paths.
 */
export abstract class ApplicationComponent extends pulumi.ComponentResource {
  private readonly turn: Turn;

  protected constructor(
    type: string,
    placement: DeploymentContext,
    application: Application,
    inputs: Record<string, unknown>,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(`genesys-chat:index:${type}`, placement.resourceName(application.key), inputs, opts);
    this.turn = placement.turns.take(application, containersOf(placement, application));
  }

  /** Declares a process. */
  protected declare(
    placement: DeploymentContext,
    application: Application,
    { after = [], primary }: ProcessOptions = {},
  ): ApplicationProcess {
    const inner = new InnerResources(this, placement, application, after, this.turn.comes);
    const byFiles = placement.deployment.configurationServer ? undefined : deliveredByFiles(inner);
    const own = customFiles(inner);
    const carriers = [...(byFiles?.carriers ?? []), ...own.carriers];
    const container = inner.container(
      "container",
      application.key,
      {
        ...containerArgs(inner),
        labels: inner.labels(application.role, { ...byFiles?.labels, ...statedHashes(inner) }),
        volumes: [
          ...(byFiles?.volumes ?? []),
          ...(keepsData.has(application.type) ? [dataVolume(inner)] : []),
          ...own.volumes,
          ...keyMounts(placement, application),
        ],
      },
      carriers,
      // The engine has a trigger for such cases, and does not see it change when it is a secret itself (tried with 3.256.0).
      byFiles?.replacedWithCarrier ? { replaceWith: byFiles.carriers } : {},
    );
    const name = placement.names.container(application.serverInfo.host);
    const ready = placement.readiness.of(container, application, {
      name,
      ...(primary !== undefined && { primary }),
    });
    this.turn.lastsUntil(ready);
    return { application, container, ready };
  }

  /**
   * Registers what the component deploys. None of it waits for a container: the engine drops the outputs of a component whose inputs
   * change, and a run that fails half-way would leave none.
   */
  protected registerDeployed(
    { names }: DeploymentContext,
    primary: Application,
    standby?: Application,
  ): void {
    this.registerOutputs({
      container: names.container(primary.serverInfo.host),
      ...(standby && { standby: names.container(standby.serverInfo.host) }),
      [recordOutput]: applicationsRecord(standby ? [primary, standby] : [primary]),
    });
  }
}

/** The names of an application's container and of its standby's. */
function containersOf({ names }: DeploymentContext, { serverInfo }: Application): string[] {
  const standby = serverInfo.backupServer?.host;
  return [serverInfo.host, ...(standby === undefined ? [] : [standby])].map((host) => names.container(host));
}

/** What a container is, apart from what its labels say and its volumes hold. */
function containerArgs({ application, placement }: InnerResources) {
  const { names, network, deployment } = placement;
  const { host } = application.serverInfo;
  return {
    name: names.container(host),
    hostname: host,
    image: application.image ?? placement.simulatorImage,
    networksAdvanced: [{ name: network.name, aliases: [host] }, ...placement.joins(application)],
    ports: application.ports.flatMap(({ port, publish, address }) =>
      publish === undefined ? [] : [{ internal: port, external: publish, ip: address }],
    ),
    restart: "unless-stopped",
    ...processSettings(deployment, application),
    ...placement.readiness.providerWait(application),
    ...hardening(),
  };
}

function dataVolume(inner: InnerResources): docker.types.input.ContainerVolume {
  const { application, placement } = inner;
  const name = placement.names.dataVolume(application.serverInfo.host);
  const volume = inner.volume("dataVolume", `${application.key}-data`, name, "data");
  return { volumeName: volume.name, containerPath: paths.data };
}

/** What replaces a container besides its configuration, and says so as a label. */
function statedHashes({ application, placement }: InnerResources): Record<string, string> {
  const settings = settingsHash(placement.deployment, application);
  const files = filesHash(application);
  return {
    ...(settings !== undefined && { "settings-hash": settings }),
    ...(files !== undefined && { "files-hash": files }),
  };
}
