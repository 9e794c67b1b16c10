import { byCodePoint } from "../../model/path";
import { containerSettings, type ContainerSettings } from "../configuration-objects/container-settings";
import type { JsonDocument, JsonValue } from "./json-records";

/** The key under which a document holds what no configuration object has a place for; other tools pass it over. */
export const settingsKey = "genesys-chat";

/** An instruction that this release didn't write says nothing. */
export function settingsOfMember({ members }: JsonDocument): ContainerSettings | undefined {
  const member = members.get(settingsKey);
  return member === undefined ? undefined : containerSettings.safeParse(plainValue(member)).data;
}

/** A value as JSON.parse would have it. */
export function plainValue(value: JsonValue): unknown {
  if (Array.isArray(value)) return value.map((item) => plainValue(item));
  if (!(value instanceof Map)) return value;
  return Object.fromEntries([...value].map(([key, item]) => [key, plainValue(item)]));
}

/** JSON with sorted keys, two blanks a level and a line break at its end: the same objects give the same bytes. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(sorted(value), null, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => sorted(item));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => byCodePoint(a, b)).map(([key, item]) => [key, sorted(item)]),
  );
}
