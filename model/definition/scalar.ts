import { z } from "zod";
import { releasePattern } from "../release";

/** An integer between two bounds, inclusive; `what` names it in the message. */
export function wholeNumber(what: string, min: number, max: number) {
  const error = `${what}, an integer from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** A text that is not empty and fits on one line. */
export function line(what: string) {
  const error = what;
  return z.string({ error }).regex(/^[^\u0000-\u001f\u007f\u0085\u2028\u2029]+$/, { error });
}

/** A port's number. */
export const portNumber = wholeNumber("a port", 1, 65535);

/** A release, always a string: an unquoted 8.1 would be a number, and 8.10 the same one as 8.1. */
export const release = z
  .string({ error: 'a release such as "8.1.100.28"' })
  .regex(releasePattern, { error: 'a release such as "8.1.100.28"' });

/** A host: a name or an address. */
export const host = z
  .string({ error: "a host name or an address" })
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9_.:-]*[A-Za-z0-9])?$/, { error: "a host name or an address" });

/** A connection protocol: Configuration Server takes any text, the field uses single words. */
export const protocol = z
  .string({ error: "a protocol such as http" })
  .regex(/^[A-Za-z][A-Za-z0-9.+-]*$/, { error: "a protocol such as http" });

/** A path inside a container, from its root: no blanks, no `.` or `..`, no slash behind. */
export const absolutePath = z
  .string({ error: "a path such as /opt/genesys/logs" })
  .regex(/^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._@+-]+)+$/, { error: "a path such as /opt/genesys/logs" });
