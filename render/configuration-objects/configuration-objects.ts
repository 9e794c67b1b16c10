/**
 * The objects of a Configuration Server as this project reads and writes them, apart from any format. Objects refer to
 * each other by name: DBIDs exist in one database only.
 */
import type { ContainerSettings } from "./container-settings";

/** Section name -> option name -> value. Genesys keeps every value as text; a secret's place holds `<secret:name>`. */
export type OptionTexts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A listening port of a server (CfgPortInfo). */
export interface PortObject {
  /** The port's id, which connections refer to. */
  readonly id: string;
  readonly port: number;
  /** The connection protocol; undefined is the server's own protocol. */
  readonly protocol?: string;
}

/** The keep-alive of a connection: times in seconds. */
export interface AddpObject {
  readonly local: number;
  readonly remote: number;
  /** A CfgTraceMode. */
  readonly trace: number;
}

/** A connection to a listening port of another server (CfgConnInfo). */
export interface ConnectionObject {
  /** The name of the server that it leads to. */
  readonly server: string;
  /** The id of that server's listening port. */
  readonly portId: string;
  /** Undefined is a connection without ADDP. */
  readonly addp?: AddpObject;
}

/** A server (CfgServer): an application that other applications connect to. */
export interface ServerObject {
  /** Unique in the configuration database. */
  readonly name: string;
  /** A CfgAppType, such as 59 for Chat Server. */
  readonly type: number;
  /** False if the object is disabled or marked as deleted; undefined if the file states no state, which means enabled. */
  readonly enabled?: boolean;
  /** The product's release; undefined if the object states none. */
  readonly version?: string;
  /** The tenant that owns the object. */
  readonly owner?: string;
  readonly folder?: string;
  /** The Application Template that it was made from. */
  readonly template?: string;
  /** The Host object that it runs on. */
  readonly host?: string;
  /** The port of the server itself, which is that with the id `default`; undefined if the object states none. */
  readonly port?: number;
  /** The tenants that it serves; empty on a backup, which has its primary's. */
  readonly tenants: readonly string[];
  /** The Backup Server. */
  readonly backup?: string;
  /** A CfgHAType. */
  readonly redundancy?: number;
  readonly workingDirectory?: string;
  readonly commandLine?: string;
  readonly commandLineArguments?: string;
  /** Whether the Management Layer starts it again after a crash. */
  readonly autoRestart?: boolean;
  /** In seconds. */
  readonly startupTimeout?: number;
  /** In seconds. */
  readonly shutdownTimeout?: number;
  /** Seconds that a client waits before it connects again. */
  readonly timeout?: number;
  /** Attempts before a client connects to the Backup Server. */
  readonly attempts?: number;
  /** Sorted by id. */
  readonly ports: readonly PortObject[];
  /** Sorted by server and port id; empty on a backup, which has its primary's. */
  readonly connections: readonly ConnectionObject[];
  readonly options: OptionTexts;
  /** The annex; empty on a backup, which has its primary's. */
  readonly userProperties: OptionTexts;
}

/** A tenant, as far as a file describes it. */
export interface TenantObject {
  readonly name: string;
  /** Undefined if the file states none. */
  readonly dbid?: number;
}

/** A part of a configuration: the servers of a deployment, or what an export holds. */
export interface ConfigurationObjects {
  /** Sorted by name. */
  readonly servers: readonly ServerObject[];
  /** Names of servers that exist elsewhere and are only referred to; sorted. */
  readonly existing: readonly string[];
  /** The tenants that servers are owned by or serve; sorted by name. */
  readonly tenants: readonly TenantObject[];
  /** What no configuration object has a place for; undefined if another tool wrote the file. */
  readonly settings?: ContainerSettings;
}
