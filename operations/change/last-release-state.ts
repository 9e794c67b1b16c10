import { paths } from "../../docker/container-policy";
import { labelPrefix, objectNames } from "../../docker/names";
import type { Application, Connection, Deployment, RedundancyType } from "../../model/deployment";
import { byCodePoint } from "../../render";
import { project } from "../../system/project";
import { componentTypes, type Inputs, type ProcessView, type StackView, tidy } from "./difference/stack-view";
import { labelOf, nameOf } from "../../engine/resource";
import { stackOutputs, type StackState, type StateResource } from "../../engine/state";
import type { Declared, DeclaredApplication } from "../verify/declared";
import { deployedVolumes } from "./kept-volumes";
import { containerType, ourType } from "./preview-steps";

/*
 * The fallback for a state that a release up to 0.1.0 wrote: its components recorded no Deployment, so what runs is read from their
 * inputs and from their containers. One `up` of a later release writes the record. To be removed after 2027-05-31 (CHANGELOG.md).
 */

/** What the last `up` made, as far as a preflight check needs it: applications, pairs and containers. */
export function declaredOfLastRelease(resources: readonly StateResource[], stack: string): Declared {
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
  /** The key of its pair's primary; its own if it is the primary, or has no standby. */
  readonly primary: string;
  readonly component: ComponentInputs;
  readonly type: Application["type"];
  readonly name: string;
  readonly host: string;
  readonly container: string;
  readonly image: string;
}

/** The inputs of a component as render/described-application.ts writes them; only what is read here. */
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
  if (componentTypes[type] === undefined || (role !== "primary" && role !== "backup")) return [];
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
      type: componentTypes[type],
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

/** The same stack as a report compares it with a definition. */
export function viewOfLastRelease(state: StackState, sealed: StackView["sealed"]): StackView {
  const components = new Map(
    state.resources.flatMap(({ urn, type, inputs }) => {
      const component = ourType.exec(type)?.groups?.type;
      if (component === undefined || component === "ChatDeployment") return [];
      return [[nameOf(urn), { type: component, inputs: inputs ?? {} }] as const];
    }),
  );
  const processes = state.resources.filter(
    ({ type, urn }) => type === containerType && !nameOf(urn).endsWith("-carrier"),
  );
  const chatDeployment = state.resources.find(({ type }) => type === "genesys-chat:index:ChatDeployment");
  return {
    deployment: chatDeployment?.inputs ?? {},
    components,
    processes: new Map(
      processes.map((resource) => [nameOf(resource.urn), processOf(resource, state, components)]),
    ),
    kept: deployedVolumes(state.resources),
    sealed,
  };
}

function processOf(
  { urn, inputs = {} }: StateResource,
  state: StackState,
  components: StackView["components"],
): ProcessView {
  const key = nameOf(urn);
  const component = [...components].find(([, { inputs: pair }]) => pair.backup === key)?.[0] ?? key;
  const file = fileOf(state, key);
  return {
    key,
    component,
    type: componentTypes[components.get(component)?.type ?? ""] ?? "GenesysMobileServices",
    role: component === key ? "primary" : "backup",
    container: typeof inputs.name === "string" ? inputs.name : "",
    facts: tidy(factsOf(inputs)) as Inputs,
    ...(file !== undefined && { file }),
    secrets: [],
    startSecrets: [],
  };
}

function factsOf(kept: Inputs): Inputs {
  // Defaults that the provider fills in, such as its timeout, are not part of the definition.
  const filledIn = (kept.__defaults ?? []) as string[];
  const inputs: Inputs = Object.fromEntries(
    Object.entries(kept).filter(([name]) => !filledIn.includes(name)),
  );
  const { entrypoints, command, workingDir, user, tmpfs, memory, memorySwap, cpuPeriod, cpuQuota } = inputs;
  const { destroyGraceSeconds, wait, waitTimeout, image, logDriver } = inputs;
  const labels = labelsOf(inputs);
  const { startInterval, ...healthcheck } = (inputs.healthcheck ?? {}) as Record<string, unknown>;
  void startInterval; // the provider's own default
  const ports = (inputs.ports ?? []) as { ip?: string; external?: number; internal?: number }[];
  // The deployment's keys follow from image and shared servers, which are compared themselves.
  const volumes = ((inputs.volumes ?? []) as { volumeName?: string; containerPath?: string }[]).filter(
    ({ containerPath }) => containerPath?.startsWith(`${paths.keys}/`) !== true,
  );
  return {
    ...{ entrypoints, command, workingDir, user, tmpfs, memory, memorySwap, cpuPeriod, cpuQuota },
    ...{
      destroyGraceSeconds,
      wait,
      waitTimeout,
      image,
      logDriver,
      logOpts: statedLogOptions(inputs.logOpts),
    },
    healthcheck: Object.keys(healthcheck).length > 0 ? healthcheck : undefined,
    ports: ports.map(({ ip, external, internal }) => `${ip}:${external}:${internal}`).sort(),
    volumes: volumes.map(({ volumeName }) => volumeName ?? "").sort(),
    ...Object.fromEntries(
      ["restart-hash", "settings-hash", "files-hash", "application", "tenant"].map((name) => [
        name,
        labels.get(name),
      ]),
    ),
  };
}

/** The log options that a definition states; the daemon adds its own to them. */
function statedLogOptions(kept: unknown): Inputs | undefined {
  const { "max-size": size, "max-file": files } = (kept ?? {}) as Inputs;
  return size === undefined && files === undefined ? undefined : { "max-size": size, "max-file": files };
}

/** An application's file as its carrier took it; undefined if it contains secrets. */
function fileOf({ resources }: StackState, key: string): string | undefined {
  const carrier = resources.find(
    ({ type, urn }) => type === containerType && nameOf(urn) === `${key}-carrier`,
  );
  const uploads = carrier?.inputs?.uploads;
  const [upload] = Array.isArray(uploads) ? (uploads as { content?: unknown }[]) : [];
  return typeof upload?.content === "string" ? upload.content : undefined;
}

function labelsOf(inputs: Inputs): Map<string, string> {
  const labels = (inputs.labels ?? []) as { label: string; value: string }[];
  return new Map(labels.map(({ label, value }) => [label.slice(labelPrefix.length), value]));
}
