import { type Application, type Deployment, type Target } from "../deployment";
import { sharedHostName, stackOfFile } from "../names";
import { byCodePoint } from "../path";
import { type OtherStack } from "../other-stack";

/** A Chat Server of another stack that submits to an Interaction Server of this one. */
export interface Use {
  /** The file of the stack that the Chat Server is of. */
  readonly file: string;
  /** That stack. */
  readonly stack: string;
  /** The Interaction Server's key in the stack that shares it. */
  readonly server: string;
  /** Where the Chat Server is reached over the shared network. */
  readonly link: Target;
  /** The same at its warm standby. */
  readonly backup?: Target;
}

/** A stack file with errors, which may use what others share all the same. */
export interface FaultyStack {
  readonly file: string;
  /** As it is written, whatever that is. */
  readonly definition: unknown;
}

/** What the stacks of a folder share with each other. */
export interface SharingIndex {
  /** The applications that are shared, by stack and key. */
  readonly shared: ReadonlyMap<string, ReadonlyMap<string, Application>>;
  /** By the stack that shares. */
  readonly uses: ReadonlyMap<string, readonly Use[]>;
  /** Files with errors that name a stack in `sharedServers`, by that stack. */
  readonly faulty: ReadonlyMap<string, readonly string[]>;
}

/** Finds what stacks share, once for all of them. */
export function sharingIndex(
  stacks: readonly OtherStack[],
  faulty: readonly FaultyStack[] = [],
): SharingIndex {
  const shared = new Map<string, ReadonlyMap<string, Application>>();
  const uses = new Map<string, Use[]>();
  for (const { file, deployment } of stacks) {
    const stack = stackOfFile(file);
    if (stack === undefined) continue;
    if (deployment.sharedNetwork) shared.set(stack, sharedBy(deployment));
    for (const { by, use } of usesOf(deployment, file, stack)) uses.set(by, [...(uses.get(by) ?? []), use]);
  }
  const named = new Map<string, string[]>();
  for (const { file, definition } of faulty)
    for (const stack of stacksNamed(definition)) named.set(stack, [...(named.get(stack) ?? []), file]);
  return { shared, uses, faulty: named };
}

function sharedBy({ applications, sharedNetwork }: Deployment): Map<string, Application> {
  const keys = new Set(sharedNetwork?.applications);
  return new Map(applications.filter(({ key }) => keys.has(key)).map((one) => [one.key, one]));
}

function usesOf(deployment: Deployment, file: string, stack: string): { by: string; use: Use }[] {
  const servers = new Map(deployment.externalServers.map((one) => [one.key, one.shared]));
  return deployment.applications
    .filter(({ type }) => type === "ChatServer")
    .flatMap((chat) =>
      chat.connections.flatMap(({ key }) => {
        const server = servers.get(key);
        const link = linkTo(chat, stack);
        if (!server || !link) return [];
        const standby = deployment.applications.find(
          ({ serverInfo }) => serverInfo.primaryServer?.application === chat.name,
        );
        const backup = standby && linkTo(standby, stack);
        const use = { file, stack, server: server.application, link, ...(backup && { backup }) };
        return [{ by: server.stack, use }];
      }),
    )
    .sort((a, b) => byCodePoint(a.use.link.application, b.use.link.application));
}

/** The port that an Interaction Server listens to for news of chats. */
function linkTo({ name, serverInfo, ports }: Application, stack: string): Target | undefined {
  const port = ports.find(({ id }) => id === "ESP")?.port;
  return port === undefined
    ? undefined
    : { application: name, host: sharedHostName(serverInfo.host, stack), port };
}

/** The stacks that a definition of any shape names in `sharedServers`. */
function stacksNamed(definition: unknown): Set<string> {
  const valuesOf = (value: unknown): unknown[] =>
    value !== null && typeof value === "object" ? Object.values(value) : [];
  const servers =
    definition !== null && typeof definition === "object" && "sharedServers" in definition
      ? valuesOf(definition.sharedServers)
      : [];
  return new Set(
    servers.flatMap((server) =>
      server !== null && typeof server === "object" && "stack" in server && typeof server.stack === "string"
        ? [server.stack]
        : [],
    ),
  );
}
