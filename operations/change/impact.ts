import { takesEffect } from "../../model/options/catalogue";
import { componentTypes } from "./difference/stack-view";
import type { ContainerChange, ValueChange } from "./preview-steps";

/** When a changed value comes into force, in words. */
export function effectOf({ applicationType, path }: ValueChange): string {
  const [kind, section, option] = path[0] === "backupDiffers" ? path.slice(1) : path;
  const type = componentTypes[applicationType];
  if (type === undefined) return "with the stack";
  if (kind !== "options" || section === undefined || option === undefined) return "after restart";
  const effect = takesEffect(type, section, option);
  return effect === undefined ? "not documented: after restart" : effect.replaceAll("-", " ");
}

/** Whether a change of a value is in force, at once or for later sessions, without a restart. */
export function isLive(value: ValueChange): boolean {
  return ["immediately", "next session"].includes(effectOf(value));
}

/** Why a container changes, in words: the values that need it first, else the inputs that the engine names. */
export function reasonOf(change: ContainerChange, values: readonly ValueChange[]): string {
  if (change.action === "created") return "new";
  if (change.action === "removed") return "no longer declared";
  // Whether a container runs is no input that anybody stated: what has stopped is started.
  if (change.reasons.length > 0 && change.reasons.every((reason) => reason === "mustRun"))
    return "starts again";
  const own = values.filter(({ application }) => application === change.component);
  const needing = own.filter((value) => !isLive(value)).map(nameOfValue);
  // Hashes are labels and stand for values; a published port is among the values already.
  const engine = change.reasons.filter(
    (each) => !silent.has(each) && !(each === "ports" && needing.length > 0),
  );
  const words = [
    ...(needing.length > 0 && change.action === "replaced"
      ? [`applies ${needing.join(", ")} only after a restart`]
      : []),
    ...engine.map((each) => inputs[each] ?? each),
  ];
  return words.length > 0
    ? [...new Set(words)].join("; ")
    : "a value that it applies only after a restart comes from another application";
}

/** Labels that say no more than the values they are hashes of, and what always goes with another input. */
const silent = new Set(["labels", "restart-hash", "settings-hash", "files-hash", "memorySwap", "mustRun"]);

/** The container inputs that an operator may meet as a reason, in words. */
const inputs: Readonly<Record<string, string>> = {
  image: "another image",
  ports: "published ports",
  healthcheck: "health check",
  networksAdvanced: "network",
  memory: "memory limit",
  cpuPeriod: "limit of processor time",
  cpuQuota: "limit of processor time",
  destroyGraceSeconds: "time that a stop may take",
  waitTimeout: "time that a start may take",
  volumes: "another volume",
  tenant: "its label names the tenants",
  application: "another Application name",
  secret: "a secret that it applies only after a restart",
  carrier: "its file contains a secret, and is applied only after a restart",
};

/** A changed value's name as the field writes it, such as `settings/transcript-auto-save`. */
export function nameOfValue({ path }: ValueChange): string {
  const [first, ...rest] = path;
  return first === "options" ? rest.join("/") : path.join("/");
}
