import { lostVolumes } from "../kept-volumes";
import type { KeptVolume } from "./stack-view";
import type { StackFrame } from "./stack-view";

/** Something that an update loses permanently. */
export type Loss =
  /** Every chat in progress: GMS remembers the Chat Server of a chat by name, and the prefix of all names changes. */
  | { readonly kind: "all chats"; readonly before: string; readonly after: string }
  /** The chats of a Chat Server that is no longer declared under its name. A rename is no more than that to the engine. */
  | { readonly kind: "chats"; readonly application: string }
  /** The chats that a standby takes over while its primary restarts, since it is then removed. */
  | { readonly kind: "standby"; readonly application: string; readonly standby: string }
  /** What is in a volume. */
  | { readonly kind: "data"; readonly volume: KeptVolume };

/** What is lost between two views of a stack; nothing if one of them does not exist. */
export function lossesOf(before: StackFrame | undefined, after: StackFrame | undefined): Loss[] {
  if (!before || !after) return [];
  return [
    ...prefixLoss(before, after),
    ...[...before.components].flatMap(([key, { type, inputs }]) =>
      type === "ChatServer" ? chatLoss(key, inputs.backup, after) : [],
    ),
    ...lostVolumes(before.kept, after.kept).map((volume): Loss => ({ kind: "data", volume })),
  ];
}

function prefixLoss({ deployment: { namePrefix: old } }: StackFrame, { deployment }: StackFrame): Loss[] {
  const now = deployment.namePrefix;
  if (typeof old !== "string" || typeof now !== "string" || old === now) return [];
  return [{ kind: "all chats", before: old, after: now }];
}

function chatLoss(key: string, standby: unknown, { components }: StackFrame): Loss[] {
  const now = components.get(key);
  if (!now) return [{ kind: "chats", application: key }];
  if (typeof standby !== "string" || now.inputs.backup !== undefined) return [];
  return [{ kind: "standby", application: key, standby }];
}
