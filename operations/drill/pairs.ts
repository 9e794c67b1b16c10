import { objectNames } from "../../docker/names";
import type { Application, Deployment } from "../../model/deployment";
import { chatServerPairs } from "../../model/pairs";
import { project } from "../../system/project";

/** One Chat Server process and its container. */
export interface Member {
  /** The Application object's name. */
  readonly application: string;
  /** The name of its container's resource in the state. */
  readonly resource: string;
  readonly container: string;
}

/** A Chat Server with its warm standby, or one alone. */
export interface Pair {
  /** The primary's Application name. */
  readonly name: string;
  readonly members: readonly Member[];
}

/** The Chat Servers of a deployment, each with its standby. */
export function chatPairs({ applications }: Deployment, stack: string): Pair[] {
  return chatServerPairs(applications).map((members) => ({
    name: members[0]?.name ?? "",
    members: members.map((one) => memberOf(one, stack)),
  }));
}

/** The container that an application runs in. */
export function memberOf({ name, key, serverInfo }: Application, stack: string): Member {
  const container = objectNames(project, stack).container(serverInfo.host);
  return { application: name, resource: key, container };
}
