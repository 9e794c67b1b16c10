import { type Path } from "../path";

/** A definition holds no deeper nesting; more is a mistake, or an attack on the reader's stack. */
const deepest = 16;

/** Something that must not be in a definition at all, whatever its place. */
export interface Unfit {
  readonly rule: "secret-in-definition" | "key-not-allowed" | "wrong-type" | "too-deep";
  readonly path: Path;
  readonly message: string;
  readonly hint?: string;
}

export const secretHint =
  "Keep it as a key of its own, `pulumi config set --secret genesys-chat:secrets.<name>`, and write { secret: <name> } here.";

/** Whether Pulumi takes a value for an encrypted one: a map with nothing but a text called `secure` in it. */
function isSecure(value: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(value);
  return keys.length === 1 && keys[0] === "secure" && typeof value["secure"] === "string";
}

/** Whether a value is a map and no more: not a class's, and not a function. Maps of other realms count. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Copies plain data, leaving out what is unfit, so that everybody after this meets maps, lists and scalars only. */
export function plainCopy(value: unknown): { copy: unknown; unfit: Unfit[] } {
  const unfit: Unfit[] = [];
  return { copy: copyOf(value, [], unfit), unfit };
}

function copyOf(value: unknown, path: Path, unfit: Unfit[]): unknown {
  if (value === null || ["string", "boolean", "number", "undefined"].includes(typeof value)) return value;
  if (path.length > deepest) {
    unfit.push({ rule: "too-deep", path, message: `Nested deeper than ${deepest} levels.` });
    return undefined;
  }
  if (Array.isArray(value)) return value.map((item, index) => copyOf(item, [...path, index], unfit));
  if (!isPlain(value)) {
    const message = "Expected plain data: text, numbers, true, false, lists and maps.";
    unfit.push({ rule: "wrong-type", path, message });
    return undefined;
  }
  if (isSecure(value)) {
    const message = "An encrypted value inside the definition would reach the state in clear.";
    unfit.push({ rule: "secret-in-definition", path, message, hint: secretHint });
    return undefined;
  }
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    // Assigning this key would change the copy's prototype, and be lost.
    if (key === "__proto__") {
      unfit.push({
        rule: "key-not-allowed",
        path: [...path, key],
        message: "The key __proto__ is not allowed.",
      });
      continue;
    }
    // A key without a value is one that was left out.
    const inner = copyOf(item, [...path, key], unfit);
    if (inner !== undefined) copy[key] = inner;
  }
  return copy;
}
