import { byCodePoint } from "../../model/path";
import type { OptionTexts } from "../configuration-objects/configuration-objects";
import { enumerationNumber } from "../configuration-objects/enumerations";
import type { StructureProblem } from "../configuration-objects/reading";
import type { JsonObject, JsonValue } from "./json-records";

/** What readers of one document share. */
export interface FieldContext {
  readonly problems: StructureProblem[];
  /** The line on which the object begins. */
  readonly line: number;
}

/** The fields of one object: each is read once, and what nothing reads is left over. */
export class Fields {
  private readonly read = new Set<string>();

  constructor(
    readonly object: JsonObject,
    /** Whose fields they are, for messages. */
    readonly owner: string,
    readonly context: FieldContext,
  ) {}

  /** A text; undefined if there is none. A number counts as its text. */
  text(key: string): string | undefined {
    const value = this.value(key);
    if (value === undefined || typeof value === "string") return value;
    if (typeof value === "number") return String(value);
    return this.wrong(key, "a text");
  }

  /** An integer, as such or as its text; undefined if there is none. */
  number(key: string, max = 2147483647, severity: "error" | "warning" = "warning"): number | undefined {
    const text = this.text(key);
    if (text === undefined || text === "") return undefined;
    if (/^\d{1,10}$/.test(text) && Number(text) <= max) return Number(text);
    return this.wrong(key, `an integer from 0 to ${max}`, severity);
  }

  /** A flag, as a JSON boolean or as CfgFlag; undefined if there is none. */
  flag(key: string): boolean | undefined {
    const value = this.value(key);
    if (value === undefined || typeof value === "boolean") return value;
    const flag = typeof value === "string" ? value.replace(/^CFG/i, "").toLowerCase() : "";
    if (flag === "true" || flag === "false") return flag === "true";
    return flag === "unknown" || flag === "" ? undefined : this.wrong(key, "true or false");
  }

  /** The number of an enumeration's name; undefined if there is none. */
  enumeration(
    key: string,
    names: Readonly<Record<number, string>>,
    severity: "error" | "warning" = "warning",
  ): number | undefined {
    const text = this.text(key);
    if (text === undefined || text === "") return undefined;
    return enumerationNumber(names, text) ?? this.wrong(key, Object.values(names).join(", "), severity);
  }

  /** The objects of a list; empty if there is none. */
  list(key: string): JsonObject[] {
    return this.values(key).flatMap((item) => {
      if (item instanceof Map) return [item];
      this.wrong(key, "a list of objects");
      return [];
    });
  }

  /** The values of a list; empty if there is none. */
  values(key: string): JsonValue[] {
    const value = this.value(key);
    if (value === undefined || Array.isArray(value)) return value ?? [];
    return this.wrong(key, "a list") ?? [];
  }

  /** The fields of an object inside; without any if there is none. */
  inside(key: string): Fields {
    const value = this.value(key);
    const object: JsonObject = value instanceof Map ? value : new Map<string, JsonValue>();
    if (value !== undefined && value !== object) this.wrong(key, "an object");
    return new Fields(object, this.owner, this.context);
  }

  has(key: string): boolean {
    return this.object.has(key);
  }

  /** Marks fields as read, which say nothing that the others don't. */
  ignore(...keys: readonly string[]): void {
    for (const key of keys) this.read.add(key);
  }

  /** Names of the fields that were not read and say something. */
  rest(): string[] {
    return [...this.object]
      .filter(([key, value]) => !this.read.has(key) && !isEmpty(value))
      .map(([key]) => key);
  }

  /** Reports a value that can't be; the value isn't shown: it may be secret. */
  wrong(key: string, allowed: string, severity: "error" | "warning" = "warning"): undefined {
    const { problems, line } = this.context;
    const message = `${key} of ${this.owner} has a wrong value; allowed: ${allowed}.`;
    if (problems.length < 1000) problems.push({ rule: "wrong-value", severity, message, line });
  }

  private value(key: string): JsonValue | undefined {
    this.read.add(key);
    return this.object.get(key) ?? undefined;
  }
}

function isEmpty(value: JsonValue): boolean {
  if (value instanceof Map) return [...value.values()].every(isEmpty);
  if (Array.isArray(value)) return value.every(isEmpty);
  return value === null || value === "" || value === 0 || value === "0" || value === false;
}

/** Sections by name, sorted. From entries, not by assignment: a section may have any name. */
export function sortedOptions(sections: ReadonlyMap<string, ReadonlyMap<string, string>>): OptionTexts {
  const sorted = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => byCodePoint(a, b));
  return Object.fromEntries(
    sorted(sections).map(([name, options]) => [name, Object.fromEntries(sorted(options))]),
  );
}
