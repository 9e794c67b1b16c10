import { connectedTo, type Draft, type DraftApplication, type DraftOption, primaries } from "../draft";
import { Suggestions } from "../nearest";
import { byCodePoint, holds } from "../path";
import { type Rule } from "./rule";

/** The Chat Servers that a GMS's chats can land on, standbys included; not those that run elsewhere, whose options are unknown. */
function reachable(application: DraftApplication): DraftApplication[] {
  const found = new Set<DraftApplication>();
  for (const webApi of connectedTo(application, "WebApiServer")) {
    if (webApi.role === "external") continue;
    for (const chat of connectedTo(webApi, "ChatServer")) {
      if (chat.role === "external") continue;
      found.add(chat);
      if (chat.backup) found.add(chat.backup);
    }
  }
  return [...found];
}

/** The options with which a GMS names endpoints. */
function* named(
  application: DraftApplication,
): Generator<[text: string, option: DraftOption, endpoint: string]> {
  for (const [section, options] of application.options) {
    for (const [name, option] of options) {
      const names =
        (section === "chat" && name === "ixn_server_submit_queue") ||
        (section.startsWith("service.") && name === "chat_endpoint");
      const blank = typeof option.value !== "string" || option.value.trim() === "";
      if (names && !blank) yield [`${section}/${name}`, option, option.value];
    }
  }
}

const exists: Rule = {
  id: "endpoint-exists",
  severity: "error",
  sentence:
    "Every endpoint that GMS names exists for every tenant on every Chat Server it can reach, primary and backup.",
  reason: "Chats are balanced: an endpoint that is missing on one Chat Server fails every second chat.",
  source: "seed, Required GMS Options",
  *check({ draft }) {
    for (const application of primaries(draft, "GenesysMobileServices")) {
      const servers = reachable(application);
      const everywhere = common(draft, servers);
      const available = new Set(everywhere);
      const suggestions = new Suggestions(everywhere);
      for (const [option, { path }, endpoint] of named(application)) {
        if (available.has(endpoint)) continue;
        const lacking = servers.flatMap((server) => lackingIn(draft, server, endpoint));
        if (lacking.length === 0) continue;
        const where = inFew([...new Set(lacking)]);
        const hint =
          suggestions.didYouMean(endpoint) ??
          "An endpoint is an option's name there, not the name of a queue.";
        yield {
          path,
          message: `${option} names the endpoint "${endpoint}", which is missing in ${where}.`,
          allowed: everywhere,
          hint,
          dependsOn: [["tenants"], ...servers.map((server) => [...server.path, "options"])],
        };
      }
    }
  },
};

function lackingIn(draft: Draft, server: DraftApplication, endpoint: string): string[] {
  return draft.tenants
    .map(({ dbid }) => `endpoints:${dbid}`)
    .filter((section) => !server.options.get(section)?.has(endpoint))
    .map((section) => `${section} of ${server.key}`);
}

/** Most places that a message lists: a mistake in each of many options, with all places in each, fills gigabytes. */
const mostListed = 20;

function inFew(places: readonly string[]): string {
  const more = places.length - mostListed;
  return places.slice(0, mostListed).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** The endpoints that would do: those which every server has for every tenant. */
function common(draft: Draft, servers: readonly DraftApplication[]): string[] {
  const sections = servers.flatMap((server) =>
    draft.tenants.map(
      ({ dbid }) => server.options.get(`endpoints:${dbid}`) ?? new Map<string, DraftOption>(),
    ),
  );
  const [first, ...others] = sections;
  return [...(first?.keys() ?? [])].filter((name) => others.every((section) => section.has(name))).sort();
}

/** The options of 8.5 that name a tenant and its endpoint, with a colon between. */
function* namedWithTenant(
  application: DraftApplication,
): Generator<[text: string, option: DraftOption, value: string]> {
  for (const [section, options] of application.options) {
    for (const [name, option] of options) {
      const names =
        (section === "chat" && name === "default_chat_endpoint") ||
        (section.startsWith("service.") && name === "_chat_endpoint");
      // Without a colon it is another rule's, or an endpoint that GMS has built in.
      if (names && text(option).includes(":")) yield [`${section}/${name}`, option, text(option)];
    }
  }
}

/** A secret's value is not evaluated. */
function text({ value }: DraftOption): string {
  return typeof value === "string" ? value : "";
}

const ofNamedTenant: Rule = {
  id: "tenant-endpoint-exists",
  severity: "error",
  sentence: "A tenant and endpoint that GMS 8.5 names exist on every Chat Server it can reach.",
  reason: "Chats are balanced: an endpoint that is missing on one Chat Server fails every second chat.",
  source: "GMS-Chat-851",
  *check({ draft }) {
    for (const application of primaries(draft, "GenesysMobileServices")) {
      const servers = reachable(application);
      for (const [option, { path }, value] of namedWithTenant(application)) {
        // A tenant's name may hold a colon itself: the longest name that fits is meant.
        const [tenant] = draft.tenants
          .filter((known) => value.startsWith(`${known.name}:`))
          .sort((a, b) => b.name.length - a.name.length);
        const endpoint = tenant && value.slice(tenant.name.length + 1);
        const section = `endpoints:${tenant?.dbid}`;
        const lacking = servers.filter((server) => endpoint && !server.options.get(section)?.has(endpoint));
        if (tenant && endpoint && lacking.length === 0) continue;
        const message = !tenant
          ? `${option} is "${value}", which begins with no tenant of this definition and a colon.`
          : !endpoint
            ? `${option} is "${value}", which names no endpoint behind the tenant.`
            : `${option} names the endpoint "${endpoint}", which is missing in ${section} of ${lacking.map(({ key }) => key).join(", ")}.`;
        const allowed = draft.tenants.flatMap((known) =>
          common({ ...draft, tenants: [known] }, servers).map((each) => `${known.name}:${each}`),
        );
        const dependsOn = [["tenants"], ...servers.map((server) => [...server.path, "options"])];
        yield { path, message, allowed, dependsOn };
      }
    }
  },
};

const ofTenant: Rule = {
  id: "endpoints-of-tenant",
  severity: "error",
  sentence: "An endpoints section names the DBID of a tenant of the definition.",
  reason: "The template's placeholder must be renamed to a real DBID; until then chats never start.",
  source: "DeployChat; ES-endpoints",
  *check({ draft }) {
    // That there is no tenant at all has a rule of its own.
    if (draft.tenants.length === 0) return;
    const allowed = draft.tenants.map(({ dbid }) => `endpoints:${dbid}`);
    const known = new Set(allowed);
    for (const application of draft.applications) {
      if (application.type !== "ChatServer") continue;
      for (const [section, options] of application.options) {
        if (!section.startsWith("endpoints:") || known.has(section)) continue;
        const first = [...options.values()][0];
        const path = first ? first.path.slice(0, -1) : [...application.path, "options", section];
        // What a backup copies from its primary is fixed at the primary.
        if (!holds(application.path, path)) continue;
        const message = `The section ${section} of ${application.key} belongs to no tenant of this definition.`;
        yield { path, message, allowed, dependsOn: [["tenants"]] };
      }
    }
  },
};

const queueOfItsOwn: Rule = {
  id: "endpoint-queue-of-its-own",
  severity: "warning",
  sentence: "The endpoints of a tenant have a queue each.",
  reason: "A queue has one routing strategy: chats of two endpoints that share it are routed alike.",
  source: "GWE-ChatChannel",
  *check({ draft }) {
    for (const server of draft.applications) {
      if (server.type !== "ChatServer") continue;
      for (const [section, options] of server.options) {
        if (!section.startsWith("endpoints:")) continue;
        const taken = new Map<string, string>();
        for (const [endpoint, option] of sortedByDefault(options)) {
          const queue = text(option);
          const other = taken.get(queue);
          if (queue !== "" && other === undefined) taken.set(queue, endpoint);
          if (other === undefined || !holds(server.path, option.path)) continue;
          const message = `The endpoints ${other} and ${endpoint} in ${section} of ${server.key} both have the queue "${queue}".`;
          yield {
            path: option.path,
            message,
            hint: "Name another queue, or leave one of the endpoints out.",
          };
        }
      }
    }
  },
};

/** The endpoint that every tenant has comes first, so that a problem is about the one that was added. */
function sortedByDefault(options: ReadonlyMap<string, DraftOption>): [string, DraftOption][] {
  return [...options].sort(([a], [b]) =>
    a === b ? 0 : a === "default" ? -1 : b === "default" ? 1 : byCodePoint(a, b),
  );
}

/** Where chats are submitted. */
export const endpointRules: readonly Rule[] = [exists, ofNamedTenant, ofTenant, queueOfItsOwn];
