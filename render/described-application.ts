import type {
  Application,
  Connection,
  Deployment,
  ListeningPort,
  ProcessSettings,
} from "../model/deployment";

/**
 * What a component takes as its inputs, so that `pulumi preview --diff` speaks in options, ports and connections:
 * maps rather than lists, since a diff of maps names what changed. Secrets appear by name, own files by what is in them.
 */
export function describeApplication(application: Application): Record<string, unknown> {
  const { release, image, loadBalancer, serverInfo, placement, memoryMb, cpuMillis, annex } = application;
  return {
    release,
    ...(image && { image }),
    ...(loadBalancer && { loadBalancer }),
    ...(placement && { host: placement }),
    ...(memoryMb !== undefined && { memoryMb }),
    ...(cpuMillis !== undefined && { cpuMillis }),
    ...(application.process && describeProcess(application.process)),
    redundancyType: serverInfo.redundancyType,
    ports: Object.fromEntries(application.ports.map((port) => [port.id, describePort(port)])),
    connections: Object.fromEntries(
      application.connections.map((link) => [link.key, describeConnection(link)]),
    ),
    options: application.options,
    ...(annex && { annex }),
  };
}

/** Keys as the definition has them; a file such as `pages/x.jsp, sha256 3f2a…`, a path such as `kept in a volume`. */
function describeProcess({ files, writablePaths, ...rest }: ProcessSettings): Record<string, unknown> {
  return {
    ...rest,
    ...(writablePaths && {
      writablePaths: Object.fromEntries(writablePaths.map((path) => [path, "kept in a volume"])),
    }),
    ...(files && {
      files: Object.fromEntries(
        files.map(({ path, source, content }) => [
          path,
          `${source}${content ? `, sha256 ${content.sha256.slice(0, 12)}` : ""}`,
        ]),
      ),
    }),
  };
}

/** Such as `8080 http, published at 127.0.0.1:8080`: a line each, so that options stay on the first screen. */
function describePort({ port, protocol, publish, address }: ListeningPort): string {
  const published = publish === undefined ? "" : `, published at ${address}:${publish}`;
  return `${port}${protocol ? ` ${protocol}` : ""}${published}`;
}

/** Such as `webapi at chatserver1:4802 http`. */
function describeConnection({ portId, host, port, protocol, addp }: Connection): string {
  const trace = addp?.trace === undefined ? "" : `, traced ${addp.trace}`;
  const keepAlive = addp ? `, addp ${addp.local} s local, ${addp.remote} s remote${trace}` : "";
  return `${portId} at ${host}:${port}${protocol ? ` ${protocol}` : ""}${keepAlive}`;
}

/** The standby has the primary's options and ports, so only what differs is worth a line of a preview. */
export function describePair(
  primary: Application,
  standby: Application | undefined,
): Record<string, unknown> {
  const inputs = describeApplication(primary);
  if (!standby) return inputs;
  const own = describeApplication(standby);
  const differing = Object.entries(own).filter(
    ([key, value]) => key !== "connections" && JSON.stringify(value) !== JSON.stringify(inputs[key]),
  );
  return {
    ...inputs,
    backup: standby.key,
    ...(differing.length > 0 && { backupDiffers: Object.fromEntries(differing) }),
  };
}

/** What belongs to no single application. */
export function describeDeployment(deployment: Deployment): Record<string, unknown> {
  const { stage, namePrefix, configurationServer, tenants, network, sharedNetwork } = deployment;
  const { chatServersAtOnce, logs } = deployment;
  return {
    stage,
    namePrefix,
    ...(configurationServer && { configurationServer }),
    tenants: Object.fromEntries(tenants.map(({ name, dbid }) => [name, { dbid }])),
    network,
    ...(sharedNetwork && { sharedNetwork }),
    ...(chatServersAtOnce !== undefined && { rollout: { chatServersAtOnce } }),
    ...(logs && { logs }),
  };
}
