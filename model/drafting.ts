import {
  type Definition,
  type DefinedApplication,
  type DefinedChatServer,
  type DefinedOptions,
  type DefinedWebApiServer,
} from "./definition/definition";
import { optionText } from "./definition/option-values";
import {
  defaultAddress,
  defaultOptions,
  defaultPorts,
  defaultReleases,
  defaultSubnet,
  defaultTenants,
} from "./defaults";
import {
  type ApplicationGroup,
  applicationTypes,
  type NetworkPlan,
  type OptionValue,
  type RedundancyType,
} from "./deployment";
import {
  type Draft,
  type DraftApplication,
  type DraftExternal,
  type DraftOption,
  type DraftOptions,
  type DraftPort,
  type DraftTenant,
} from "./draft";
import { connect } from "./drafting-connections";
import { configurationServerOf, processOf } from "./drafting-process";
import { sharedExternals, sharedNetworkOf } from "./drafting-sharing";
import { applicationName, backupName } from "./names";
import { byCodePoint, type Path, sortedEntries } from "./path";
import { type OtherStacks } from "./other-stacks";

type Stated = DefinedApplication & DefinedChatServer & DefinedWebApiServer;

/** Fills in the defaults and looks up the references of a definition whose shape is right, also those to what others share. */
export function draftOf(definition: Definition, others: OtherStacks): Draft {
  const tenants = tenantsOf(definition);
  const applications = (Object.keys(applicationTypes) as ApplicationGroup[])
    .flatMap((group) =>
      sortedEntries(definition[group]).flatMap(([key, stated]) =>
        applicationsOf(definition, tenants, group, key, stated),
      ),
    )
    .sort((a, b) => byCodePoint(a.key, b.key));
  const elsewhere = sortedEntries(definition.externalServers).map(([key, server]): DraftExternal => ({
    key,
    name: key,
    role: "external",
    ...server,
    path: ["externalServers", key],
  }));
  const externals = [...elsewhere, ...sharedExternals(definition, others)];
  connect(definition, applications, externals, others);
  return {
    stage: definition.stage ?? "lab",
    namePrefix: definition.namePrefix ?? "",
    ...configurationServerOf(definition),
    tenants,
    network: networkOf(definition),
    ...(definition.rollout?.chatServersAtOnce !== undefined && {
      chatServersAtOnce: definition.rollout.chatServersAtOnce,
    }),
    ...(definition.logs && { logs: definition.logs }),
    applications,
    externals,
    ...sharedNetworkOf(definition),
  };
}

function networkOf({ network: { subnet = defaultSubnet, masquerade } = {} }: Definition): NetworkPlan {
  // What is the default must not differ from what earlier releases have recorded.
  return { subnet, ...(masquerade === false && { masquerade }) };
}

function tenantsOf(definition: Definition): DraftTenant[] {
  return sortedEntries(definition.tenants ?? defaultTenants)
    .map(([name, { dbid }]) => ({ name, dbid, path: ["tenants", name] }))
    .sort((a, b) => a.dbid - b.dbid);
}

/** An application, and its warm standby if it has one. */
function applicationsOf(
  definition: Definition,
  tenants: readonly DraftTenant[],
  group: ApplicationGroup,
  key: string,
  stated: Stated,
): DraftApplication[] {
  const type = applicationTypes[group];
  const path = [group, key];
  const prefix = definition.namePrefix ?? "";
  const redundancy: RedundancyType = type === "ChatServer" ? (stated.redundancy ?? "warm-standby") : "none";
  const common = {
    group,
    type,
    release: stated.release ?? definition.release ?? defaultReleases[type],
    ...imageOf(definition, group, stated, path),
    ...stated.resources,
    ...processOf(stated),
    annex: optionsOf(new Map(), stated.annex, [...path, "annex"]),
    redundancy,
    connections: [],
    derived: false,
  };
  const primary: DraftApplication = {
    ...common,
    key,
    name: applicationName(prefix, key),
    path,
    role: "primary",
    ...(stated.host !== undefined && { placement: stated.host }),
    ports: portsOf({ ...defaultPorts[type], ...stated.ports }, [...path, "ports"]),
    options: optionsOf(defaultsOf(primaryDefaults(), [...path, "options"]), stated.options, [
      ...path,
      "options",
    ]),
    ...(type === "WebApiServer" && { loadBalancer: stated.loadBalancer ?? "single-tenant" }),
  };
  if (redundancy !== "warm-standby") return [primary];

  const standby = stated.backup ?? {};
  const standbyPath = [...path, "backup"];
  const standbyKey = standby.name ?? backupName(key);
  primary.backup = {
    ...common,
    key: standbyKey,
    name: applicationName(prefix, standbyKey),
    path: standbyPath,
    role: "backup",
    ...(standby.host !== undefined && { placement: standby.host }),
    ports: standbyPortsOf(primary.ports, standby.ports, standbyPath),
    options: optionsOf(primary.options, standby.options, [...standbyPath, "options"]),
    primary,
  };
  return [primary, primary.backup];

  function primaryDefaults() {
    return defaultOptions(
      type,
      redundancy,
      tenants.map((tenant) => tenant.dbid),
      new Map(
        Object.entries(stated.options ?? {}).map(([section, names]) => [
          section,
          new Set(Object.keys(names)),
        ]),
      ),
    );
  }
}

/** The application's own image, else the group's; without either the simulator runs. */
function imageOf(
  definition: Definition,
  group: ApplicationGroup,
  stated: Stated,
  path: Path,
): Pick<DraftApplication, "image" | "imagePath"> {
  const shared = definition.images?.[group];
  if (stated.image === undefined && shared !== undefined) {
    return { image: shared, imagePath: ["images", group] };
  }
  return { ...(stated.image !== undefined && { image: stated.image }), imagePath: [...path, "image"] };
}

function portsOf(ports: NonNullable<DefinedApplication["ports"]>, path: Path): DraftPort[] {
  return sortedEntries(ports).map(([id, port]) => ({
    id,
    ...port,
    address: port.address ?? defaultAddress,
    path: [...path, id],
  }));
}

/** The primary's ports with what differs. A published number isn't taken over: a host has it once. */
function standbyPortsOf(
  ports: readonly DraftPort[],
  differing: NonNullable<DefinedChatServer["backup"]>["ports"],
  path: Path,
): DraftPort[] {
  return ports.map(({ id, port, protocol, path: ownPath }) => {
    const own = Object.hasOwn(differing ?? {}, id) ? differing![id] : undefined;
    return {
      id,
      port: own?.port ?? port,
      ...(protocol !== undefined && { protocol }),
      ...(own?.publish !== undefined && { publish: own.publish }),
      address: own?.address ?? defaultAddress,
      path: own ? [...path, "ports", id] : ownPath,
    };
  });
}

function defaultsOf(defaults: ReturnType<typeof defaultOptions>, path: Path): DraftOptions {
  const sections = new Map<string, Map<string, DraftOption>>();
  for (const { section, name, value } of defaults) {
    const options = sections.get(section) ?? new Map<string, DraftOption>();
    sections.set(section, options.set(name, { value, path: [...path, section, name], stated: false }));
  }
  return sections;
}

/** Puts stated options over others, one by one. */
function optionsOf(under: DraftOptions, stated: DefinedOptions | undefined, path: Path): DraftOptions {
  const sections = new Map([...under].map(([section, options]) => [section, new Map(options)]));
  for (const [section, values] of Object.entries(stated ?? {})) {
    const options = sections.get(section) ?? new Map<string, DraftOption>();
    for (const [name, value] of Object.entries(values)) {
      options.set(name, { value: valueOf(value), path: [...path, section, name], stated: true });
    }
    sections.set(section, options);
  }
  return sections;
}

function valueOf(value: DefinedOptions[string][string]): OptionValue {
  return typeof value === "object" ? { secret: value.secret } : optionText(value);
}
