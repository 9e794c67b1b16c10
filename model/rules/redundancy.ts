import { type DefinedChatServer } from "../definition/definition";
import { type DraftApplication, type DraftExternal, primaries, textOf } from "../draft";
import { Suggestions } from "../nearest";
import { byCodePoint, holds } from "../path";
import { hasValidTargets } from "./places";
import { type Context, type Rule } from "./rule";

/** Every Chat Server as it is written, with what it means. */
function* chatServers({ definition, draft }: Context): Generator<[DraftApplication, DefinedChatServer]> {
  for (const server of primaries(draft, "ChatServer")) {
    const stated = definition.chatServers?.[server.key];
    if (stated) yield [server, stated];
  }
}

const ofItsOwn: Rule = {
  id: "standby-of-its-own",
  severity: "error",
  sentence: "Every pair has a standby of its own, whose name nothing else has.",
  reason: "One backup can't serve two primaries, and a primary can't be its own.",
  source: "seed, Setting Chat Server HA-Specific Options; PSDK-CfgServer",
  *check({ draft }) {
    const taken = new Map<string, DraftApplication | DraftExternal>();
    const { applications, externals } = draft;
    for (const known of [...externals, ...applications.filter(({ role }) => role === "primary")]) {
      taken.set(known.key, known);
    }
    const standbys = applications.filter(({ role }) => role === "backup");
    for (const standby of standbys.sort((a, b) => byCodePoint(a.primary!.key, b.primary!.key))) {
      const other = taken.get(standby.key);
      if (!other) taken.set(standby.key, standby);
      if (!other) continue;
      const own = other === standby.primary;
      const message = own
        ? `${standby.key} is named as its own standby.`
        : `The standby ${standby.key} of ${standby.primary!.key} has the name of ${describe(other)}.`;
      yield {
        path: [...standby.path, "name"],
        message,
        hint: "Give the standby a name that nothing else has.",
      };
    }
  },
};

function describe(other: DraftApplication | DraftExternal): string {
  if (other.role === "external") return "an external server";
  return other.role === "backup" ? `the standby of ${other.primary!.key}` : `another ${other.type}`;
}

const withoutPair: Rule = {
  id: "standby-without-warm-standby",
  severity: "error",
  sentence: "A backup is stated only with the redundancy type warm-standby.",
  reason: "With another redundancy type it would not be deployed, although it looks as if it were.",
  source: "file:17441370486; DeployHA-852",
  *check(context) {
    for (const [server, stated] of chatServers(context)) {
      if (stated.backup === undefined || server.redundancy === "warm-standby") continue;
      const message = `${server.key} states a backup, and its redundancy is ${server.redundancy}.`;
      const hint = "Leave the backup out, or set redundancy to warm-standby.";
      yield { path: [...server.path, "backup"], message, hint, dependsOn: [[...server.path, "redundancy"]] };
    }
  },
};

const knownPorts: Rule = {
  id: "standby-port-of-primary",
  severity: "error",
  sentence: "A standby's ports are ports that its primary has.",
  reason: "Clients that change over look for the primary's ids on the standby, and never for others.",
  source: "DeployChat",
  *check(context) {
    for (const [server, stated] of chatServers(context)) {
      const allowed = server.ports.map(({ id }) => id);
      const suggestions = new Suggestions(allowed);
      const known = new Set(allowed);
      for (const id of Object.keys(stated.backup?.ports ?? {})) {
        if (!server.backup || known.has(id)) continue;
        const hint = suggestions.didYouMean(id);
        const message = `The standby of ${server.key} states the listening port "${id}", which ${server.key} doesn't have.`;
        const path = [...server.path, "backup", "ports", id];
        yield { path, message, allowed, ...(hint && { hint }), dependsOn: [[...server.path, "ports"]] };
      }
    }
  },
};

const otherHost: Rule = {
  id: "standby-on-other-host",
  severity: "warning",
  sentence: "Where hosts are named, a pair's members are on different ones.",
  reason: "A host that fails takes both members with it.",
  source: "design",
  *check({ draft }) {
    for (const { key, path, placement, backup } of draft.applications) {
      if (!backup || placement === undefined || placement !== backup.placement) continue;
      yield {
        path: [...path, "backup", "host"],
        message: `${key} and its standby are both on the host ${placement}.`,
      };
    }
  },
};

/** Whether sessions of this server are stored before they end, or restored by another one. */
export function storesSessions(server: DraftApplication): boolean {
  const autoSave = textOf(server, "settings", "transcript-auto-save");
  return (
    textOf(server, "settings", "session-restoration-mode") === "simple" ||
    autoSave === "1" ||
    autoSave === "2"
  );
}

const contactStore: Rule = {
  id: "restoration-needs-contact-server",
  severity: "error",
  sentence: "A Chat Server that stores or restores sessions is connected to a Contact Server.",
  reason: "The surviving Chat Server rebuilds a session from the transcript that is stored there.",
  source: "DeployChat; DeployHA-852",
  *check({ draft }) {
    const known = [...primaries(draft, "ContactServer"), ...draft.externals.filter(isContactServer)];
    const allowed = known.map(({ key }) => key).sort();
    for (const server of primaries(draft, "ChatServer")) {
      const connected = server.connections.some(({ target }) => target?.type === "ContactServer");
      if (connected || !hasValidTargets(server) || !storesSessions(server)) continue;
      const message = `${server.key} stores or restores sessions, and has no connection to a Contact Server.`;
      const hint =
        allowed.length > 0
          ? `Add ${allowed[0]!} to its connections.`
          : "Declare one in contactServers, and connect it.";
      const settings = [...server.path, "options", "settings"];
      yield { path: [...server.path, "connections"], message, allowed, hint, dependsOn: [settings] };
    }
  },
};

function isContactServer(server: { readonly type: string }): boolean {
  return server.type === "ContactServer";
}

const restores: Rule = {
  id: "standby-restores-sessions",
  severity: "warning",
  sentence: "With redundancy, sessions are restored and their transcripts stored as they go.",
  reason: "Otherwise a Chat Server that dies loses its chats, standby or not.",
  source: "seed, Required Chat Server Options (HA); DeployHA-814",
  *check({ draft }) {
    for (const server of draft.applications) {
      if (server.type !== "ChatServer" || server.redundancy === "none") continue;
      for (const [name, off] of [
        ["session-restoration-mode", "none"],
        ["transcript-auto-save", "0"],
      ] as const) {
        const option = server.options.get("settings")?.get(name);
        if (option?.value !== off || !holds(server.path, option.path)) continue;
        const message = `${name} is ${off} on ${server.key}: when it or its partner dies, its chats are lost.`;
        yield { path: option.path, message };
      }
    }
  },
};

const enough: Rule = {
  id: "n-plus-one-needs-two",
  severity: "warning",
  sentence: "With n-plus-one there are at least two primaries.",
  reason: "All instances are primary and take over from each other: one alone has no other.",
  source: "DeployHA-852",
  *check({ draft }) {
    const servers = primaries(draft, "ChatServer").filter(({ redundancy }) => redundancy === "n-plus-one");
    if (servers.length !== 1) return;
    const { key, path } = servers[0]!;
    yield { path: [...path, "redundancy"], message: `${key} is the only Chat Server with n-plus-one.` };
  },
};

/** Pairs, and what a session needs to survive. */
export const redundancyRules: readonly Rule[] = [
  ofItsOwn,
  withoutPair,
  knownPorts,
  otherHost,
  contactStore,
  restores,
  enough,
];
