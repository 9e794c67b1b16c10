/**
 * What an unquoted YAML value is. Pulumi's engine reads with Go's yaml.v3, which mixes YAML 1.1 and 1.2; we read 1.2. Only what
 * every version and every reader takes for the same value is let through.
 */
export type PlainScalar =
  | { readonly kind: "value"; readonly value: string | number | boolean | null }
  | { readonly kind: "ambiguous"; readonly as: string };

/** Words that one version or another takes for a truth value or for nothing. */
const words = /^(?:y|yes|n|no|on|off|true|false|null)$/i;

/** What some reader takes for something else than a text; tried in this order. */
const readings: readonly [RegExp, string][] = [
  [words, "a truth value or nothing"],
  [/^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/, "a number to the base 60"],
  [/^\d{4}-\d\d?-\d\d?(?:$|[Tt\s])/, "a date"],
  [/^=$/, "a default value"],
];

/** Numbers, without the underscores: some readers allow them anywhere behind the first character. */
const numbers: readonly [RegExp, string][] = [
  [/^[-+]?0b[01]+$/i, "a binary number"],
  [/^[-+]?0x[\da-f]+$/i, "a hexadecimal number"],
  [/^[-+]?0o[0-7]+$/i, "an octal number"],
  [/^[-+]?0\d+$/, "an octal number"],
  [/^[-+]?\d+$/, "a number"],
  [/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?$/i, "a number with a fraction"],
  [/^[-+]?\.(?:inf|nan)$/i, "an infinite number or none"],
];

/** Reads an unquoted value. */
export function readPlain(source: string): PlainScalar {
  if (source === "true" || source === "false") return { kind: "value", value: source === "true" };
  if (source === "" || source === "null" || source === "~") return { kind: "value", value: null };
  // Fifteen digits are an integer to every reader, a double included.
  if (/^(?:0|-?[1-9]\d{0,14})$/.test(source)) return { kind: "value", value: Number(source) };
  const bare = source.replaceAll("_", "");
  const reading =
    readings.find(([pattern]) => pattern.test(source)) ?? numbers.find(([pattern]) => pattern.test(bare));
  return reading ? { kind: "ambiguous", as: reading[1] } : { kind: "value", value: source };
}
