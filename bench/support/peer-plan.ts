import { freePort, freeSubnet } from "../../test/support/free-subnets";
import type { TestStack } from "../../test/support/test-stack";
import type { PlannedResource } from "./plan";

/** The Docker objects of a stack under another stack's name, as a peer declares them. */
export interface PeerPlan {
  /** The stack name that the peer's objects carry in their names and labels. */
  readonly name: string;
  readonly resources: readonly PlannedResource[];
  /** The standby of each primary, by the names of their containers' resources. */
  readonly standbys: ReadonlyMap<string, string>;
}

/**
 * Copies a stack's planned objects for a peer, with a name, subnet and published port of its own. Everything else is what the stack
 * plans, so that a peer can't drift from it.
 */
export async function peerPlan(
  stack: TestStack,
  peer: string,
  resources: readonly PlannedResource[],
): Promise<PeerPlan> {
  const name = `${stack.name}${peer}`;
  stack.project.expectStack(name);
  const prefix = (subnet: string) => subnet.replace(/0\/24$/, "");
  const { subnet } = stack.definition.network as { subnet: string };
  const text = JSON.stringify(resources)
    .replaceAll(stack.name, name)
    .replaceAll(prefix(subnet), prefix(freeSubnet()))
    .replaceAll(`"external":${stack.port}`, `"external":${await freePort()}`);
  const servers = stack.definition.chatServers as Record<string, { backup?: { name: string } }>;
  const standbys = Object.entries(servers).flatMap(([primary, { backup }]) =>
    backup ? [[primary, backup.name] as const] : [],
  );
  return { name, resources: JSON.parse(text) as PlannedResource[], standbys: new Map(standbys) };
}

/** The value that the SDK's own notes on inputs have no part in. */
export function withoutDefaults<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (key, each: unknown) => (key === "__defaults" ? undefined : each)),
  ) as T;
}
