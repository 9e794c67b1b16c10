import { z } from "zod";
import { type Application, applicationTypes, type Deployment } from "../../model/deployment";
import { defaultAddress } from "../../model/defaults";
import { byCodePoint } from "../canonical";
import { hostName } from "../../model/names";

const parts = z.record(z.string(), z.unknown());

/** What a definition says of one application and no configuration object has a place for; the backup has its own entry. */
const applicationSettings = z.strictObject({
  /** Keys of the definition as they are: image, resources, user, writable paths, files, health, redundancy. */
  keys: parts.optional(),
  /** Published ports by port id: `publish` and `address`. */
  ports: z
    .record(z.string(), z.strictObject({ publish: z.number().optional(), address: z.string().optional() }))
    .optional(),
  /** Keys that the definition states although the object would be the same without. */
  stated: z.array(z.string()).optional(),
});

const rootKeys = z.looseObject({
  stage: z.string().optional(),
  namePrefix: z.string(),
  tenants: z.record(z.string(), z.object({ dbid: z.number() })),
  network: z.object({ subnet: z.string(), masquerade: z.literal(false).optional() }).optional(),
  delivery: z
    .looseObject({ configurationServer: z.looseObject({ host: z.string(), port: z.number() }) })
    .optional(),
  externalServers: z.record(z.string(), z.looseObject({ type: z.string() })).optional(),
  sharedServers: z.record(z.string(), z.unknown()).optional(),
});

/** The part of a deployment that no configuration object has a place for, in the definition's words. */
export const containerSettings = z.strictObject({
  version: z.literal(1),
  /** Keys of the definition's root. */
  keys: rootKeys,
  /** Keys of servers elsewhere by the name of their object, if the two differ. */
  names: z.record(z.string(), z.string()),
  /** Servers of other stacks that connections lead to without being stated. */
  derived: z.array(z.string()),
  /** By the key in the definition. */
  applications: z.record(z.string(), applicationSettings),
});

/** The part of a deployment that no configuration object has a place for. */
export type ContainerSettings = z.infer<typeof containerSettings>;

/** The settings of one application. */
export type ApplicationSettings = z.infer<typeof applicationSettings>;

/** Collects what the configuration objects of a deployment can't hold, so that an import restores all of it. */
export function containerSettingsOf(deployment: Deployment): ContainerSettings {
  const { configurationServer, sharedNetwork, externalServers } = deployment;
  const shared = externalServers.filter((server) => server.shared);
  const external = externalServers.filter((server) => !server.shared);
  return {
    version: 1,
    keys: {
      stage: deployment.stage,
      namePrefix: deployment.namePrefix,
      tenants: Object.fromEntries(deployment.tenants.map(({ name, dbid }) => [name, { dbid }])),
      network: deployment.network,
      ...(configurationServer && { delivery: { configurationServer: deliveryOf(configurationServer) } }),
      ...(deployment.chatServersAtOnce !== undefined && {
        rollout: { chatServersAtOnce: deployment.chatServersAtOnce },
      }),
      ...(deployment.logs && { logs: deployment.logs }),
      ...(external.length > 0 && {
        externalServers: Object.fromEntries(
          external.map(({ key, type, host, port, protocol }) => [
            key,
            { type, host, port, ...(protocol !== undefined && { protocol }) },
          ]),
        ),
      }),
      ...(shared.length > 0 && {
        sharedServers: Object.fromEntries(shared.map(({ key, shared: where }) => [key, where])),
      }),
      ...(sharedNetwork && { sharedNetwork }),
    },
    names: Object.fromEntries(
      externalServers.filter(({ key, name }) => key !== name).map(({ key, name }) => [name, key]),
    ),
    derived: derivedLinks(deployment),
    applications: Object.fromEntries(
      deployment.applications.flatMap((application) => {
        const settings = applicationSettingsOf(application);
        return Object.keys(settings).length > 0 ? [[application.key, settings]] : [];
      }),
    ),
  };
}

/** A shared Interaction Server's links to the Chat Servers of the stacks that use it follow from their definitions. */
function derivedLinks({ applications, externalServers }: Deployment): string[] {
  const known = new Set(externalServers.map(({ key }) => key));
  const links = applications.flatMap(({ connections }) =>
    connections.filter(({ key, stack }) => stack !== undefined && !known.has(key)),
  );
  return [...new Set(links.map(({ application }) => application))].sort(byCodePoint);
}

/** Names of templates by the groups of the definition, as `delivery` has them. */
function deliveryOf({ templates, ...rest }: NonNullable<Deployment["configurationServer"]>) {
  const named = Object.entries(applicationTypes).flatMap(([group, type]) =>
    templates[type] === undefined ? [] : [[group, templates[type]] as const],
  );
  return { ...rest, templates: Object.fromEntries(named) };
}

function applicationSettingsOf(application: Application): ApplicationSettings {
  const { ports, role } = application;
  const published = ports.flatMap(({ id, publish, address }) =>
    publish === undefined && address === defaultAddress
      ? []
      : [
          [
            id,
            { ...(publish !== undefined && { publish }), ...(address !== defaultAddress && { address }) },
          ] as const,
        ],
  );
  const keys = role === "primary" ? keysOf(application) : {};
  const stated = statedOf(application);
  return {
    ...(Object.keys(keys).length > 0 && { keys }),
    ...(published.length > 0 && { ports: Object.fromEntries(published) }),
    ...(stated.length > 0 && { stated }),
  };
}

function keysOf({ image, memoryMb, cpuMillis, process = {}, serverInfo, loadBalancer }: Application) {
  const resources = {
    ...(memoryMb !== undefined && { memoryMb }),
    ...(cpuMillis !== undefined && { cpuMillis }),
  };
  const { user, writablePaths, files, health } = process;
  return {
    ...(image !== undefined && { image }),
    ...(Object.keys(resources).length > 0 && { resources }),
    ...(user !== undefined && { user }),
    ...(writablePaths && { writablePaths }),
    ...(files && { files: Object.fromEntries(files.map(({ path, source }) => [path, source])) }),
    ...(health && { health }),
    ...(serverInfo.redundancyType === "n-plus-one" && { redundancy: serverInfo.redundancyType }),
    ...(loadBalancer === "multi-tenant" && { loadBalancer }),
  };
}

/** A default that is stated is another deployment than one that isn't, and the same object. */
function statedOf({ key, role, placement, process = {}, connections }: Application): string[] {
  const own = role === "primary" ? process : {};
  const names = [
    ...(["startupTimeout", "shutdownTimeout", "reconnect", "commandLine"] as const),
    ...(["commandLineArguments", "workingDirectory"] as const),
  ].filter((name) => own[name] !== undefined);
  return [
    ...names,
    ...(own.commandLineArguments?.length === 0 ? ["no arguments"] : []),
    ...(placement === hostName(key) ? ["host"] : []),
    ...connections.flatMap(({ key: target, addp }) => (addp?.trace === "off" ? [`trace ${target}`] : [])),
  ];
}
