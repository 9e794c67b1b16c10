import { compareReleases } from "../release";
import { type Option, type Range } from "./option";

/** What is wrong with an option's value. */
export interface ValueFault {
  /** What was expected, to be put behind "is not". */
  readonly expected: string;
  /** The values that are right, where they can be listed. */
  readonly allowed?: readonly string[];
}

const trueWords = ["true", "on", "yes", "1"];
const falseWords = ["false", "off", "no", "0"];

/**
 * The value of a boolean option, undefined if it is none. The documentation lists `true` and `false`; configurations in use also have
 * the other words, which Genesys servers read the same.
 */
export function booleanOf(text: string): boolean | undefined {
  const word = text.toLowerCase();
  return trueWords.includes(word) ? true : falseWords.includes(word) ? false : undefined;
}

/** The texts of a boolean option as a regular expression that JavaScript and JSON Schema share. */
export const booleanPattern = `^(?:${[...trueWords, ...falseWords].map(inAnyCase).join("|")})$`;

function inAnyCase(word: string): string {
  return word.replaceAll(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`);
}

/** Checks a value against its catalogue entry; undefined if it is right. Without a release, the latest one counts. */
export function faultOf(option: Option, value: string, release?: string): ValueFault | undefined {
  switch (option.type) {
    case "integer":
      return integerFault(option, rangeIn(option, release), value);
    case "boolean":
      return booleanOf(value) === undefined ? oneOf(["true", "false"], value) : undefined;
    case "choice":
      return oneOf(option.values ?? [], value);
    case "list":
      return listFault(option.values ?? [], value);
    case "pattern":
      return new RegExp(option.pattern!.matches).test(value)
        ? undefined
        : { expected: option.pattern!.words };
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

/** The range of an option in a release. If the documentation doesn't say what it was there, no number is out of range, except below 0. */
export function rangeIn({ range, earlier = [] }: Option, release: string | undefined): Range | undefined {
  const had = earlier
    .filter((one) => one.range !== undefined && one.before !== undefined)
    .filter(({ before }) => release !== undefined && compareReleases(release, before!) < 0)
    .sort((a, b) => compareReleases(a.before!, b.before!))[0]?.range;
  return had === "not documented" ? { min: 0 } : (had ?? range);
}

function integerFault(option: Option, range: Range | undefined, value: string): ValueFault | undefined {
  const { min, max } = range ?? {};
  const number = Number(value);
  const right =
    /^(?:0|-?[1-9]\d*)$/.test(value) &&
    Number.isSafeInteger(number) &&
    number >= (min ?? -Infinity) &&
    number <= (max ?? Infinity);
  if (right) return undefined;
  const words =
    max !== undefined ? ` from ${min ?? 0} to ${max}` : min !== undefined ? ` of at least ${min}` : "";
  return { expected: `an integer${words}${option.unit ? ` (${option.unit})` : ""}` };
}

function listFault(allowed: readonly string[], value: string): ValueFault | undefined {
  const right = value === "" || value.split(",").every((item) => allowed.includes(item.trim()));
  return right ? undefined : { expected: "a list of allowed values, separated by commas", allowed };
}

function oneOf(allowed: readonly string[], value: string): ValueFault | undefined {
  return allowed.includes(value) ? undefined : { expected: "one of the allowed values", allowed };
}

function isAddress(value: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(value) && !/\s/.test(value) && URL.canParse(value);
}
