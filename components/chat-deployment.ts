import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Application, ApplicationType, Deployment } from "../model/deployment";
import { definitionHash, gmsUrls } from "../render";
import type { ApplicationProcess } from "./application";
import { secretNames } from "./carrier-uploads";
import { ChatServer } from "./chat-server";
import { ContactServer } from "./contact-server";
import { InteractionServer } from "./interaction-server";
import { MobileServices } from "./mobile-services";
import { labels, objectNames } from "./names";
import type { Placement } from "./placement";
import { simulatorImage } from "./simulator-image";
import { WebApiServer } from "./web-api-server";

/** What a chat deployment is made from. */
export interface ChatDeploymentArgs {
  /** The resolved definition; `checkedDeployment` gives it, and lets none with an error through. */
  readonly deployment: Deployment;
  /** The values of the secrets that the definition names; each must be an encrypted output. Default: none. */
  readonly secrets?: Readonly<Record<string, pulumi.Output<string>>>;
}

/** One application as the stack's outputs tell of it. */
export interface ApplicationOutput {
  readonly name: string;
  readonly type: ApplicationType;
  readonly role: "primary" | "backup";
  readonly container: string;
  readonly ports: Readonly<Record<string, number>>;
}

/** A whole deployment: the network and every application of a definition. */
export class ChatDeployment extends pulumi.ComponentResource {
  /** Where customers' apps reach each GMS that is published, in the order of their names. */
  readonly gmsUrls: string[];
  readonly applications: ApplicationOutput[];
  /** Identifies what the definition means; equal for any spelling of it. */
  readonly definitionHash: string;

  constructor(name: string, args: ChatDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    const { deployment, secrets = {} } = args;
    requireSecrets(deployment, secrets);
    super("genesys-chat:index:ChatDeployment", name, describe(deployment), opts);

    const placement = this.placement(deployment, secrets);
    const processes = deployment.applications.flatMap((application) => this.declare(placement, application));

    this.gmsUrls = gmsUrls(deployment).map(({ url }) => url);
    this.applications = processes.map((process) => outputOf(placement, process));
    this.definitionHash = definitionHash(deployment);
    this.registerOutputs({
      gmsUrls: this.gmsUrls,
      applications: this.applications,
      definitionHash: this.definitionHash,
    });
  }

  private placement(
    deployment: Deployment,
    secrets: Readonly<Record<string, pulumi.Output<string>>>,
  ): Placement {
    const project = pulumi.getProject();
    const stack = pulumi.getStack();
    const names = objectNames(project, stack);
    const network = new docker.Network(
      "network",
      {
        name: names.network,
        driver: "bridge",
        ipamConfigs: [{ subnet: deployment.network.subnet }],
        labels: labels({ project, stack, role: "network" }),
      },
      { parent: this },
    );
    return {
      deployment,
      names,
      network,
      simulatorImage: simulatorImage(),
      labels: { project, stack, tenant: deployment.tenants.map((tenant) => tenant.name).join(",") },
      secret: (secret) => secrets[secret] as pulumi.Output<string>,
    };
  }

  /** A backup is declared by its primary's component, which knows the order within the pair. */
  private declare(placement: Placement, application: Application): ApplicationProcess[] {
    if (application.role === "backup") return [];
    switch (application.type) {
      case "GenesysMobileServices":
        return [new MobileServices(placement, application, { parent: this }).process];
      case "WebApiServer":
        return [new WebApiServer(placement, application, { parent: this }).process];
      case "InteractionServer":
        return [new InteractionServer(placement, application, { parent: this }).process];
      case "ContactServer":
        return [new ContactServer(placement, application, { parent: this }).process];
      case "ChatServer": {
        const standby = placement.deployment.applications.find(
          ({ serverInfo }) => serverInfo.primaryServer?.application === application.name,
        );
        const pair = new ChatServer(placement, application, standby, { parent: this });
        return pair.standby ? [pair.primary, pair.standby] : [pair.primary];
      }
    }
  }
}

function describe({ stage, namePrefix, tenants, network }: Deployment): Record<string, unknown> {
  return {
    stage,
    namePrefix,
    tenants: Object.fromEntries(tenants.map(({ name, dbid }) => [name, { dbid }])),
    network,
  };
}

/** Runs before the first resource is registered, like every other check. */
function requireSecrets(deployment: Deployment, secrets: Readonly<Record<string, unknown>>): void {
  const missing = [...new Set(deployment.applications.flatMap(secretNames))].filter(
    (name) => !(name in secrets),
  );
  if (missing.length === 0) return;
  throw new pulumi.RunError(
    missing
      .map((name) => `secret "${name}" has no value: pulumi config set --secret genesys-chat:secrets.${name}`)
      .join("\n"),
  );
}

function outputOf({ names }: Placement, { application }: ApplicationProcess): ApplicationOutput {
  const { name, type, role, ports, serverInfo } = application;
  return {
    name,
    type,
    role,
    container: names.container(serverInfo.host),
    ports: Object.fromEntries(ports.map(({ id, port }) => [id, port])),
  };
}
