import type * as pulumi from "@pulumi/pulumi";
import type { Application } from "../model/deployment";
import { ApplicationComponent, type ApplicationProcess } from "./application";
import { describeApplication } from "../render/described-application";
import type { DeploymentContext } from "./deployment-context";

/**
 * Interaction Server: takes the interactions that Chat Servers submit and routes them to agents.
 *
 * Fail-over: Chat Servers submit open interactions again when it comes back.
 */
export class InteractionServer extends ApplicationComponent {
  /** The one process of this application. */
  readonly process: ApplicationProcess;

  constructor(
    placement: DeploymentContext,
    application: Application,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("InteractionServer", placement, application, describeApplication(application), opts);
    this.process = this.declare(placement, application);
    this.registerDeployed(placement, application);
  }
}
