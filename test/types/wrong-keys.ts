import { defineDeployment, type ExactDefinition } from "../../model/exact";

/** Each is wrong in one place. The text after the mark is part of the compiler's message. */
export const wrongKeys = [
  // @ts-expect-error 'chatServer' does not exist in type
  defineDeployment({ chatServer: { A: {} } }),
  // @ts-expect-error Did you mean to write 'chatServers'?
  defineDeployment({ chatServer: { A: {} } }),
  // @ts-expect-error chatServer is not a key that is known here
  defineDeployment({ stage: "lab", chatServer: { A: {} } }),
  // @ts-expect-error extend is not a key that is known here
  defineDeployment({ stage: "lab", extend: "profiles/pair.yaml" }),
  // @ts-expect-error Type '"prod"' is not assignable to type '"lab" | "production" | undefined'
  defineDeployment({ stage: "prod" }),
  // @ts-expect-error Type 'number' is not assignable to type 'string'
  defineDeployment({ release: 8.1 }),
  // @ts-expect-error Did you mean to write 'connections'?
  defineDeployment({ mobileServices: { A: { conections: [] } } }),
  // @ts-expect-error conections is not a key that is known here
  defineDeployment({ mobileServices: { A: { release: "8.1.100.28", conections: [] } } }),
  // @ts-expect-error redundancy is not a key that is known here
  defineDeployment({ contactServers: { A: { release: "8.1.100.28", redundancy: "none" } } }),
  // @ts-expect-error loadBalancer is not a key that is known here
  defineDeployment({ chatServers: { A: { redundancy: "none", loadBalancer: "multi-tenant" } } }),
  // @ts-expect-error Only a Chat Server can have a warm standby
  defineDeployment({ webApiServers: { A: { connections: [], backup: {} } } }),
  // @ts-expect-error A warm standby has its primary's connections
  defineDeployment({ chatServers: { A: { backup: { name: "B", connections: [] } } } }),
  // @ts-expect-error release is not a key that is known here
  defineDeployment({ chatServers: { A: { backup: { name: "B", release: "8.1.000.20" } } } }),
  // @ts-expect-error publsh is not a key that is known here
  defineDeployment({ chatServers: { A: { ports: { default: { port: 1, publsh: 1 } } } } }),
  // @ts-expect-error 'protocol' does not exist in type
  defineDeployment({ chatServers: { A: { backup: { ports: { ESP: { protocol: "http" } } } } } }),
  // @ts-expect-error Property 'port' is missing in type
  defineDeployment({ chatServers: { A: { ports: { default: { publish: 1 } } } } }),
  // @ts-expect-error Type '"warmstandby"' is not assignable to type
  defineDeployment({ chatServers: { A: { redundancy: "warmstandby" } } }),
  // @ts-expect-error Type '"MesageServer"' is not assignable to type
  defineDeployment({ externalServers: { A: { type: "MesageServer", host: "h", port: 1 } } }),
  // @ts-expect-error hosts is not a key that is known here
  defineDeployment({ delivery: { configurationServer: { host: "h", hosts: 1 } } }),
  // @ts-expect-error 'cpus' does not exist in type
  defineDeployment({ chatServers: { A: { resources: { cpus: 1 } } } }),
  // @ts-expect-error database is not a key that is known here
  defineDeployment({ tenants: { Environment: { dbid: 1, database: 1 } } }),
];

export const annotated: ExactDefinition = {
  // @ts-expect-error 'conections' does not exist in type
  mobileServices: { A: { conections: [] } },
};
