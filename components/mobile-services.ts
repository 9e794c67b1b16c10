import type * as pulumi from "@pulumi/pulumi";
import type { Application } from "../model/deployment";
import { ApplicationComponent, type ApplicationProcess } from "./application";
import { describeApplication } from "../render/described-application";
import type { DeploymentContext } from "./deployment-context";

/**
 * Genesys Mobile Services: the customers' way in. Its service records outlive a replaced container.
 *
 * Fail-over: none of its own; while it restarts, customers wait and their chats continue at the Chat Servers.
 */
export class MobileServices extends ApplicationComponent {
  /** The one process of this application. */
  readonly process: ApplicationProcess;

  constructor(
    placement: DeploymentContext,
    application: Application,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("MobileServices", placement, application, describeApplication(application), opts);
    this.process = this.declare(placement, application);
    this.registerDeployed(placement, application);
  }
}
