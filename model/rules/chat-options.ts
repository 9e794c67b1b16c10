import { type DraftApplication, primaries, textOf } from "../draft";
import { hostName } from "../names";
import { chatService } from "../options/mobile-services";
import { booleanOf } from "../options/value";
import { type Path } from "../path";
import { type Rule } from "./rule";

const pathOption = ["chat", "chat_load_balancer_url_path"] as const;

const blankInPath: Rule = {
  id: "load-balancer-path-without-blanks",
  severity: "error",
  sentence: "The path of the load-balancer page has no blanks in it.",
  reason: "The seed page breaks the path over several lines; pasted from there it names no page.",
  source: "seed, Required GMS Options",
  *check({ draft }) {
    for (const application of primaries(draft, "GenesysMobileServices")) {
      const text = textOf(application, ...pathOption);
      if (text === undefined || !/\s/.test(text)) continue;
      const message = `${pathOption.join("/")} of ${application.key} has a blank in it.`;
      const hint = `Without blanks it is "${text.replace(/\s+/g, "")}".`;
      yield { path: pathOf(application, ...pathOption), message, hint };
    }
  },
};

const serviceType: Rule = {
  id: "chat-service-type",
  severity: "error",
  sentence: "The chat service has the type ors.",
  reason: "It is an advanced service, which Orchestration Server runs.",
  source: "seed, Required GMS Options",
  *check({ draft }) {
    for (const application of primaries(draft, "GenesysMobileServices")) {
      for (const name of ["type", "_type"]) {
        const text = textOf(application, chatService, name);
        if (text === undefined || text === "" || text === "ors") continue;
        const message = `${chatService}/${name} of ${application.key} is "${text}".`;
        yield { path: pathOf(application, chatService, name), message, allowed: ["ors"] };
      }
    }
  },
};

const poke = ["internal_api_url_base", "default_poke_message"] as const;

const pokeTogether: Rule = {
  id: "poke-options-together",
  severity: "error",
  sentence: "internal_api_url_base and default_poke_message are stated together or not at all.",
  reason: "Poke needs both: the address to poke at, and what to say when a poke says nothing.",
  source: "seed, section service.request-chat-poll",
  *check({ draft }) {
    for (const application of primaries(draft, "GenesysMobileServices")) {
      for (const [section, options] of application.options) {
        if (!section.startsWith("service.")) continue;
        const missing = poke.filter((name) => !options.has(name));
        const stated = poke.find((name) => options.has(name));
        if (!stated || missing.length !== 1) continue;
        const message = `${section} of ${application.key} states ${stated} without ${missing[0]!}.`;
        const path = pathOf(application, section, stated);
        yield { path, message, dependsOn: [pathOf(application, section, missing[0]!)] };
      }
    }
  },
};

const pokeBase: Rule = {
  id: "poke-base-names-gms",
  severity: "warning",
  sentence: "internal_api_url_base names a GMS of this deployment.",
  reason: "An agent's poke goes there: another GMS does not know the service.",
  source: "seed, section service.request-chat-poll",
  *check({ draft }) {
    const servers = primaries(draft, "GenesysMobileServices");
    const known = servers.flatMap(addressesOf);
    const allowed = [...new Set(known.map(({ host, port }) => `http://${host}:${port}`))];
    for (const application of servers) {
      for (const [section] of application.options) {
        const text = section.startsWith("service.") ? textOf(application, section, poke[0]) : undefined;
        if (text === undefined || !URL.canParse(text)) continue;
        const { hostname, port, protocol } = new URL(text);
        const number = Number(port || (protocol === "https:" ? 443 : 80));
        if (known.some((each) => each.port === number && isHost(hostname, each.host))) continue;
        const message = `${section}/${poke[0]} of ${application.key} is ${text}, which is no GMS of this deployment.`;
        const path = pathOf(application, section, poke[0]);
        yield {
          path,
          message,
          allowed,
          dependsOn: [
            ["mobileServices", "*"],
            [...application.path, "ports"],
          ],
        };
      }
    }
  },
};

/** The addresses of a GMS: in its network by host name, on its Host object, and as published. */
function addressesOf({ key, placement, ports }: DraftApplication): { host: string; port: number }[] {
  return ports.flatMap(({ port, publish, address }) => [
    { host: hostName(key), port },
    ...(placement === undefined ? [] : [{ host: placement.toLowerCase(), port: publish ?? port }]),
    ...(publish === undefined
      ? []
      : [
          { host: address, port: publish },
          { host: hostName(key), port: publish },
        ]),
  ]);
}

/** A host name may stand with its domain, and an address that is every one of the host's is none in particular. */
function isHost(written: string, known: string): boolean {
  return written === known || written.startsWith(`${known}.`) || known === "0.0.0.0";
}

const pageForTenants: Rule = {
  id: "load-balancer-page-for-tenants",
  severity: "warning",
  sentence: "With several tenants the Web API Server serves the multi-tenant load-balancer page.",
  reason: "There are two pages, and the single-tenant one knows one tenant only.",
  source: "seed, Web API Server Configuration, Note",
  *check({ draft }) {
    if (draft.tenants.length < 2) return;
    for (const { key, path, loadBalancer } of primaries(draft, "WebApiServer")) {
      if (loadBalancer !== "single-tenant") continue;
      const message = `${key} serves the single-tenant load-balancer page, and there are ${draft.tenants.length} tenants.`;
      yield { path: [...path, "loadBalancer"], message, allowed: ["multi-tenant"], dependsOn: [["tenants"]] };
    }
  },
};

const limitsReport: Rule = {
  id: "limits-cause-switchover",
  severity: "advice",
  sentence: "A pair whose limits are kept doesn't report a reached limit as Service Unavailable.",
  reason: "That report can cause a switchover under load, to a standby that has the same limits.",
  source: "ChatSrv-850",
  *check({ draft }) {
    for (const server of primaries(draft, "ChatServer")) {
      if (!server.backup || !isOn(server, "limits-control-enabled", "false")) continue;
      if (!isOn(server, "limits-reached-report-scs", "true")) continue;
      const message = `${server.key} reports a reached limit as Service Unavailable, which can cause a switchover.`;
      const hint = "State settings/limits-reached-report-scs: false, unless that is wanted.";
      yield { path: pathOf(server, "settings", "limits-control-enabled"), message, hint };
    }
  },
};

/** A boolean of the section settings; a wrong value has a rule of its own and counts as the default. */
function isOn(server: DraftApplication, name: string, otherwise: "true" | "false"): boolean {
  const value = booleanOf(textOf(server, "settings", name) ?? otherwise);
  return value ?? otherwise === "true";
}

function pathOf(application: DraftApplication, section: string, name: string): Path {
  return application.options.get(section)?.get(name)?.path ?? [...application.path, "options", section, name];
}

/** Options whose right value depends on something else. */
export const chatOptionRules: readonly Rule[] = [
  blankInPath,
  serviceType,
  pokeTogether,
  pokeBase,
  pageForTenants,
  limitsReport,
];
