import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Application } from "../model/deployment";
import { restartHash } from "../render";
import { carrierUploads, hasSecretForStart } from "./carrier-uploads";
import {
  containerResourceOptions,
  hardening,
  healthPolicy,
  memoryMb,
  paths,
  processUser,
  stopSeconds,
} from "./container-policy";
import { labels } from "./names";
import type { Placement } from "./placement";

/** One Application object's process: its configuration volume, the carrier that fills it, and its container. */
export interface ApplicationProcess {
  readonly application: Application;
  readonly container: docker.Container;
}

/** What a type asks for its processes. */
export interface ProcessOptions {
  /** Whether its data outlives a replaced container; default no. */
  readonly keepsData?: boolean;
  /** Nothing of the process, its file included, is touched before these are up and healthy; default none. */
  readonly after?: pulumi.Resource[];
}

/**
 * The base of every component: declares a process as a volume, a carrier and a container, hardened and ordered.
 *
 * Configuration arrives by a carrier, a container that is created and never started: uploads into a read-only
 * container fail, and changed uploads would replace the process. A changed file replaces the carrier only, and the
 * process sees the new file; what it takes in only at its start is in its restart hash, which replaces it.
 */
export abstract class ApplicationComponent extends pulumi.ComponentResource {
  protected constructor(
    type: string,
    name: string,
    inputs: Record<string, unknown>,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(`genesys-chat:index:${type}`, name, inputs, opts);
  }

  /** Declares a process. */
  protected declare(
    placement: Placement,
    application: Application,
    options: ProcessOptions = {},
  ): ApplicationProcess {
    const after = options.after ?? [];
    const carrier = this.carrier(placement, application, after);
    const data = options.keepsData ? [this.dataVolume(placement, application)] : [];
    const container = this.container(placement, application, data, carrier, after);
    return { application, container };
  }

  private carrier(
    placement: Placement,
    application: Application,
    dependsOn: pulumi.Resource[],
  ): docker.Container {
    const { names } = placement;
    const { host } = application.serverInfo;
    const volume = new docker.Volume(
      `${application.key}-config`,
      { name: names.configVolume(host), labels: this.labels(placement, application, "config") },
      { parent: this },
    );
    return new docker.Container(
      `${application.key}-carrier`,
      {
        name: names.carrier(host),
        image: placement.simulatorImage,
        labels: this.labels(placement, application, "carrier"),
        // It never runs. Docker 20.10 looks up whoever a container would run as in the host's user database before it
        // copies a file into it, and the image's own account is not there.
        user: "0",
        start: false,
        mustRun: false,
        networkMode: "none",
        volumes: [{ volumeName: volume.name, containerPath: paths.config }],
        uploads: carrierUploads(placement, application),
      },
      {
        parent: this,
        dependsOn,
        ...containerResourceOptions,
      },
    );
  }

  private container(
    placement: Placement,
    application: Application,
    data: docker.Volume[],
    carrier: docker.Container,
    after: pulumi.Resource[],
  ): docker.Container {
    const { names, network } = placement;
    const { host } = application.serverInfo;
    return new docker.Container(
      application.key,
      {
        name: names.container(host),
        hostname: host,
        image: application.image ?? placement.simulatorImage,
        labels: this.labels(placement, application, application.role, {
          "restart-hash": restartHash(placement.deployment, application),
        }),
        networksAdvanced: [{ name: network.name, aliases: [host] }],
        ports: application.ports.flatMap(({ port, publish, address }) =>
          publish === undefined ? [] : [{ internal: port, external: publish, ip: address }],
        ),
        volumes: [
          { volumeName: names.configVolume(host), containerPath: paths.config, readOnly: true },
          ...data.map((volume) => ({ volumeName: volume.name, containerPath: paths.data })),
        ],
        tmpfs: { "/tmp": `rw,noexec,nosuid,size=16m,uid=${processUser}` },
        restart: "unless-stopped",
        memory: application.memoryMb ?? memoryMb,
        memorySwap: application.memoryMb ?? memoryMb,
        destroyGraceSeconds: stopSeconds,
        ...hardening,
        // A real product's image brings its own way to be asked; ours has none for it.
        ...(application.image === undefined && healthPolicy),
      },
      {
        parent: this,
        dependsOn: [carrier, ...after],
        // No hash of a secret goes into a label, so a rotated one shows in the carrier only. The engine has a trigger
        // for such cases, and does not see it change when it is a secret itself (tried with 3.256.0).
        ...(hasSecretForStart(application) && { replaceWith: [carrier] }),
        ...containerResourceOptions,
      },
    );
  }

  private dataVolume(placement: Placement, application: Application): docker.Volume {
    return new docker.Volume(
      `${application.key}-data`,
      {
        name: placement.names.dataVolume(application.serverInfo.host),
        labels: this.labels(placement, application, "data"),
      },
      { parent: this },
    );
  }

  private labels(
    placement: Placement,
    application: Application,
    role: string,
    more: Record<string, string> = {},
  ) {
    return labels({ ...placement.labels, application: application.name, role, ...more });
  }
}
