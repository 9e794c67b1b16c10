import type * as pulumi from "@pulumi/pulumi";
import type { Application } from "../model/deployment";
import { ApplicationComponent, type ApplicationProcess } from "./application";
import { describeApplication } from "../render/described-application";
import type { DeploymentContext } from "./deployment-context";

/**
 * Web API Server: tells GMS which Chat Server takes a chat, and where a pair's active member is.
 *
 * Fail-over: it keeps nothing; while it restarts, open chats continue and new ones wait.
 */
export class WebApiServer extends ApplicationComponent {
  /** The one process of this application. */
  readonly process: ApplicationProcess;

  constructor(
    placement: DeploymentContext,
    application: Application,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("WebApiServer", placement, application, describeApplication(application), opts);
    this.process = this.declare(placement, application);
    this.registerDeployed(placement, application);
  }
}
