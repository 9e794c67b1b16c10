import { type Definition } from "./definition/definition";
import { defaultPorts } from "./defaults";
import { type SharedNetwork } from "./deployment";
import { type DraftApplication, type DraftExternal } from "./draft";
import { hostName, sharedHostName } from "./names";
import { byCodePoint, type Path, sortedEntries } from "./path";
import { type OtherStacks } from "./other-stacks";

/** What a definition shares; nothing if it shares nothing. */
export function sharedNetworkOf({ sharedNetwork }: Definition): { sharedNetwork?: SharedNetwork } {
  if (!sharedNetwork) return {};
  const { subnet, applications } = sharedNetwork;
  return { sharedNetwork: { subnet, applications: [...new Set(applications)].sort(byCodePoint) } };
}

/**
 * The Interaction Servers of other stacks that a definition names. Of one that is not found, which a rule reports where
 * the stacks were looked up, the address is the one it would have.
 */
export function sharedExternals(definition: Definition, others: OtherStacks): DraftExternal[] {
  return sortedEntries(definition.sharedServers).map(([key, { stack, application = key }]) => {
    const found = others.sharedBy(stack)?.get(application);
    return {
      key,
      name: found?.name ?? application,
      role: "external",
      type: "InteractionServer",
      host: sharedHostName(found?.serverInfo.host ?? hostName(application), stack),
      port:
        found?.ports.find(({ id }) => id === "default")?.port ?? defaultPorts.InteractionServer.default.port,
      stack,
      application,
      path: ["sharedServers", key],
    };
  });
}

/** A link to a Chat Server of another stack, as a connection that no definition states. */
export interface LinkToUser {
  readonly key: string;
  readonly path: Path;
  readonly port: "ESP";
  readonly target: DraftExternal;
}

/** The duty of an Interaction Server that is shared: a link back to every Chat Server of other stacks that submits to it. */
export function linksToUsers({ key, path }: DraftApplication, others: OtherStacks): LinkToUser[] {
  return others
    .uses()
    .filter(({ server }) => server === key)
    .map(({ stack, link, backup }) => ({
      key: `${stack}/${link.application}`,
      path: [...path, "connections"],
      port: "ESP",
      target: {
        key: `${stack}/${link.application}`,
        name: link.application,
        role: "external",
        type: "ChatServer",
        host: link.host,
        port: link.port,
        stack,
        ...(backup && { backup }),
        path: [...path, "connections"],
      },
    }));
}
