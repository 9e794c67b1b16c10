import * as pulumi from "@pulumi/pulumi";
import type { Application, ApplicationType, Deployment } from "../model/deployment";
import { definitionHash, gmsUrls } from "../render";
import type { ApplicationProcess } from "./application";
import { checkedArgs, type ChatDeploymentArgs } from "./chat-deployment-args";
import { ChatServer } from "./chat-server";
import { ContactServer } from "./contact-server";
import { Daemon } from "./daemon";
import { declareKeyVolume } from "./deployment-key";
import { hasKey } from "../docker/container-policy";
import { frameRecord, recordOutput } from "../render/deployment-record";
import { describeDeployment } from "../render/described-application";
import { InteractionServer } from "./interaction-server";
import { OrchestrationServer } from "./orchestration-server";
import { MobileServices } from "./mobile-services";
import { objectNames } from "../docker/names";
import type { DeploymentContext } from "./deployment-context";
import { sharedNetworkPlan } from "../docker/host-conflicts";
import { declareNetwork } from "./shared-network";
import { memberships } from "../model/sharing";
import { simulatorImage } from "../system/simulator-image";
import { Readiness } from "./readiness";
import { RolloutOrder } from "./rollout-order";
import { WebApiServer } from "./web-api-server";

/** One application in the stack's outputs. */
export interface ApplicationOutput {
  /** The Application object's name, with the prefix. */
  readonly name: string;
  /** Its application type. */
  readonly type: ApplicationType;
  /** The declared role; the active member is decided at run time. */
  readonly role: "primary" | "backup";
  /** The container's name. */
  readonly container: string;
  /** Listening ports inside the container, by id. */
  readonly ports: Readonly<Record<string, number>>;
}

/**
 * A complete deployment: the network and every application of a definition. If it has the stack's name, its resources and
 * containers are named after their applications only; a program that declares several gives each a name of its own, which is part of
 * theirs.
 */
export class ChatDeployment extends pulumi.ComponentResource {
  /** Where customers' apps reach each GMS that is published, in the order of their names. */
  readonly gmsUrls: string[];
  /** What runs, a line for each application. */
  readonly applications: ApplicationOutput[];
  /** Identifies what the definition means; equal for any spelling of it. */
  readonly definitionHash: string;

  constructor(name: string, args: ChatDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    const deployment = checkedArgs(name, args);
    const isOwnProvider = hasOwnProvider(opts);
    const daemon = isOwnProvider ? undefined : Daemon.ofThisRun();
    super("genesys-chat:index:ChatDeployment", name, describeDeployment(deployment), opts);

    const placement = this.placement(name, deployment, args, daemon, isOwnProvider);
    this.tellDelivery(deployment);
    const processes = deployment.applications.flatMap((application) => this.declare(placement, application));

    this.gmsUrls = gmsUrls(deployment).map(({ url }) => url);
    this.applications = processes.map((process) => outputOf(placement, process));
    this.definitionHash = definitionHash(deployment);
    this.registerOutputs({
      gmsUrls: this.gmsUrls,
      applications: this.applications,
      definitionHash: this.definitionHash,
      [recordOutput]: frameRecord(deployment),
    });
  }

  /** What all components share, the networks among it. */
  private placement(
    name: string,
    deployment: Deployment,
    { secrets = {}, transform = {}, sharedNetworks = {} }: ChatDeploymentArgs,
    daemon: Daemon | undefined,
    isOwnProvider: boolean,
  ): DeploymentContext {
    const [project, stack] = [pulumi.getProject(), pulumi.getStack()];
    const isOnly = name === stack;
    const names = objectNames(project, stack, isOnly ? undefined : name);
    const resourceName = (key: string) => (isOnly ? key : `${name}-${key}`);
    const common = { project, stack, transform, parent: this };
    const network = declareNetwork(deployment.network, {
      ...{ kind: "network", name: names.network, resource: resourceName("network") },
      ...common,
    });
    const shared =
      deployment.sharedNetwork &&
      declareNetwork(sharedNetworkPlan(deployment.sharedNetwork, deployment.network), {
        ...{ kind: "sharedNetwork", name: names.sharedNetwork, resource: resourceName("shared-network") },
        ...common,
      });
    const networkOf = (other: string) => sharedNetworks[other] ?? objectNames(project, other).sharedNetwork;
    return {
      deployment,
      names,
      network,
      joins: (application) =>
        memberships(deployment, application, stack).flatMap(({ stack: other, alias }) => {
          const joined = other === undefined ? shared?.name : networkOf(other);
          return joined === undefined ? [] : [{ name: joined, aliases: [alias] }];
        }),
      keyVolume: hasKey(deployment)
        ? declareKeyVolume({ names, ...common, resource: resourceName("key") })
        : undefined,
      simulatorImage: simulatorImage(),
      labels: { project, stack, tenant: deployment.tenants.map((tenant) => tenant.name).join(",") },
      turns: new RolloutOrder(deployment, daemon),
      readiness: new Readiness(daemon, isOwnProvider),
      transform,
      resourceName,
      secret: (secret) => pulumi.secret(secrets[secret] ?? ""),
    };
  }

  /** An update looks as if options had been put in force, and here it puts none. */
  private tellDelivery({ configurationServer }: Deployment): void {
    if (!configurationServer) return;
    const { host, port } = configurationServer;
    void pulumi.log.info(
      `Options, ports and connections are delivered by the Configuration Server at ${host}:${port}, and no update changes ` +
        `them there: import them from out/${pulumi.getStack()}/, then restart each application of which something changed ` +
        "that takes effect at a start.",
      this,
    );
  }

  /** A backup is declared by its primary's component, which knows the order within the pair. */
  private declare(placement: DeploymentContext, application: Application): ApplicationProcess[] {
    if (application.role === "backup") return [];
    switch (application.type) {
      case "GenesysMobileServices":
        return [new MobileServices(placement, application, { parent: this }).process];
      case "WebApiServer":
        return [new WebApiServer(placement, application, { parent: this }).process];
      case "InteractionServer":
        return [new InteractionServer(placement, application, { parent: this }).process];
      case "OrchestrationServer":
        return [new OrchestrationServer(placement, application, { parent: this }).process];
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

/** A provider of the program's own may have another daemon than the Docker client asks. */
function hasOwnProvider(opts?: pulumi.ComponentResourceOptions): boolean {
  return opts?.provider !== undefined || opts?.providers !== undefined;
}

function outputOf({ names }: DeploymentContext, { application }: ApplicationProcess): ApplicationOutput {
  const { name, type, role, ports, serverInfo } = application;
  return {
    name,
    type,
    role,
    container: names.container(serverInfo.host),
    ports: Object.fromEntries(ports.map(({ id, port }) => [id, port])),
  };
}
