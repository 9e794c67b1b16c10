import type * as pulumi from "@pulumi/pulumi";
import type { Application } from "../model/deployment";
import { ApplicationComponent, type ApplicationProcess } from "./application";
import { describeApplication } from "../render/described-application";
import type { DeploymentContext } from "./deployment-context";

/**
 * Contact Server (UCS): keeps the transcripts that a standby restores sessions from; its data outlives its container.
 *
 * Fail-over: none; while it restarts, messages are not acknowledged and nothing acknowledged is lost.
 */
export class ContactServer extends ApplicationComponent {
  /** The one process of this application. */
  readonly process: ApplicationProcess;

  constructor(
    placement: DeploymentContext,
    application: Application,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("ContactServer", placement, application, describeApplication(application), opts);
    this.process = this.declare(placement, application);
    this.registerDeployed(placement, application);
  }
}
