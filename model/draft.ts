/**
 * A definition with every default filled in and every reference looked up, before anybody has judged it: what the rules read,
 * and what becomes the Deployment when they find no error. Every part knows its path in the definition.
 */
import {
  type Addp,
  type ApplicationGroup,
  type ApplicationType,
  type ConfigurationServer,
  type ListeningPort,
  type LogSettings,
  type NetworkPlan,
  type OptionValue,
  type ProcessSettings,
  type RedundancyType,
  type SharedNetwork,
  type Target,
} from "./deployment";
import { type Path } from "./path";

export interface DraftTenant {
  readonly name: string;
  readonly dbid: number;
  readonly path: Path;
}

export interface DraftPort extends ListeningPort {
  readonly path: Path;
}

export interface DraftOption {
  readonly value: OptionValue;
  /** Path in the definition at which it is written, or would be. */
  readonly path: Path;
  /** Whether the definition says it, and not a default. */
  readonly stated: boolean;
}

/** Section -> option -> value. Maps, since any text can be a section's name. */
export type DraftOptions = ReadonlyMap<string, ReadonlyMap<string, DraftOption>>;

export interface DraftConnection {
  /** The target's name as written. */
  readonly key: string;
  readonly path: Path;
  /** The listening port's id, stated or by default. */
  readonly portId: string;
  /** The protocol, where the definition states one. */
  readonly protocol?: string;
  readonly addp?: Addp;
  /** What has this name; undefined where nothing has. */
  readonly target?: DraftTarget;
  /** The target's listening port; undefined if it has none of this id. */
  readonly port?: { readonly port: number; readonly protocol?: string };
}

export interface DraftApplication {
  readonly key: string;
  readonly name: string;
  readonly group: ApplicationGroup;
  readonly type: ApplicationType;
  /** A backup's path is that of the `backup` key, whether it is written or not. */
  readonly path: Path;
  readonly role: "primary" | "backup";
  readonly release: string;
  readonly image?: string;
  /** Where the image is named, or would be. */
  readonly imagePath: Path;
  /** The Host object it is placed on, where one is named. */
  readonly placement?: string;
  readonly memoryMb?: number;
  readonly cpuMillis?: number;
  /** Undefined where the definition says nothing of it. */
  readonly process?: ProcessSettings;
  readonly redundancy: RedundancyType;
  readonly ports: readonly DraftPort[];
  readonly options: DraftOptions;
  /** User properties: a backup's are its primary's. */
  readonly annex: DraftOptions;
  readonly loadBalancer?: "single-tenant" | "multi-tenant";
  /** Filled in once all names are known. */
  connections: readonly DraftConnection[];
  /** Whether the connections are the derived ones, and not stated. */
  derived: boolean;
  /** On a primary: its warm standby. */
  backup?: DraftApplication;
  /** On a backup: its primary. */
  primary?: DraftApplication;
}

export interface DraftExternal {
  readonly key: string;
  /** The Application object's name in the stack that runs it. */
  readonly name: string;
  readonly role: "external";
  readonly type: string;
  readonly host: string;
  readonly port: number;
  readonly protocol?: string;
  /** The stack of this folder that has it, where a shared network leads to it. */
  readonly stack?: string;
  /** Its key in the other stack; undefined if that stack does not share it. */
  readonly application?: string;
  /** The same port at its warm standby, where that is known. */
  readonly backup?: Target;
  readonly path: Path;
}

export type DraftTarget = DraftApplication | DraftExternal;

export interface Draft {
  readonly stage: "lab" | "production";
  readonly namePrefix: string;
  readonly configurationServer?: ConfigurationServer;
  readonly tenants: readonly DraftTenant[];
  readonly network: NetworkPlan;
  readonly chatServersAtOnce?: number;
  readonly logs?: LogSettings;
  /** Sorted by key, a primary before its backup; names may still collide. */
  readonly applications: readonly DraftApplication[];
  readonly externals: readonly DraftExternal[];
  readonly sharedNetwork?: SharedNetwork;
}

/** Some thirty rules ask for them, each by a walk over thousands of applications otherwise. */
const primariesByType = new WeakMap<Draft, ReadonlyMap<ApplicationType, readonly DraftApplication[]>>();

/** The applications of one type that are declared as primaries, in their order. */
export function primaries(draft: Draft, type: ApplicationType): readonly DraftApplication[] {
  const known = primariesByType.get(draft) ?? grouped(draft.applications);
  primariesByType.set(draft, known);
  return known.get(type) ?? [];
}

function grouped(
  applications: readonly DraftApplication[],
): ReadonlyMap<ApplicationType, readonly DraftApplication[]> {
  const groups = new Map<ApplicationType, DraftApplication[]>();
  for (const application of applications) {
    if (application.role !== "primary") continue;
    const group = groups.get(application.type);
    if (group) group.push(application);
    else groups.set(application.type, [application]);
  }
  return groups;
}

/** The applications that an application's connections lead to, of one type. */
export function connectedTo(application: DraftApplication, type: string): DraftTarget[] {
  return application.connections.flatMap(({ target }) => (target?.type === type ? [target] : []));
}

/** An option's value in force, as text; undefined if it has none or is a secret. */
export function textOf(application: DraftApplication, section: string, name: string): string | undefined {
  const value = application.options.get(section)?.get(name)?.value;
  return typeof value === "string" ? value : undefined;
}
