import { primaries } from "../draft";
import { compareReleases } from "../release";
import { type Rule } from "./rule";

/** The release that brought chat to GMS. */
export const chatSince = "8.1.100.14";
const highAvailabilitySince = "8.1.000.20";

const chat: Rule = {
  id: "release-has-chat",
  severity: "error",
  sentence: `GMS has at least release ${chatSince}.`,
  reason: "Earlier ones have no chat API.",
  source: "seed, Introduced in release",
  *check({ draft }) {
    for (const { key, path, release } of primaries(draft, "GenesysMobileServices")) {
      if (compareReleases(release, chatSince) >= 0) continue;
      const message = `${key} has release ${release}; chat came with ${chatSince}.`;
      yield { path: [...path, "release"], message, dependsOn: [["release"]] };
    }
  },
};

const highAvailability: Rule = {
  id: "release-has-high-availability",
  severity: "error",
  sentence: `A Chat Server with redundancy has at least release ${highAvailabilitySince}.`,
  reason: "Earlier ones restore no sessions.",
  source: "seed, Setting Chat Server HA-Specific Options",
  *check({ draft }) {
    for (const { key, path, release, redundancy } of primaries(draft, "ChatServer")) {
      if (redundancy === "none" || compareReleases(release, highAvailabilitySince) >= 0) continue;
      const message = `${key} has release ${release} and redundancy ${redundancy}, which came with ${highAvailabilitySince}.`;
      const dependsOn = [["release"], [...path, "redundancy"]];
      yield { path: [...path, "release"], message, dependsOn };
    }
  },
};

/** What a release can't do yet. */
export const releaseRules: readonly Rule[] = [chat, highAvailability];
