import { secretNameOf } from "../../render/configuration-objects";
import { isSensitive } from "../import/option-definition";

/** A value as it is shown: a secret's name, and nothing of a value that grants access to something. */
export function shownValue(path: readonly string[], value: string): string {
  const secret = secretNameOf(value);
  if (secret !== undefined) return `(secret ${secret})`;
  if (isOption(path) && value !== "" && isSensitive(path.at(-1)!)) return "(hidden)";
  // An address may name a user with a password.
  return value.replace(/(:\/\/[^\s/:@]*:)[^\s/@]+@/g, "$1(hidden)@");
}

/**
 * Returns true if one side holds the name of a secret and the other one a value: the value of the secret is sealed, so the two can't
 * be compared.
 */
export function isUncomparable(declared: string | undefined, exported: string | undefined): boolean {
  if (declared === undefined || exported === undefined) return false;
  return secretNameOf(declared) !== undefined && secretNameOf(exported) === undefined && exported !== "";
}

function isOption([kind]: readonly string[]): boolean {
  return kind === "options" || kind === "annex";
}
