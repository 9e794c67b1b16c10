import { parse } from "yaml";
import { applicationTypes } from "../../model/deployment";
import { nearest } from "../../model/nearest";
import { pointer } from "../../model/problem";
import { Failure } from "../../system/failure";

/** A value that a new tenant has otherwise than its profile. */
export interface Setting {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Reads `path=value`: a JSON Pointer, or keys with dots between them where no key has one. */
export function readSetting(text: string): Setting {
  const at = text.indexOf("=");
  const written = text.slice(0, Math.max(at, 0));
  const path = written.startsWith("/")
    ? written
        .slice(1)
        .split("/")
        .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    : written.split(".");
  if (at <= 0 || path.includes("")) {
    throw new Failure(
      `--set ${text} is no path=value. Such as: --set stage=lab, or, where a key has dots, ` +
        "--set /mobileServices/GMS/options/service.request-chat-poll/ttl=60.",
    );
  }
  return { path, value: readValue(text.slice(at + 1), text) };
}

/** A definition's scalars are texts, integers and booleans; `~` removes a value. Lists and maps are written in one line of YAML. */
function readValue(text: string, whole: string): unknown {
  if (text === "~" || text === "null") return null;
  if (text === "true" || text === "false") return text === "true";
  if (/^(?:0|-?[1-9]\d{0,14})$/.test(text)) return Number(text);
  if (!/^[[{"']/.test(text)) return text;
  try {
    return parse(text, { version: "1.2" }) as unknown;
  } catch {
    throw new Failure(`--set ${whole}: the value is no YAML in one line.`);
  }
}

/**
 * Refuses a path to an application that the profile has not: a slip of the pen would make another one, with nothing wrong about it.
 * Everything under an application is evaluated with the complete definition.
 */
export function refuseUnknownApplication({ path }: Setting, profile: unknown, from: string): void {
  const [group = "", name] = path;
  if (!(group in applicationTypes) || name === undefined) return;
  const known = Object.keys(((profile ?? {}) as Record<string, object | undefined>)[group] ?? {});
  if (known.includes(name)) return;
  const meant = nearest(name, known);
  throw new Failure(
    `--set ${pointer(path)}: ${from} has no ${group}/${name}.${meant ? ` Did you mean "${meant}"?` : ""} ` +
      "Another application is declared in the stack file, once the tenant is added.",
    1,
  );
}

/** Puts values into a definition, the maps around them made where they are missing. */
export function withSettings(
  definition: Record<string, unknown>,
  settings: readonly Setting[],
): Record<string, unknown> {
  const changed = structuredClone(definition);
  for (const { path, value } of settings) {
    let map = changed;
    for (const key of path.slice(0, -1)) {
      const inner = Object.hasOwn(map, key) ? map[key] : undefined;
      const next = typeof inner === "object" && inner !== null && !Array.isArray(inner) ? inner : {};
      map[key] = next;
      map = next as Record<string, unknown>;
    }
    Object.defineProperty(map, path.at(-1)!, { value, enumerable: true, writable: true, configurable: true });
  }
  return changed;
}
