import { objectNames } from "../../docker/names";
import type { Deployment } from "../../model/deployment";
import { Failure } from "../../system/failure";
import { project } from "../../system/project";
import type { StackState } from "../../engine/state";
import { deployedFrame } from "./deployed-stack";
import { declaredFrame } from "./difference/declared-view";
import { type Loss, lossesOf } from "./difference/loss";
import { lossSentence } from "./kept-volumes";

/** What an update would lose permanently, a sentence each; empty on a first `up`. */
export function losses(deployment: Deployment, state: StackState, stack: string): string[] {
  const after = declaredFrame(deployment, objectNames(project, stack));
  return lossesOf(deployedFrame(state, stack), after).map(sentenceOf);
}

/** Ends an update that would lose something permanently, before anything is changed, and names the flag that accepts it. */
export function requireNoLoss(deployment: Deployment, state: StackState, stack: string): void {
  const lost = losses(deployment, state, stack);
  if (lost.length === 0) return;
  const way = `If that is what you want: "./chatstack up --stack ${stack} --accept-loss".`;
  throw new Failure(`${lost.join("\n")}\nNothing was changed. ${way}`);
}

function sentenceOf(loss: Loss): string {
  switch (loss.kind) {
    case "all chats":
      return `/namePrefix: "${loss.before}" becomes "${loss.after}", and every chat in progress ends: GMS knows its Chat Server by name.`;
    case "chats":
      return `/chatServers/${loss.application} is no longer declared (or has another name): its chats in progress end.`;
    case "standby": {
      const { application: key, standby } = loss;
      return (
        `/chatServers/${key}/redundancy: the standby ${standby} takes the chats over while ${key} restarts, and ` +
        "they end with it."
      );
    }
    case "data": {
      const { application, name, path, holds } = loss.volume;
      const container = name.replace(/_(?:data|writable_[0-9a-f]+)$/, "");
      return (
        `${lossSentence(loss.volume)} Nothing declares it any more under its name. To keep what is in it, copy it ` +
        `first: "docker cp ${container}:${path} ./${application}-${holds}".`
      );
    }
  }
}
