import { objectNames } from "../../docker/names";
import type { Application, Connection, Deployment, RedundancyType } from "../../model/deployment";
import { byCodePoint } from "../../render";
import { project } from "../../system/project";
import { componentTypes as types } from "./difference/stack-view";
import { labelOf, nameOf } from "../../engine/resource";
import { stackOutputs, type StateResource } from "../../engine/state";
import type { Declared, DeclaredApplication } from "../verify/declared";

/**
 * What the last `up` made, by what the state keeps of it, as far as a look needs it: applications, pairs, where each tells
 * its status. The definition may have renamed, moved or removed any of them since.
 */
export function deployed(resources: readonly StateResource[], stack: string): Declared {
  const outputs = portsInOutputs(resources);
  const parts = resources.flatMap(partOf).sort((a, b) => byCodePoint(a.key, b.key));
  const applications = parts.map((part) => application(part, parts, outputs.get(part.name)));
  const deployment: Deployment = {
    stage: "lab",
    namePrefix: "",
    tenants: [],
    network: { subnet: subnetIn(resources) },
    applications: applications.map((one) => one.application),
    externalServers: [],
  };
  const { network } = objectNames(project, stack);
  return { stack, deployment, network, networks: [], applications };
}

/** A process's container, and the component that it belongs to. */
interface Part {
  /** Its resource's name: the application's key. */
  readonly key: string;
  /** The key of its pair's primary; its own where it is the primary, or alone. */
  readonly primary: string;
  readonly component: ComponentInputs;
  readonly type: Application["type"];
  readonly name: string;
  readonly host: string;
  readonly container: string;
  readonly image: string;
}

/** The inputs of a component as components/described-application.ts writes them; only what is read here. */
interface ComponentInputs {
  readonly image?: string;
  readonly release?: string;
  readonly redundancyType?: RedundancyType;
  readonly ports?: Readonly<Record<string, string>>;
  readonly connections?: Readonly<Record<string, string>>;
  readonly options?: Application["options"];
  readonly backup?: string;
  readonly backupDiffers?: { readonly ports?: Readonly<Record<string, string>> };
}

const ofProcess = /genesys-chat:index:(?<type>\w+)\$docker:index\/container:Container::(?<key>.+)$/;

function partOf({ urn, inputs = {} }: StateResource, _: number, all: readonly StateResource[]): Part[] {
  const { type = "", key = "" } = ofProcess.exec(urn)?.groups ?? {};
  const role = labelOf(inputs, "role");
  if (types[type] === undefined || (role !== "primary" && role !== "backup")) return [];
  const components = all.filter((each) => each.type === `genesys-chat:index:${type}`);
  const owner =
    role === "primary"
      ? components.find((each) => nameOf(each.urn) === key)
      : components.find((each) => each.inputs?.backup === key);
  if (!owner) return [];
  return [
    {
      key,
      primary: nameOf(owner.urn),
      component: owner.inputs as ComponentInputs,
      type: types[type],
      name: labelOf(inputs, "application") ?? key,
      host: String(inputs.hostname),
      container: String(inputs.name),
      image: String(inputs.image),
    },
  ];
}

function application(part: Part, all: readonly Part[], earlier: number | undefined): DeclaredApplication {
  const { component, host, container, image } = part;
  const partner = all.find((other) => other !== part && other.primary === part.primary);
  const isBackup = part.key !== part.primary;
  const target = partner && targetOf(partner);
  return {
    application: {
      key: part.key,
      name: part.name,
      type: part.type,
      role: isBackup ? "backup" : "primary",
      release: component.release ?? "",
      ...(component.image !== undefined && { image: component.image }),
      ports: [...new Set([portOf(part), ...(earlier === undefined ? [] : [earlier])])].map((port) => ({
        id: "default",
        port,
        address: "",
      })),
      connections: [],
      serverInfo: {
        host,
        redundancyType: component.redundancyType ?? "none",
        ...(target && (isBackup ? { primaryServer: target } : { backupServer: target })),
      },
      options: component.options ?? {},
    },
    container,
    image,
    volumes: [],
    places: [],
    connections: connectionsOf(part, all),
    ...(target && { partner: target }),
  };
}

function connectionsOf({ component }: Part, all: readonly Part[]): Connection[] {
  return Object.keys(component.connections ?? {}).flatMap((key) => {
    const part = all.find((other) => other.key === key);
    if (!part) return [];
    const backup = all.find((other) => other !== part && other.primary === key);
    const connection = { ...targetOf(part), key, type: part.type, portId: "default" };
    return [{ ...connection, ...(backup && { backup: targetOf(backup) }) }];
  });
}

function targetOf(part: Part) {
  return { application: part.name, host: part.host, port: portOf(part) };
}

/** The `default` listening port: it tells the status. */
function portOf({ component, key, primary }: Part): number {
  const own = key === primary ? undefined : component.backupDiffers?.ports?.default;
  return Number.parseInt(own ?? component.ports?.default ?? "0", 10);
}

/**
 * The `default` ports by Application name as the last run that went through has them. One that failed half-way has changed
 * what the state says of the components, and not yet every process.
 */
function portsInOutputs(resources: readonly StateResource[]): ReadonlyMap<string, number> {
  const { applications } = stackOutputs({ resources });
  const known = Array.isArray(applications)
    ? (applications as { name: string; ports?: { default?: number } }[])
    : [];
  return new Map(
    known.flatMap(({ name, ports }): [string, number][] => (ports?.default ? [[name, ports.default]] : [])),
  );
}

function subnetIn(resources: readonly StateResource[]): string {
  const network = resources.find(({ urn }) => urn.endsWith("$docker:index/network:Network::network"));
  const [config] = (network?.inputs?.ipamConfigs ?? []) as { subnet?: string }[];
  return config?.subnet ?? "";
}
