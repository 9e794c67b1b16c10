import type { Application, Deployment } from "./deployment";
import { sharedHostName } from "./names";

/** A shared network that a process is in besides its stack's own. */
export interface Membership {
  /** The stack that shares it; undefined is the process's own. */
  readonly stack?: string;
  /** The process's name there. */
  readonly alias: string;
}

/** The shared networks that an application's process is in, as a member of a pair both of them. */
export function memberships(deployment: Deployment, application: Application, stack: string): Membership[] {
  const alias = sharedHostName(application.serverInfo.host, stack);
  const own = deployment.sharedNetwork?.applications.includes(application.key) ? [{ alias }] : [];
  return [...own, ...stacksUsed(deployment, application).map((one) => ({ stack: one, alias }))];
}

/** The stacks whose servers a deployment uses, sorted. */
export function stacksUsed(deployment: Deployment, application?: Application): string[] {
  const primary = application?.serverInfo.primaryServer?.application ?? application?.name;
  const connected = deployment.applications
    .filter(({ name }) => primary === undefined || name === primary)
    .flatMap(({ connections }) => connections.map(({ key }) => key));
  const stacks = deployment.externalServers.flatMap(({ key, shared }) =>
    shared && connected.includes(key) ? [shared.stack] : [],
  );
  return [...new Set(stacks)].sort();
}

/** The Chat Servers of other stacks that a deployment's servers link back to, such as `north/North_ChatServer1`, sorted. */
export function linkedUsers({ applications, externalServers }: Deployment): string[] {
  const used = new Set(externalServers.map(({ key }) => key));
  const links = applications.flatMap(({ connections }) =>
    connections.flatMap(({ key, stack, application }) =>
      stack === undefined || used.has(key) ? [] : [`${stack}/${application}`],
    ),
  );
  return [...new Set(links)].sort();
}
