import { primaries, textOf } from "../draft";
import { holds } from "../path";
import { type Rule } from "./rule";

const notices: Rule = {
  id: "transcript-auto-save-notices",
  severity: "advice",
  sentence: "transcript-auto-save is 1, unless the agents' desktop reads the notices that 2 sends.",
  reason:
    "The seed has 2; Chat Server's own HA page advises 1: Interaction Workspace ignores the notices, which cost a little.",
  source: "seed, Required Chat Server Options (HA); DeployHA-814",
  *check({ draft }) {
    for (const server of draft.applications) {
      const option = server.options.get("settings")?.get("transcript-auto-save");
      if (server.type !== "ChatServer" || option?.value !== "2" || !holds(server.path, option.path)) continue;
      const message = `transcript-auto-save is 2 on ${server.key}, as on the seed page; the HA page of Chat Server advises 1.`;
      yield { path: option.path, message };
    }
  },
};

const saveOnError: Rule = {
  id: "transcript-save-on-error",
  severity: "advice",
  sentence: "A Chat Server with redundancy states transcript-save-on-error: close.",
  reason: "The seed doesn't mention it; Chat Server's own HA page asks for it beside the other two settings.",
  source: "DeployHA-814",
  *check({ draft }) {
    for (const server of primaries(draft, "ChatServer")) {
      const { key, path, redundancy, options } = server;
      if (redundancy === "none" || textOf(server, "settings", "transcript-save-on-error") === "close")
        continue;
      const stated = options.get("settings")?.get("transcript-save-on-error");
      const message = stated
        ? `transcript-save-on-error of ${key} is not close, which the HA page of Chat Server asks for.`
        : `${key} doesn't state transcript-save-on-error, which the HA page of Chat Server sets to close.`;
      yield { path: stated?.path ?? [...path, "options", "settings", "transcript-save-on-error"], message };
    }
  },
};

/** How transcripts are stored. */
export const transcriptRules: readonly Rule[] = [notices, saveOnError];
