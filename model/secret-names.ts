import type { Application } from "./deployment";
import { needsRestart } from "./options/catalogue";

/** The names of the secrets that an application's options and user properties refer to, sorted. */
export function secretNames({ options, annex = {} }: Application): string[] {
  const sections = [...Object.values(options), ...Object.values(annex)];
  const values = sections.flatMap((section) => Object.values(section));
  const names = values.flatMap((value) => (typeof value === "string" ? [] : [value.secret]));
  return [...new Set(names)].sort();
}

/** Returns true if a value that a process applies only after a restart is a secret; user properties are such values. */
export function hasSecretForStart({ type, options, annex = {} }: Application): boolean {
  const properties = Object.values(annex).flatMap((section) => Object.values(section));
  if (properties.some((value) => typeof value !== "string")) return true;
  return Object.entries(options).some(([section, values]) =>
    Object.entries(values).some(
      ([option, value]) => typeof value !== "string" && needsRestart(type, section, option),
    ),
  );
}
