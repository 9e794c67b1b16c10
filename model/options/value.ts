import { type Option } from "./option";

/** What is wrong with an option's value. */
export interface ValueFault {
  /** What was expected, to be put behind "is not". */
  readonly expected: string;
  /** The values that are right, where they can be listed. */
  readonly allowed?: readonly string[];
}

/** Checks a value against its catalogue entry; undefined where it is right. */
export function faultOf(option: Option, value: string): ValueFault | undefined {
  switch (option.type) {
    case "integer":
      return integerFault(option, value);
    case "boolean":
      return oneOf(["true", "false"], value);
    case "choice":
      return oneOf(option.values ?? [], value);
    case "url":
      return isAddress(value) ? undefined : { expected: "an absolute http or https address" };
    case "relative-path":
      // Blanks have a rule of their own, which knows where they come from.
      return value !== "" && !/^[/\\]|^[a-z][a-z0-9+.-]*:/i.test(value)
        ? undefined
        : { expected: "a path without scheme, host and leading slash" };
    case "endpoint":
      return value.trim() === "" ? { expected: "the key of an endpoint" } : undefined;
    case "tenant-endpoint":
      return /^[^:]+:[^:]*[^:\s][^:]*$/.test(value)
        ? undefined
        : { expected: "a tenant's name and an endpoint's key with a colon between" };
    case "string":
      return option.required && value === "" ? { expected: "a text" } : undefined;
  }
}

function integerFault(option: Option, value: string): ValueFault | undefined {
  const { min, max } = option.range ?? {};
  const number = Number(value);
  const right =
    /^(?:0|-?[1-9]\d*)$/.test(value) &&
    Number.isSafeInteger(number) &&
    number >= (min ?? -Infinity) &&
    number <= (max ?? Infinity);
  if (right) return undefined;
  const range =
    max !== undefined ? ` from ${min ?? 0} to ${max}` : min !== undefined ? ` of at least ${min}` : "";
  return { expected: `a whole number${range}${option.unit ? ` (${option.unit})` : ""}` };
}

function oneOf(allowed: readonly string[], value: string): ValueFault | undefined {
  return allowed.includes(value) ? undefined : { expected: "one of the allowed values", allowed };
}

function isAddress(value: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(value) && !/\s/.test(value) && URL.canParse(value);
}
