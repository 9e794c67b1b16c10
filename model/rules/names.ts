import { type DraftApplication, type DraftExternal } from "../draft";
import { applicationNamePattern, hostName, longestName } from "../names";
import { type Path } from "../path";
import { type Context, type Rule } from "./rule";

interface Named {
  readonly key: string;
  readonly path: Path;
  /** As a message calls it. */
  readonly as: string;
}

/** Everything that has a name of its own; standbys have a rule of theirs about whom they share it with. */
function named({ draft }: Context, standbys: boolean): Named[] {
  const application = ({ key, type, path, role }: DraftApplication) => ({
    key,
    path: role === "backup" ? [...path, "name"] : path,
    as: role === "backup" ? `the standby ${key}` : `the ${type} ${key}`,
  });
  const external = ({ key, path }: DraftExternal) => ({ key, path, as: `the external server ${key}` });
  return [
    ...draft.applications.filter(({ role }) => standbys || role === "primary").map(application),
    ...draft.externals.map(external),
  ];
}

const valid: Rule = {
  id: "name-valid",
  severity: "error",
  sentence: `A name has letters, digits, "_", "-" and "." only, begins and ends with a letter or digit, and has at most ${longestName} characters, prefix included.`,
  reason: "It becomes an Application object's name, a file's name and a host name.",
  source: "PSDK-CfgApplication; RFC 1035, 2.3.4",
  *check(context) {
    const prefix = context.draft.namePrefix;
    for (const { key, path, as } of named(context, true)) {
      const full = as.startsWith("the external") ? key : prefix + key;
      // A prefix that can't begin a name is reported once, at its own position.
      const name = prefixFits(prefix) ? full : key;
      if (applicationNamePattern.test(name) && applicationNamePattern.test(key) && name.length <= longestName)
        continue;
      const hint = `Letters, digits, "_", "-" and ".", beginning and ending with a letter or digit, at most ${longestName} characters.`;
      yield { path, message: `"${name}" can't be a name.`, hint };
    }
    if (!prefixFits(prefix)) {
      const message = `"${prefix}" can't begin a name.`;
      yield {
        path: ["namePrefix"],
        message,
        hint: 'Letters, digits, "_", "-" and ".", beginning with a letter or digit.',
      };
    }
  },
};

function prefixFits(prefix: string): boolean {
  return prefix === "" || /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(prefix);
}

const unique: Rule = {
  id: "name-unique",
  severity: "error",
  sentence: "A name is given once in a definition, whatever the type.",
  reason: "An Application's name is unique in a configuration database.",
  source: "PSDK-CfgApplication",
  *check(context) {
    const seen = new Map<string, Named>();
    for (const item of named(context, false)) {
      const other = seen.get(item.key);
      if (other) {
        yield {
          path: item.path,
          message: `${capital(item.as)} has the name of ${other.as}.`,
        };
      } else seen.set(item.key, item);
    }
  },
};

const distinct: Rule = {
  id: "name-distinct",
  severity: "error",
  sentence: 'Names stay different as host names: in lower case, and with "_" and "." read as "-".',
  reason: "Two containers of one host name in a network answer in turns.",
  source: "design; RFC 1035, 2.3.3",
  *check({ draft }) {
    const seen = new Map<string, DraftApplication>();
    for (const application of draft.applications) {
      const host = hostName(application.key);
      const other = seen.get(host);
      if (!other) seen.set(host, application);
      else if (other.key !== application.key) {
        const path = application.role === "backup" ? [...application.path, "name"] : application.path;
        const message = `${application.key} and ${other.key} are the same host name, ${host}.`;
        yield { path, message };
      }
    }
  },
};

/** In characters, as Configuration Server's database has it. */
const longestTenantName = 255;

const tenantValid: Rule = {
  id: "tenant-name-valid",
  severity: "error",
  sentence: `A tenant's name fits on one line, has no blank at either end, and has at most ${longestTenantName} characters.`,
  reason: "It becomes a label of every container: a second line in it could pass for another label.",
  source: "design",
  *check({ draft }) {
    for (const { name, path } of draft.tenants) {
      const fits =
        /^[^\p{Cc}\u2028\u2029]+$/u.test(name) && name.trim() === name && name.length <= longestTenantName;
      if (fits) continue;
      const hint = "Commas, blanks inside and every other printable character are allowed, on one line.";
      yield { path, message: `${JSON.stringify(name)} can't be a tenant's name.`, hint };
    }
  },
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What things are called. */
export const nameRules: readonly Rule[] = [valid, unique, distinct, tenantValid];
