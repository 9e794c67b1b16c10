import { type DraftApplication, type DraftConnection } from "../draft";
import { type ApplicationType } from "../deployment";
import { Suggestions } from "../nearest";
import { type Path } from "../path";
import { sharedNames } from "./required-connections";
import { existence, hasValidTargets, portsOf, targetTypes } from "./places";
import { type Context, type Finding, type Rule } from "./rule";

/** Every connection that the definition states, with the application it belongs to. */
function* stated({ draft }: Context): Generator<[DraftApplication, DraftConnection]> {
  for (const application of draft.applications) {
    if (application.derived) continue;
    for (const connection of application.connections) yield [application, connection];
  }
}

const exists: Rule = {
  id: "connection-exists",
  severity: "error",
  sentence: "A connection names an application or an external server of the definition.",
  reason: "Configuration Server links objects: a name that no object has can't be linked to.",
  source: "seed, Connections; mutagen",
  *check(context) {
    const { applications, externals } = context.draft;
    const names = [...applications.filter((known) => known.role === "primary"), ...externals].map(
      ({ key }) => key,
    );
    const suggestions = new Suggestions(names);
    const targets = new Map<ApplicationType, readonly string[]>();
    const targetsOf = (type: ApplicationType) => {
      const known = targets.get(type);
      if (known) return known;
      const found = [...applications, ...externals]
        .filter((known) => known.role !== "backup" && targetTypes(type).includes(known.type))
        .map((known) => known.key)
        .sort();
      targets.set(type, found);
      return found;
    };
    for (const [application, { key, path, target }] of stated(context)) {
      if (target) continue;
      const all = targetsOf(application.type);
      const isOne = targetTypes(application.type).includes(application.type);
      const right = isOne ? all.filter((known) => known !== application.key) : all;
      yield {
        path,
        message: `${application.key} is connected to "${key}", which is no application and no external server of this definition.`,
        allowed: right,
        ...hinted(suggestions.didYouMean(key)),
        // An external server with an invalid shape was left out completely.
        dependsOn: [...existence, ["externalServers", key], ["sharedServers", key]],
      };
    }
  },
};

const rightType: Rule = {
  id: "connection-type",
  severity: "error",
  sentence: "A connection leads to a type of server that the application talks to.",
  reason: "GMS 8.1 reaches Chat Servers through a Web API Server only, and so on along the chain.",
  source: "seed, Configuration Overview; DeployChat; ES-WebAPI",
  *check(context) {
    const shared = sharedNames(context.draft);
    for (const [application, { key, path, target }] of stated(context)) {
      if (!target || target === application || shared.has(key)) continue;
      const allowed = targetTypes(application.type);
      if (allowed.includes(target.type)) continue;
      const message = `${application.key} (${application.type}) can't be connected to ${key}, which is a ${target.type}.`;
      yield { path, message, allowed, dependsOn: [target.path] };
    }
  },
};

const portExists: Rule = {
  id: "connection-port-exists",
  severity: "error",
  sentence: "A connection names a listening port that its target has; case counts.",
  reason: "The id of a connection has to equal a port id of the server.",
  source: "PSDK-CfgConnInfo; DeployChat",
  *check(context) {
    const portIds = new Map<DraftApplication, [string[], Suggestions]>();
    for (const [application, { key, path, portId, target, port }] of stated(context)) {
      if (!target || port || target.role === "external") continue;
      const ids = target.ports.map(({ id }) => id);
      const [allowed, suggestions] = portIds.get(target) ?? [ids, new Suggestions(ids)];
      portIds.set(target, [allowed, suggestions]);
      const message = `${application.key} is connected to the listening port "${portId}" of ${key}, which has none of this id.`;
      const hint = hinted(suggestions.didYouMean(portId));
      yield { path: [...path, "port"], message, allowed, ...hint, dependsOn: [[...target.path, "ports"]] };
    }
  },
};

const protocolAgrees: Rule = {
  id: "connection-protocol-agrees",
  severity: "error",
  sentence: "A protocol that a connection states is that of the listening port it leads to.",
  reason: "The product keeps the protocol on the port: a connection can't choose another one.",
  source: "seed, Web API Server Configuration, step 7; PSDK-CfgConnInfo",
  *check(context) {
    for (const [application, { key, path, portId, protocol, target, port }] of stated(context)) {
      if (!target || !port || protocol === undefined || protocol === port.protocol) continue;
      const has = port.protocol === undefined ? "states none" : `has ${port.protocol}`;
      yield {
        path: [...path, "protocol"],
        message: `${application.key} states the protocol ${protocol} for ${key}, whose listening port "${portId}" ${has}.`,
        ...(port.protocol !== undefined && { allowed: [port.protocol] }),
        hint: `Leave the protocol out here, or state it on the listening port.`,
        dependsOn: [portsOf(target)],
      };
    }
  },
};

const toPrimary: Rule = {
  id: "connection-to-primary",
  severity: "error",
  sentence: "Connections lead to primaries, never to a backup.",
  reason:
    "Clients learn the backup from the primary's configuration; linked to both, they treat one pair as two servers.",
  source: "DeployHA-814; seed, Web API Server Configuration",
  *check(context) {
    for (const [application, { key, path, target }] of stated(context)) {
      if (target?.role !== "backup") continue;
      const primary = target.primary!.key;
      const message = `${application.key} is connected to ${key}, which is the warm standby of ${primary}.`;
      yield {
        path,
        message,
        allowed: [primary],
        hint: `Connect it to ${primary}; the standby is learned from there.`,
      };
    }
  },
};

const toItself: Rule = {
  id: "connection-to-itself",
  severity: "error",
  sentence: "No application is connected to itself.",
  reason: "Configuration Server has no such link, and a process that waits for itself never starts.",
  source: "PSDK-CfgApplication",
  *check(context) {
    for (const [application, { path, target }] of stated(context)) {
      if (target === application) yield { path, message: `${application.key} is connected to itself.` };
    }
  },
};

const once: Rule = {
  id: "connection-once",
  severity: "error",
  sentence: "An application is connected to the same server once.",
  reason: "Configuration Server refuses a second connection to the same server.",
  source: "file:17441370486",
  *check({ draft }) {
    for (const application of draft.applications) {
      const seen = new Set<string>();
      for (const { key, path } of application.connections) {
        if (seen.has(key)) yield { path, message: `${application.key} is connected to ${key} twice.` };
        seen.add(key);
      }
    }
  },
};

const overHttp: Rule = {
  id: "web-api-over-http",
  severity: "error",
  sentence: "A Web API Server reaches every Chat Server through a listening port with the protocol http.",
  reason: "The seed has the operator check just that: over another protocol no web client gets through.",
  source: "seed, Web API Server Configuration, step 7",
  *check({ draft }) {
    for (const application of draft.applications) {
      if (application.type !== "WebApiServer") continue;
      for (const { key, path, portId, target, port } of application.connections) {
        if (target?.type !== "ChatServer" || !port || port.protocol === "http") continue;
        const has = port.protocol === undefined ? "states no protocol" : `has the protocol ${port.protocol}`;
        const message = `${application.key} reaches ${key} through the listening port "${portId}", which ${has} instead of http.`;
        yield { path, message, allowed: ["http"], dependsOn: [portsOf(target)] } satisfies Finding;
      }
    }
  },
};

const linksBack: Rule = {
  id: "interaction-server-links-back",
  severity: "error",
  sentence:
    "An Interaction Server that states connections is connected to the ESP port of every primary that submits to it.",
  reason: "It hands events back over that link; without it a submitted chat is never worked on.",
  source: "DeployChat",
  *check({ draft }) {
    for (const server of draft.applications) {
      if (server.type !== "InteractionServer" || server.derived || !hasValidTargets(server)) continue;
      const submitting = draft.applications.filter(
        (known) => known.type === "ChatServer" && known.connections.some(({ target }) => target === server),
      );
      const links = new Map(server.connections.map((connection) => [connection.target, connection]));
      for (const chat of submitting) {
        const link = links.get(chat);
        const path: Path = link ? [...link.path, "port"] : [...server.path, "connections"];
        if (link?.portId === "ESP" || (link && !link.port)) continue;
        const message = link
          ? `${server.key} is connected to the listening port "${link.portId}" of ${chat.key} instead of ESP.`
          : `${server.key} has no connection back to ${chat.key}, which submits to it.`;
        const hint = `Write ${chat.key}: { port: ESP }, or leave the connections out to have them derived.`;
        yield {
          path,
          message,
          allowed: [link ? "ESP" : chat.key],
          hint,
          subject: { name: chat.key, kind: "Chat Servers" },
          dependsOn: [[...chat.path, "connections"]],
        };
      }
    }
  },
};

function hinted(hint: string | undefined): { hint?: string } {
  return hint === undefined ? {} : { hint };
}

/** Who talks to whom, and through which port. */
export const connectionRules: readonly Rule[] = [
  exists,
  rightType,
  portExists,
  protocolAgrees,
  toPrimary,
  toItself,
  once,
  overHttp,
  linksBack,
];
