import { objectNames } from "../../docker/names";
import type { Application, Deployment } from "../../model/deployment";
import { Failure } from "../../system/failure";
import {
  type DeployedVolume,
  declaredVolumes,
  deployedVolumes,
  lossSentence,
  lostVolumes,
} from "./kept-volumes";
import { project } from "../../system/project";
import { nameOf } from "../../engine/resource";
import type { StackState, StateResource } from "../../engine/state";

/**
 * What customers would lose for good by an update, a sentence each: where an application is no longer declared under its name,
 * nothing that belongs to it has a place any more. A rename is no more than that to the engine, and a writable path that is given up
 * goes with what is in it. Empty on a first `up`.
 */
export function losses(deployment: Deployment, state: StackState, stack: string): string[] {
  const declared = new Map(deployment.applications.map((application) => [application.key, application]));
  const kept = declaredVolumes(deployment, objectNames(project, stack));
  const components = state.resources.filter(({ type }) => type.startsWith("genesys-chat:index:"));
  return [
    ...prefixLoss(deployment, components),
    ...components
      .filter(({ type }) => type.endsWith(":ChatServer"))
      .flatMap((pair) => chatLoss(pair, declared)),
    ...lostVolumes(deployedVolumes(state.resources), kept).map(dataLoss),
  ];
}

/** Ends an update that would lose something for good, before anything is changed, and says how to have it all the same. */
export function requireNoLoss(deployment: Deployment, state: StackState, stack: string): void {
  const lost = losses(deployment, state, stack);
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

function dataLoss(volume: DeployedVolume): string {
  const { application, name, path, holds } = volume;
  const container = name.replace(/_(?:data|writable_[0-9a-f]+)$/, "");
  return (
    `${lossSentence(volume)} Nothing declares it any more under its name. To keep what is in it, copy it ` +
    `first: "docker cp ${container}:${path} ./${application}-${holds}".`
  );
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
