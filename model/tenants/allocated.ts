import { defaultPorts, defaultSubnet, defaultTenants } from "../defaults";
import { applicationTypes } from "../deployment";
import { parseSubnet, type Subnet } from "../subnet";

/** What a stack takes of what other stacks could want. */
export interface Allocated {
  /** As a message names it: the stack's file. */
  readonly file: string;
  readonly namePrefix: string;
  /** The networks that it makes: its own, and its shared one, if any. */
  readonly subnets: readonly Subnet[];
  /** The ports of the Docker host, whatever the address. */
  readonly ports: readonly number[];
  readonly tenants: readonly { readonly name: string; readonly dbid: number | undefined }[];
}

/** A published port of a definition, or one that must be published. */
export interface PublishedPort {
  /** Path of its `publish` key. */
  readonly path: readonly string[];
  readonly publish: number | undefined;
  /** Whether its number inside is stated, without which it is no port of its own. */
  readonly isStated: boolean;
}

/**
 * What a definition takes, as far as it can be read: one with mistakes in it has its places all the same, and a tenant that is
 * added must not get them.
 */
export function allocatedBy(file: string, definition: unknown): Allocated {
  const { namePrefix, network, sharedNetwork, tenants } = asMap(definition);
  const { subnet = defaultSubnet } = asMap(network);
  return {
    file,
    namePrefix: typeof namePrefix === "string" ? namePrefix : "",
    subnets: [subnet, asMap(sharedNetwork).subnet].flatMap((text) =>
      typeof text === "string" ? (parseSubnet(text) ?? []) : [],
    ),
    ports: publishedPorts(definition).flatMap(({ publish }) => publish ?? []),
    tenants: Object.entries(tenants === undefined ? defaultTenants : asMap(tenants)).map(([name, tenant]) => {
      const { dbid } = asMap(tenant);
      return { name, dbid: typeof dbid === "number" ? dbid : undefined };
    }),
  };
}

/** What a definition publishes, and GMS's `default` port by default: without it no customer can connect. */
export function publishedPorts(definition: unknown): PublishedPort[] {
  const groups = asMap(definition);
  return Object.keys(applicationTypes).flatMap((group) =>
    Object.entries(asMap(groups[group])).flatMap(([name, application]) => {
      const { ports, backup } = asMap(application);
      const own = published([group, name, "ports"], ports);
      const isGms = group === "mobileServices";
      const silent = isGms && !own.some(({ path }) => path[3] === "default");
      const stated = asMap(ports).default;
      const { publish } = defaultPorts.GenesysMobileServices.default;
      return [
        ...(silent
          ? [
              {
                path: [group, name, "ports", "default", "publish"],
                publish: stated === undefined ? publish : undefined,
                isStated: stated !== undefined,
              },
            ]
          : []),
        ...own,
        ...published([group, name, "backup", "ports"], asMap(backup).ports),
      ];
    }),
  );
}

function published(path: readonly string[], ports: unknown): PublishedPort[] {
  return Object.entries(asMap(ports)).flatMap(([id, port]) => {
    const { publish } = asMap(port);
    return typeof publish === "number" ? [{ path: [...path, id, "publish"], publish, isStated: true }] : [];
  });
}

function asMap(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
