import { primaries, textOf } from "../draft";
import { nearest } from "../nearest";
import { booleanOf } from "../options/value";
import { holds } from "../path";
import { storesSessions } from "./redundancy";
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
      const message = `transcript-auto-save is 2 on ${server.key}; Chat Server's HA page advises 1, the deployment guide 2.`;
      yield { path: option.path, message, onGuideValue: true };
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
        ? `transcript-save-on-error is not close on ${key}; Chat Server's HA page asks for close.`
        : `transcript-save-on-error is not set on ${key}; Chat Server's HA page asks for close.`;
      yield {
        path: stated?.path ?? [...path, "options", "settings", "transcript-save-on-error"],
        message,
        onGuideValue: !stated,
      };
    }
  },
};

const saveOnErrorValue: Rule = {
  id: "transcript-save-on-error-value",
  severity: "warning",
  sentence: "transcript-save-on-error is a word, and not a misspelt close.",
  reason:
    "Chat Server takes a value that it doesn't know without saying so. Of its values only close is documented.",
  source: "DeployHA-814",
  *check({ draft }) {
    for (const server of draft.applications) {
      const option = server.options.get("settings")?.get("transcript-save-on-error");
      if (
        server.type !== "ChatServer" ||
        typeof option?.value !== "string" ||
        !holds(server.path, option.path)
      )
        continue;
      const { value, path } = option;
      const isMisspelt = value !== "close" && nearest(value, ["close"]) !== undefined;
      if (!isMisspelt && /^[a-z][a-z-]*$/.test(value) && booleanOf(value) === undefined) continue;
      const message = `transcript-save-on-error of ${server.key} is "${value}".`;
      yield { path, message, allowed: ["close"], ...(isMisspelt && { hint: 'Did you mean "close"?' }) };
    }
  },
};

const useContactServer: Rule = {
  id: "restoration-uses-contact-server",
  severity: "error",
  silenceable: true,
  sentence: "A Chat Server that stores or restores sessions doesn't have use-contact-server: false.",
  reason:
    "Without the Contact Server nothing of a session is stored: its chats end when its partner takes over.",
  source: "MSGA; DeployHA-852",
  *check({ draft }) {
    for (const server of draft.applications) {
      const option = server.options.get("settings")?.get("use-contact-server");
      if (
        server.type !== "ChatServer" ||
        typeof option?.value !== "string" ||
        !holds(server.path, option.path)
      )
        continue;
      const isShared = server.redundancy !== "none" || storesSessions(server);
      if (booleanOf(option.value) !== false || !isShared) continue;
      const message = `use-contact-server of ${server.key} is ${option.value}, and its sessions must survive a fail-over (redundancy ${server.redundancy}).`;
      yield {
        path: option.path,
        message,
        hint: "Set use-contact-server to true, or redundancy to none.",
        dependsOn: [[...(server.primary ?? server).path, "redundancy"]],
      };
    }
  },
};

/** The slowest poll that is known of clients is 2 s apart; below this limit a few that come late end a chat. */
const shortestDisconnect = 10;

const disconnectTimeout: Rule = {
  id: "flex-disconnect-timeout-poll",
  severity: "warning",
  sentence: `flex-disconnect-timeout is at least ${shortestDisconnect} s.`,
  reason:
    "Customers' apps poll each 1 to 2 s, less often in the background: some late polls, and the chat is over.",
  source: "GMS-Chat-851; GMS-Push",
  *check({ draft }) {
    for (const server of draft.applications) {
      const option = server.options.get("settings")?.get("flex-disconnect-timeout");
      if (
        server.type !== "ChatServer" ||
        typeof option?.value !== "string" ||
        !holds(server.path, option.path)
      )
        continue;
      if (!/^\d+$/.test(option.value) || Number(option.value) >= shortestDisconnect) continue;
      const message = `flex-disconnect-timeout of ${server.key} is ${option.value} s, which is below ${shortestDisconnect} s.`;
      const hint =
        "Leave it out to have 45 s, or set it to several times the interval that customers' apps poll at.";
      yield { path: option.path, message, hint };
    }
  },
};

/** How transcripts are stored, and how long a silent customer keeps a session. */
export const transcriptRules: readonly Rule[] = [
  notices,
  saveOnError,
  saveOnErrorValue,
  useContactServer,
  disconnectTimeout,
];
