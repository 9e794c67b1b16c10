import type * as pulumi from "@pulumi/pulumi";
import type { Application } from "../model/deployment";
import { ApplicationComponent, type ApplicationProcess } from "./application";
import { describePair } from "../render/described-application";
import type { DeploymentContext } from "./deployment-context";

/**
 * Chat Server: a primary with its warm standby, or one alone.
 *
 * Fail-over: either member may hold the active role, and hands its sessions to a healthy partner on SIGTERM. So the
 * pair is never down together nor on a configuration that has just failed: the standby's carrier and container come
 * first, and only when that is healthy with its configuration in force the primary's carrier and container.
 */
export class ChatServer extends ApplicationComponent {
  readonly primary: ApplicationProcess;
  /** The warm standby; undefined where the redundancy type has none. */
  readonly standby?: ApplicationProcess;

  constructor(
    placement: DeploymentContext,
    primary: Application,
    standby: Application | undefined,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("ChatServer", placement, primary, describePair(primary, standby), opts);
    if (standby) this.standby = this.declare(placement, standby, { primary: primary.name });
    this.primary = this.declare(placement, primary, this.standby && { after: [onceReady(this.standby)] });
    this.registerDeployed(placement, primary, standby);
  }
}

/** A process as a resource to depend on once it is ready: the engine knows only that its container exists. */
async function onceReady({ container, ready }: ApplicationProcess): Promise<pulumi.Resource> {
  await ready;
  return container;
}
