import { type DraftApplication, primaries, textOf } from "../draft";
import { nearest } from "../nearest";
import { chatService } from "../options/mobile-services";
import { type Path } from "../path";
import { project } from "../source";
import { statedOptions } from "./stated-options";
import { type Finding, type Rule } from "./rule";

/** The services that run in GMS itself and begin a chat or an interaction (GMS-request-chat). */
const builtinServices = ["request-chat", "request-interaction"];

/** One service of a GMS, whichever of the two spellings its options have. */
interface Service {
  readonly section: string;
  readonly kind?: Stated;
  readonly runs?: Stated;
}

interface Stated {
  readonly name: string;
  readonly text: string;
  readonly path: Path;
}

function servicesOf(application: DraftApplication): Service[] {
  return [...application.options.keys()]
    .filter((section) => section.startsWith("service."))
    .map((section) => {
      const stated = (...names: string[]): Stated | undefined => {
        const found = names.flatMap((name) => {
          const text = textOf(application, section, name);
          const path = application.options.get(section)?.get(name)?.path;
          return text === undefined || path === undefined ? [] : [{ name, text, path }];
        });
        return found[0];
      };
      const [kind, runs] = [stated("_type", "type"), stated("_service", "service")];
      return { section, ...(kind && { kind }), ...(runs && { runs }) };
    });
}

const isAddress = (text: string) => /^https?:\/\//i.test(text);

const matches: Rule = {
  id: "service-matches-type",
  severity: "error",
  silenceable: true,
  sentence: "A builtin service names a service of GMS, and an ors service the URL of an SCXML application.",
  reason:
    "GMS runs no SCXML, and Orchestration Server fetches nothing that isn't a URL: the service never starts.",
  source: "GMS-service-opts; GMS-request-chat",
  *check({ draft }) {
    for (const { key, application, service } of each(draft)) {
      const { section, kind, runs } = service;
      if (!kind || !runs) continue;
      // That the seed's service is builtin has a rule of its own.
      if (kind.text === "builtin" && isAddress(runs.text) && section !== chatService) {
        yield {
          path: runs.path,
          message: `${section}/${runs.name} of ${key} is the address ${runs.text}, and its ${kind.name} is builtin.`,
          allowed: builtinServices,
          hint: `Name a service of GMS, or set ${kind.name} to ors.`,
          dependsOn: [kind.path],
        };
      }
      // That `service` is an address is asked of the option itself.
      if (kind.text === "ors" && runs.name === "_service" && !isAddress(runs.text)) {
        yield {
          path: runs.path,
          message: `${section}/_service of ${application.key} is "${runs.text}", and its ${kind.name} is ors.`,
          hint: `State the http or https address of an SCXML application${builtinServices.includes(runs.text) ? `, or set ${kind.name} to builtin` : ""}.`,
          dependsOn: [kind.path],
        };
      }
    }
  },
};

const complete: Rule = {
  id: "service-complete",
  severity: "warning",
  sentence:
    "A service in the spelling of GMS 8.5 states both _type and _service, and a builtin one a name that GMS has.",
  reason:
    "Both are mandatory: GMS answers requests for a service without them as for one that doesn't exist.",
  source: "GMS-service-opts",
  *check({ draft }) {
    for (const { key, application, service } of each(draft)) {
      const { section, kind, runs } = service;
      const lacking = lackingOf(service);
      const statedPath = [...(application.options.get(section)?.values() ?? [])][0]?.path;
      if (lacking && statedPath) {
        yield {
          path: [...application.path, "options", section, lacking],
          message: `${section} of ${key} has no ${lacking}.`,
          hint: `State ${lacking}.`,
          dependsOn: [statedPath],
        } satisfies Finding;
      }
      if (kind?.text !== "builtin" || !runs || isAddress(runs.text)) continue;
      const meant = nearest(runs.text, builtinServices);
      if (meant === undefined || builtinServices.includes(runs.text)) continue;
      const message = `${section}/${runs.name} of ${key} is "${runs.text}", which is no service of GMS.`;
      yield { path: runs.path, message, hint: `Did you mean "${meant}"?` };
    }
  },
};

/** The mandatory option that a service in the spelling of 8.5 lacks. */
function lackingOf({ kind, runs }: Service): string | undefined {
  if (kind?.name === "_type" && !runs) return "_service";
  return runs?.name === "_service" && !kind ? "_type" : undefined;
}

function* each(draft: Parameters<typeof primaries>[0]) {
  for (const application of primaries(draft, "GenesysMobileServices")) {
    for (const service of servicesOf(application)) yield { key: application.key, application, service };
  }
}

const passwordSecret: Rule = {
  id: "password-as-secret",
  severity: "warning",
  sentence: "A password is stated as a secret.",
  reason: "The definition goes to version control, and its values to the stack's outputs and rendered files.",
  source: "design, The typed stack definition: secrets",
  *check(context) {
    for (const { application, section, name, option, known } of statedOptions(context)) {
      if (!known?.secret || typeof option.value !== "string" || option.value === "") continue;
      const message = `${section}/${name} of ${application.key} is written in clear.`;
      const hint = `Set the secret with pulumi config set --secret ${project}:secrets.<name>, and state { secret: <name> }.`;
      yield { path: option.path, message, hint };
    }
  },
};

/** What the services of GMS run, and how access to them is protected. */
export const serviceRules: readonly Rule[] = [matches, complete, passwordSecret];
