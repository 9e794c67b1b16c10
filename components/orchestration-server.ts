import type * as pulumi from "@pulumi/pulumi";
import type { Application } from "../model/deployment";
import { ApplicationComponent, type ApplicationProcess } from "./application";
import { describeApplication } from "../render/described-application";
import type { DeploymentContext } from "./deployment-context";

/**
 * Orchestration Server: fetches the SCXML application of a service of type ors when the service begins.
 *
 * Fail-over: none; while it restarts, GMS refuses new services of type ors, and chats in progress continue.
 */
export class OrchestrationServer extends ApplicationComponent {
  /** The one process of this application. */
  readonly process: ApplicationProcess;

  constructor(
    placement: DeploymentContext,
    application: Application,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("OrchestrationServer", placement, application, describeApplication(application), opts);
    this.process = this.declare(placement, application);
    this.registerDeployed(placement, application);
  }
}
