import type { ApplicationType } from "../../model/deployment";
import { takesEffect } from "../../model/options/catalogue";
import type { ContainerChange, ValueChange } from "./preview-steps";

/** The component's name of each application type, as it stands in a preview. */
export const types: Readonly<Record<string, ApplicationType>> = {
  MobileServices: "GenesysMobileServices",
  WebApiServer: "WebApiServer",
  ChatServer: "ChatServer",
  InteractionServer: "InteractionServer",
  ContactServer: "ContactServer",
};

/** When a changed value comes into force, in words. */
export function effectOf({ applicationType, path }: ValueChange): string {
  const [kind, section, option] = path[0] === "backupDiffers" ? path.slice(1) : path;
  const type = types[applicationType];
  if (type === undefined) return "with the stack";
  if (kind !== "options" || section === undefined || option === undefined) return "after restart";
  const effect = takesEffect(type, section, option);
  return effect === undefined ? "not documented: after restart" : effect.replaceAll("-", " ");
}

/** Why a container changes, in words: the values that need it first, else the inputs that the engine names. */
export function reasonOf(change: ContainerChange, values: readonly ValueChange[]): string {
  if (change.action === "created") return "new";
  if (change.action === "removed") return "no longer declared";
  const own = values.filter(({ application }) => application === change.component);
  const needing = own.filter((value) => effectOf(value) !== "immediately").map(nameOfValue);
  // The restart hash is a label, and a published port is among the values already.
  const engine = change.reasons.filter(
    (each) => each !== "labels" && !(each === "ports" && needing.length > 0),
  );
  const words = [
    ...(needing.length > 0 ? [`takes ${needing.join(", ")} in only at its start`] : []),
    ...engine.map((each) => inputs[each] ?? each),
  ];
  return words.length > 0
    ? words.join("; ")
    : "something that it takes in only at its start comes from another application";
}

/** The container inputs that an operator may meet as a reason, in words. */
const inputs: Readonly<Record<string, string>> = {
  image: "another image",
  ports: "published ports",
  healthcheck: "health check",
  networksAdvanced: "network",
  memory: "memory limit",
};

/** A changed value's name as the field writes it, such as `settings/transcript-auto-save`. */
export function nameOfValue({ path }: ValueChange): string {
  const [first, ...rest] = path;
  return first === "options" ? rest.join("/") : path.join("/");
}
