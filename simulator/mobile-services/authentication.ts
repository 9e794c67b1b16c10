import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Configuration } from "../configuration";
import { Refusal } from "../refusal";

/** The realm where `server/realm` is not set, as the product has it. */
const defaultRealm = "Genesys Application Configuration Needed";

/** The credentials that requests for a service need. */
interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * Reads the credentials of a service: `server/username` and `server/password`, each replaced by the service's own. A
 * password makes a service protected; a user name alone does nothing. Undefined if the service is not protected.
 *
 * @param section the service's section; undefined for a service that is unknown
 */
function credentialsOf(configuration: Configuration, section: string | undefined): Credentials | undefined {
  // An empty value is none: it must not open what the server's password protects.
  const value = (name: string): string =>
    (section !== undefined && configuration.option(section, name)) ||
    configuration.option("server", name) ||
    "";
  const password = value("password");
  return password === "" ? undefined : { username: value("username"), password };
}

/** New with every start, so that digests can be compared in constant time and mean nothing elsewhere. */
const key = randomBytes(32);

function equals(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHmac("sha256", key).update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** Refuses a request that needs credentials and has none, or others. Values in force count: changes apply at once. */
export function authenticate(
  configuration: Configuration,
  section: string | undefined,
  headers: IncomingHttpHeaders,
): void {
  const expected = credentialsOf(configuration, section);
  if (!expected) return;
  const given = /^basic +([A-Za-z0-9+/=]{1,1000}) *$/i.exec(headers.authorization ?? "")?.[1] ?? "";
  const [username = "", ...rest] = Buffer.from(given, "base64").toString("utf8").split(":");
  const [sameName, samePassword] = [
    equals(username, expected.username),
    equals(rest.join(":"), expected.password),
  ];
  if (sameName && samePassword && rest.length > 0) return;
  throw new Refusal(401, "a user name and a password are needed, by HTTP basic authentication");
}

/** The header that asks for credentials. */
export function challenge(configuration: Configuration): string {
  const realm = configuration.option("server", "realm") ?? defaultRealm;
  return `Basic realm="${realm.replaceAll(/[^\x20-\x7e]|["\\]/g, "")}", charset="UTF-8"`;
}
