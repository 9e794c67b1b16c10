import { primaries } from "../draft";
import { holds } from "../path";
import { compareReleases } from "../release";
import { type Rule } from "./rule";

/** The release from which Genesys advises all instances to be primary. */
const nPlusOneAdvised = "8.5.2";
/** The family of releases whose documentation knows of it at all. */
const nPlusOneKnown = "8.5.0";
/** The release that raised GMS's time limits from two seconds to ten. */
const patientSince = "8.1.2";

const advised: Rule = {
  id: "n-plus-one-advised",
  severity: "advice",
  sentence: `From ${nPlusOneAdvised} on, Chat Servers are all primary, without backups (n-plus-one).`,
  reason: "Genesys still supports pairs there, and no longer recommends them.",
  source: "DeployHA-852",
  *check({ draft }) {
    for (const { key, path, release, redundancy } of primaries(draft, "ChatServer")) {
      if (redundancy !== "warm-standby" || compareReleases(release, nPlusOneAdvised) < 0) continue;
      const message = `${key} has release ${release} and a warm standby, where Genesys advises n-plus-one.`;
      yield { path: [...path, "redundancy"], message, dependsOn: [["release"], [...path, "release"]] };
    }
  },
};

const known: Rule = {
  id: "n-plus-one-release",
  severity: "warning",
  sentence: `A Chat Server with n-plus-one has at least release ${nPlusOneKnown}.`,
  reason:
    "The documentation of earlier ones knows pairs only: they do not say that another primary continues.",
  source: "DeployHA-852; DeployHA-814",
  *check({ draft }) {
    for (const { key, path, release, redundancy } of primaries(draft, "ChatServer")) {
      if (redundancy !== "n-plus-one" || compareReleases(release, nPlusOneKnown) >= 0) continue;
      const message = `${key} has release ${release} and n-plus-one, which is documented from 8.5 on.`;
      yield { path: [...path, "release"], message, dependsOn: [["release"], [...path, "redundancy"]] };
    }
  },
};

const patience = ["http.connection_timeout", "http.socket_timeout"] as const;

const impatient: Rule = {
  id: "gms-http-timeouts",
  severity: "advice",
  sentence: `A GMS before ${patientSince} states how long it waits for Orchestration Server.`,
  reason:
    "Its default of two seconds is too short for a service that must be fetched first; later releases have ten.",
  source: "GMS-opt-811; GMS-opt-812",
  *check({ draft }) {
    for (const { key, path, release, options } of primaries(draft, "GenesysMobileServices")) {
      const missing = patience.filter((name) => !options.get("gms")?.has(name));
      if (missing.length === 0 || compareReleases(release, patientSince) >= 0) continue;
      const message = `${key} has release ${release}, where ${missing.map((name) => `gms/${name}`).join(" and ")}, unless stated, ${missing.length > 1 ? "are" : "is"} 2 s.`;
      const hint = "State 10, the default of later releases.";
      yield {
        path: [...path, "options", "gms"],
        message,
        hint,
        onGuideValue: missing.length === patience.length,
        dependsOn: [["release"], [...path, "release"]],
      };
    }
  },
};

const sameOptions: Rule = {
  id: "standby-options-same",
  severity: "warning",
  sentence: "A standby's options are its primary's, but for the log section.",
  reason: "After a switch the pair would behave differently from before.",
  source: "FR-HACS; sggu-1286",
  *check({ draft }) {
    for (const { key, path, primary, options } of draft.applications) {
      if (!primary) continue;
      for (const [section, values] of options) {
        for (const [name, option] of section === "log" ? [] : values) {
          const other = primary.options.get(section)?.get(name)?.value;
          if (!holds(path, option.path) || JSON.stringify(other) === JSON.stringify(option.value)) continue;
          const message = `${section}/${name} of ${key} differs from that of its primary ${primary.key}.`;
          yield { path: option.path, message, dependsOn: [[...primary.path, "options"]] };
        }
      }
    }
  },
};

/** What later releases advise, and what pairs have to agree on. */
export const adviceRules: readonly Rule[] = [advised, known, impatient, sameOptions];
