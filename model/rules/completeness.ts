import { project } from "../source";
import { byCodePoint } from "../path";
import { type DraftApplication, type DraftTarget, primaries } from "../draft";
import { statedOptions } from "./stated-options";
import { existence } from "./places";
import { type Rule } from "./rule";

const least: Rule = {
  id: "deployment-least",
  severity: "error",
  sentence: "A definition has at least one application in mobileServices, or is there for what it shares.",
  reason: "Without GMS nothing serves the chat API, and an empty definition would remove all that runs.",
  source: "seed, Configuration Overview",
  *check({ draft }) {
    if (draft.applications.some(({ type }) => type === "GenesysMobileServices")) return;
    if (draft.sharedNetwork && draft.applications.length > 0) return;
    yield {
      path: draft.applications.length === 0 ? [] : ["mobileServices"],
      message:
        draft.applications.length === 0 ? "The definition is empty." : "There is no GMS in the definition.",
      hint: "The least is one each of mobileServices, webApiServers, chatServers, interactionServers and contactServers, with their connections.",
      dependsOn: existence,
    };
  },
};

const someTenant: Rule = {
  id: "tenant-least",
  severity: "error",
  sentence: "There is at least one tenant.",
  reason: "A Chat Server has its endpoints by tenant; with none, no chat has a queue.",
  source: "ES-endpoints",
  *check({ draft }) {
    if (draft.tenants.length > 0) return;
    yield {
      path: ["tenants"],
      message: "There is no tenant.",
      dependsOn: [["tenants"]],
      hint: "Leave tenants out to have Environment, with DBID 1.",
    };
  },
};

const tenantOnce: Rule = {
  id: "tenant-dbid-once",
  severity: "error",
  sentence: "A DBID belongs to one tenant.",
  reason: "It is the tenant's number in Configuration Server, and names its endpoints section.",
  source: "ES-endpoints",
  *check({ draft }) {
    const seen = new Map<number, string>();
    for (const { name, dbid, path } of [...draft.tenants].sort((a, b) => byCodePoint(a.name, b.name))) {
      const other = seen.get(dbid);
      if (other !== undefined) {
        yield { path: [...path, "dbid"], message: `${name} has the DBID ${dbid}, which ${other} has too.` };
      } else seen.set(dbid, name);
    }
  },
};

const secretSet: Rule = {
  id: "secret-set",
  severity: "error",
  sentence: "A secret that an option names is set in the stack file.",
  reason: "The deployment would stop at the first one that has no value.",
  source: "design, The typed stack definition: secrets",
  *check(context) {
    const { secrets } = context;
    if (!secrets) return;
    const allowed = [...secrets].sort();
    for (const { section, name, option } of statedOptions(context)) {
      if (typeof option.value === "string" || secrets.has(option.value.secret)) continue;
      const { secret } = option.value;
      yield {
        path: option.path,
        message: `${section}/${name} names the secret ${secret}, which has no value.`,
        allowed,
        hint: `Set it: pulumi config set --secret ${project}:secrets.${secret}`,
      };
    }
  },
};

const used: Rule = {
  id: "application-used",
  severity: "warning",
  sentence: "Something is connected to every server but GMS, and to every Chat Server a Web API Server.",
  reason: "A server without clients does nothing, and was probably meant to.",
  source: "seed, Configuration Overview",
  *check({ draft }) {
    const targetsOf = (from: readonly DraftApplication[]) =>
      new Set<DraftTarget | undefined>(
        from.flatMap(({ connections }) => connections.map(({ target }) => target)),
      );
    const targets = targetsOf(draft.applications);
    // An Interaction Server only links back. Whom a Web API Server that runs elsewhere offers isn't known.
    const elsewhere = draft.externals.some(({ type }) => type === "WebApiServer");
    const offered = elsewhere ? targets : targetsOf(primaries(draft, "WebApiServer"));
    for (const application of draft.applications) {
      const { key, type, role, path } = application;
      const known = type === "ChatServer" ? offered : targets;
      if (type === "GenesysMobileServices" || role === "backup" || known.has(application)) continue;
      // Who uses it is in other files, and may come later.
      if (draft.sharedNetwork?.applications.includes(key)) continue;
      const client = type === "ChatServer" ? "No Web API Server" : "Nothing";
      yield { path, message: `${client} is connected to ${key}.`, dependsOn: existence };
    }
  },
};

/** Rules on the complete definition. */
export const completenessRules: readonly Rule[] = [least, someTenant, tenantOnce, secretSet, used];
