import type { Application, Connection, Deployment, Target } from "../../model/deployment";
import { keepsData } from "../../docker/container-policy";
import { hasKey } from "../../docker/container-policy";
import { objectNames, type ObjectNames } from "../../docker/names";
import { memberships } from "../../model/sharing";
import { project } from "../../system/project";
import { customFolders, shortHash } from "../../docker/custom-folders";

/** An application with what Docker is to have of it. */
export interface DeclaredApplication {
  readonly application: Application;
  readonly container: string;
  readonly image: string;
  /** The carrier of its file; undefined where a Configuration Server delivers. */
  readonly carrier?: string;
  /** The carrier of own files and writable paths. */
  readonly filesCarrier?: string;
  readonly volumes: readonly DeclaredVolume[];
  /** The networks that its container is in, with its name there. */
  readonly places: readonly Place[];
  /** The connections it works with: a backup has its primary's. */
  readonly connections: readonly Connection[];
  /** The other member of its pair. */
  readonly partner?: Target;
}

/** A network that a container is in. */
export interface Place {
  readonly network: string;
  readonly name: string;
}

/** A network that a stack makes. */
export interface DeclaredNetwork {
  readonly name: string;
  readonly subnet: string;
}

/** A volume of an application. */
export interface DeclaredVolume {
  readonly name: string;
  readonly role: "config" | "data" | "files" | "writable";
}

/** What is to be on the daemon. */
export interface Declared {
  readonly stack: string;
  readonly deployment: Deployment;
  /** The network that all its processes are in. */
  readonly network: string;
  /** That one, and the one that it shares with other stacks, if any. */
  readonly networks: readonly DeclaredNetwork[];
  readonly applications: readonly DeclaredApplication[];
  /** The volume with the key of the simulated processes; undefined if there are none. */
  readonly keyVolume?: string;
}

/** Works out what a definition has on the daemon. */
export function declared(
  deployment: Deployment,
  stack: string,
  names: ObjectNames,
  simulatorImage: string,
): Declared {
  return {
    stack,
    deployment,
    network: names.network,
    networks: networksOf(deployment, names),
    ...(hasKey(deployment) && { keyVolume: names.keyVolume }),
    applications: deployment.applications.map((application) => {
      const { host, backupServer, primaryServer } = application.serverInfo;
      const target = backupServer ?? primaryServer;
      // A run that failed half-way may have made one member of a pair only.
      const partner = deployment.applications.some(({ name }) => name === target?.application)
        ? target
        : undefined;
      const volumes = volumesOf(deployment, application, names);
      const hasOwnFiles = volumes.some(({ role }) => role === "files" || role === "writable");
      return {
        application,
        container: names.container(host),
        image: application.image ?? simulatorImage,
        ...(!deployment.configurationServer && { carrier: names.carrier(host) }),
        ...(hasOwnFiles && { filesCarrier: names.filesCarrier(host) }),
        volumes,
        places: placesOf(deployment, application, stack, names),
        connections: connectionsOf(deployment, application),
        ...(partner && { partner }),
      };
    }),
  };
}

/** Whether an application runs on the simulator, which answers `/status` and speaks HTTP on each of its ports. */
export function isSimulated({ image }: Application): boolean {
  return image === undefined;
}

/** The application of a name; undefined for an external server. */
export function byName({ applications }: Declared, name: string): DeclaredApplication | undefined {
  return applications.find(({ application }) => application.name === name);
}

/** Every container that is declared, carriers too. */
export function containerNames({ applications }: Declared): string[] {
  return applications.flatMap(({ container, carrier, filesCarrier }) =>
    [container, carrier, filesCarrier].filter((name) => name !== undefined),
  );
}

function networksOf({ network, sharedNetwork }: Deployment, names: ObjectNames): DeclaredNetwork[] {
  return [
    { name: names.network, subnet: network.subnet },
    ...(sharedNetwork ? [{ name: names.sharedNetwork, subnet: sharedNetwork.subnet }] : []),
  ];
}

function placesOf(
  deployment: Deployment,
  application: Application,
  stack: string,
  names: ObjectNames,
): Place[] {
  const shared = memberships(deployment, application, stack).map(({ stack: other, alias }) => ({
    network: other === undefined ? names.sharedNetwork : objectNames(project, other).sharedNetwork,
    name: alias,
  }));
  return [{ network: names.network, name: application.serverInfo.host }, ...shared];
}

/** The volumes of an application. */
export function volumesOf(
  { configurationServer }: Deployment,
  application: Application,
  names: ObjectNames,
): DeclaredVolume[] {
  const { host } = application.serverInfo;
  const own = application.image === undefined ? [] : customFolders(application);
  const writable = application.image === undefined ? [] : (application.process?.writablePaths ?? []);
  return [
    ...(configurationServer ? [] : [{ name: names.configVolume(host), role: "config" as const }]),
    ...(keepsData.has(application.type) ? [{ name: names.dataVolume(host), role: "data" as const }] : []),
    ...own.map(({ hash }) => ({ name: names.filesVolume(host, hash), role: "files" as const })),
    ...writable.map((path) => ({
      name: names.writableVolume(host, shortHash(path)),
      role: "writable" as const,
    })),
  ];
}

function connectionsOf({ applications }: Deployment, application: Application): readonly Connection[] {
  const primary = application.serverInfo.primaryServer?.application;
  return (applications.find(({ name }) => name === primary) ?? application).connections;
}
