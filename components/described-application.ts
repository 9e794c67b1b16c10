import type { Application, Connection, ListeningPort } from "../model/deployment";

/**
 * What a component takes as its inputs, so that `pulumi preview --diff` speaks in options, ports and connections:
 * maps rather than lists, since a diff of maps names what changed. Secrets appear by name.
 */
export function describeApplication(application: Application): Record<string, unknown> {
  const { release, image, loadBalancer, serverInfo } = application;
  return {
    application: application.name,
    release,
    ...(image && { image }),
    ...(loadBalancer && { loadBalancer }),
    redundancyType: serverInfo.redundancyType,
    ports: Object.fromEntries(application.ports.map((port) => [port.id, describePort(port)])),
    connections: Object.fromEntries(
      application.connections.map((link) => [link.key, describeConnection(link)]),
    ),
    options: application.options,
  };
}

function describePort({ port, protocol, publish, address }: ListeningPort): Record<string, unknown> {
  return {
    port,
    ...(protocol && { protocol }),
    ...(publish !== undefined && { publish: `${address}:${publish}` }),
  };
}

function describeConnection({ portId, host, port, protocol, addp }: Connection): Record<string, unknown> {
  return { port: portId, to: `${host}:${port}`, ...(protocol && { protocol }), ...(addp && { addp }) };
}
