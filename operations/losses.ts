import { paths } from "../components/container-policy";
import type { Application, Deployment } from "../model/deployment";
import { Failure } from "./failure";
import type { StackState, StateResource } from "./state";

/**
 * What customers would lose for good by an update, a sentence each: where an application is no longer declared under its name,
 * nothing that belongs to it has a place any more. A rename is no more than that to the engine. Empty on a first `up`.
 */
export function losses(deployment: Deployment, state: StackState): string[] {
  const declared = new Map(deployment.applications.map((application) => [application.key, application]));
  const components = state.resources.filter(({ type }) => type.startsWith("genesys-chat:index:"));
  return [
    ...prefixLoss(deployment, components),
    ...components
      .filter(({ type }) => type.endsWith(":ChatServer"))
      .flatMap((pair) => chatLoss(pair, declared)),
    ...state.resources.flatMap((resource) => dataLoss(resource, declared)),
  ];
}

/** Ends an update that would lose something for good, before anything is changed, and says how to have it all the same. */
export function requireNoLoss(deployment: Deployment, state: StackState, stack: string): void {
  const lost = losses(deployment, state);
  if (lost.length === 0) return;
  const way = `If that is what you want: "./chatstack up --stack ${stack} --accept-loss".`;
  throw new Failure(`${lost.join("\n")}\nNothing was changed. ${way}`);
}

/** GMS remembers the Chat Server of a chat by its name. */
function prefixLoss({ namePrefix }: Deployment, components: readonly StateResource[]): string[] {
  const whole = components.find(({ type }) => type.endsWith(":ChatDeployment"));
  const before = whole?.inputs?.namePrefix ?? namePrefix;
  if (before === namePrefix) return [];
  return [
    `/namePrefix: "${text(before)}" becomes "${namePrefix}", and every chat in progress ends: GMS knows its Chat Server by name.`,
  ];
}

function chatLoss({ urn, inputs }: StateResource, declared: ReadonlyMap<string, Application>): string[] {
  const key = nameOf(urn);
  const primary = declared.get(key);
  if (!primary)
    return [`/chatServers/${key} is no longer declared (or has another name): its chats in progress end.`];
  const standby = [...declared.values()].some(
    ({ serverInfo }) => serverInfo.primaryServer?.application === primary.name,
  );
  if (inputs?.backup === undefined || standby) return [];
  return [
    `/chatServers/${key}/redundancy: the standby ${text(inputs.backup)} takes the chats over while ${key} restarts, and ` +
      "they end with it.",
  ];
}

function dataLoss(
  { type, urn, inputs }: StateResource,
  declared: ReadonlyMap<string, Application>,
): string[] {
  const name = text(inputs?.name);
  if (type !== "docker:index/volume:Volume" || !name.endsWith("_data")) return [];
  const key = nameOf(urn).replace(/-data$/, "");
  if (declared.has(key)) return [];
  const container = name.replace(/_data$/, "");
  return [
    `${key} is no longer declared (or has another name): the volume ${name} with all that it stores is removed. To keep ` +
      `what is in it, copy it first: "docker cp ${container}:${paths.data} ./${key}-data".`,
  ];
}

/** Resources of a stack's only deployment are called after their applications (docs/adr/0011). */
function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
