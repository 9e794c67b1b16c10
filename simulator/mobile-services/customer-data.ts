import { Refusal } from "../refusal";
import type { Fields } from "./request-fields";
import type { Service } from "./services";
import type { ServiceSettings } from "./service-settings";

/** How much data the parameters of one service may bring, in bytes as UTF-8. */
export const dataLimit = 32_768;
/** How much of a customer's name is shown before each message, in characters. */
const nickLimit = 255;

/** The customer's parameters with the other spellings that real clients use. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  firstName: ["FirstName"],
  lastName: ["LastName"],
  email: ["EmailAddress", "emailAddress"],
  subject: ["Subject"],
  userDisplayName: [],
};
const party = new Set(Object.entries(aliases).flat(2));

/** Parameters that are for GMS and no data of the customer's. */
const forGms = new Set(["_verbose", "notify_by", "subscriptionID"]);
const startOnly = new Set(["message", "transcriptPosition"]);
/** User data that only the options set: a desktop loads these addresses. */
const reserved = new Set(["poke_url", "iws_plugin_url", "iws_plugin_view_name"]);

/** What a chat begins with. */
export interface CustomerData {
  readonly nick: string;
  readonly party: Readonly<Record<string, string>>;
  readonly userData: Readonly<Record<string, string>>;
  /** The customer's first message; undefined if there is none. */
  readonly message?: string;
}

/**
 * The parameters of a service's creation that its chat will need.
 * @param options the options of the service's section; they count instead of parameters of the same name
 */
export function creationData(
  fields: Fields,
  options: Readonly<Record<string, string>>,
): Record<string, string> {
  const data = [...fields].filter(
    ([name]) => !forGms.has(name) && !reserved.has(name) && !Object.hasOwn(options, name),
  );
  return bounded(data);
}

/** What a chat begins with, of the parameters of its service's creation and of its start; the start's count first. */
export function customerData(
  service: Service,
  settings: ServiceSettings,
  fields: Fields,
  options: Readonly<Record<string, string>>,
): CustomerData {
  const created = new Map(Object.entries(service.parameters ?? {}));
  const known: [string, string][] = Object.entries(aliases).flatMap(([name, others]) => {
    const spellings = [name, ...others];
    const value = first(fields, spellings) ?? first(created, spellings);
    return value === undefined ? [] : [[name, value] as [string, string]];
  });
  const started = [...fields].filter(
    ([name]) => !startOnly.has(name) && !name.startsWith("push_notification_"),
  );
  const others = [...created, ...Object.entries(creationData(new Map(started), options))].filter(
    ([name]) => !party.has(name),
  );
  const given = bounded([...known, ...others]);
  const customer = Object.fromEntries(known);
  const fullName = [customer.firstName, customer.lastName].filter(Boolean).join(" ");
  const message = fields.get("message");
  return {
    nick: (customer.userDisplayName || fullName || "Customer").slice(0, nickLimit),
    party: customer,
    userData: {
      ...Object.fromEntries(Object.entries(given).filter(([name]) => !party.has(name))),
      ...(settings.poke && {
        poke_url: `${settings.poke.urlBase}/genesys/1/service/${service.id}/poke`,
        ...settings.plugin,
      }),
    },
    ...(message && { message }),
  };
}

function first(fields: Fields, names: readonly string[]): string | undefined {
  return names.map((name) => fields.get(name)).find(Boolean);
}

function bounded(data: readonly (readonly [string, string])[]): Record<string, string> {
  const bytes = data.reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (bytes > dataLimit)
    throw new Refusal(413, `the parameters of one chat are larger than ${dataLimit} bytes`);
  return Object.fromEntries(data);
}
