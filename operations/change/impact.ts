import { takesEffect } from "../../model/options/catalogue";
import { componentTypes } from "./difference/stack-view";
import { inputWords } from "./input-words";
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

/**
 * Why a container changes, in words: the values that it applies only after a restart if one of its hashes is another, then the inputs that
 * the engine names.
 */
export function reasonOf(change: ContainerChange, values: readonly ValueChange[]): string {
  const { action, reasons, component } = change;
  if (action === "created") return "new";
  if (action === "removed") return "no longer declared";
  // Whether a container runs is no input that anybody stated: what has stopped is started.
  if (reasons.length > 0 && reasons.every((reason) => reason === "mustRun")) return "starts again";
  if (action === "replaced" && reasons.length === 0) return "its replacement was requested";
  const engine = reasons.filter((reason) => !silent.has(reason));
  const isHashed = engine.length === 0 || reasons.some((reason) => hashes.has(reason));
  const own = values.filter((value) => value.application === component && !isLive(value));
  const needing = action === "replaced" && isHashed ? own.filter((value) => !isInput(value, engine)) : [];
  const words = [
    ...(needing.length > 0 ? [`applies ${needing.map(nameOfValue).join(", ")} only after a restart`] : []),
    // A published port is among the values already.
    ...engine
      .filter((each) => each !== "ports" || !needing.some(({ path }) => path[0] === "ports"))
      .map(inputWords),
  ];
  return words.length > 0
    ? [...new Set(words)].join("; ")
    : "a value that it applies only after a restart comes from another application";
}

/** Labels whose values are hashes of what a container applies only after a restart. */
const hashes = new Set(["labels", "restart-hash", "settings-hash", "files-hash"]);

/** Hashes say no more than the values that they are made of; the others always go with another input. */
const silent = new Set([...hashes, "memorySwap", "mustRun"]);

/** Values that are inputs of the container too, and that the engine names. */
const inputOf: Readonly<Record<string, string>> = {
  image: "image",
  memoryMb: "memory",
  cpuMillis: "cpuQuota",
};

function isInput({ path }: ValueChange, engine: readonly string[]): boolean {
  const [name] = path[0] === "backupDiffers" ? path.slice(1) : path;
  return engine.includes(inputOf[name ?? ""] ?? "");
}

/** A changed value's name as the field writes it, such as `settings/transcript-auto-save`. */
export function nameOfValue({ path }: ValueChange): string {
  const [first, ...rest] = path;
  return first === "options" ? rest.join("/") : path.join("/");
}
