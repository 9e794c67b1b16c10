import { z } from "zod";

/** A value kept elsewhere: the encrypted config key `genesys-chat:secrets.<name>` of the stack. */
export const secretReference = z.strictObject({
  /** The secret's name: letters, digits, `_` and `-`. */
  secret: z
    .string({ error: "a secret's name" })
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, { error: "a secret's name: letters, digits, _ and -" }),
});

const expected = "a string, true, false, an integer or { secret: <name> }";

/** An option's value; strings, booleans and integers become strings in one place, `optionText`. */
export const optionValue = z.union([z.string(), z.boolean(), z.int({ error: expected }), secretReference], {
  error: expected,
});

/** Options by section and name, in Genesys' own spelling; they are put over the defaults one by one. */
export const options = z.record(z.string(), z.record(z.string(), optionValue));

/** How the product gets to see a value: as a string, always (PSDK-CfgApplication). */
export function optionText(value: string | boolean | number): string {
  return String(value);
}
