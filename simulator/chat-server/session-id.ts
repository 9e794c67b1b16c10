import { randomInt } from "node:crypto";

const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Makes a session id in the product's form, 16 letters and digits; all of them random, so that none comes twice. */
export function newSessionId(): string {
  return Array.from({ length: 16 }, () => letters[randomInt(letters.length)]).join("");
}
