/**
 * What a definition means once every default is filled in, every name and port is fixed and every reference is
 * resolved: the only thing that `render` and `components` read.
 */

/** The field's application types that this project deploys, by their names in the Genesys documentation. */
export const applicationTypes = {
  mobileServices: "GenesysMobileServices",
  webApiServers: "WebApiServer",
  chatServers: "ChatServer",
  interactionServers: "InteractionServer",
  orchestrationServers: "OrchestrationServer",
  contactServers: "ContactServer",
} as const;

/** A group of the definition: the map that holds all applications of one type. */
export type ApplicationGroup = keyof typeof applicationTypes;
export type ApplicationType = (typeof applicationTypes)[ApplicationGroup];

/** A value that is kept as an encrypted config key of the stack; the definition and every file in `out/` hold only its name. */
export interface SecretReference {
  readonly secret: string;
}

/** An option's value: Genesys keeps them as strings, all of them. */
export type OptionValue = string | SecretReference;

/** Section name -> option name -> value, keys sorted. */
export type Options = Readonly<Record<string, Readonly<Record<string, OptionValue>>>>;

/** A port an application listens on. */
export interface ListeningPort {
  /** The port's id, which connections refer to, such as `webapi`; case counts. */
  readonly id: string;
  /** The number inside the container, 1 to 65535. */
  readonly port: number;
  /** The port's connection protocol, such as `http`; undefined is the server's own protocol. */
  readonly protocol?: string;
  /** The number on the Docker host; undefined is not published. */
  readonly publish?: number;
  /** The host's address it is published on; 127.0.0.1 unless said. */
  readonly address: string;
}

/** The keep-alive of a connection, in seconds. */
export interface Addp {
  readonly local: number;
  readonly remote: number;
  /** Which side traces it; undefined is neither. */
  readonly trace?: "off" | "local" | "remote" | "both";
}

/** One end of a connection: an application's listening port as others reach it. */
export interface Target {
  /** The Application object's name, with the prefix. */
  readonly application: string;
  /** The host name inside the stack's network, or the external server's. */
  readonly host: string;
  readonly port: number;
}

/** A connection of an application to another one's listening port. */
export interface Connection extends Target {
  /** The key in the definition: the target's unprefixed name. */
  readonly key: string;
  readonly type: string;
  /** The listening port's id at the target. */
  readonly portId: string;
  /** The listening port's protocol; undefined if it has none. */
  readonly protocol?: string;
  readonly addp?: Addp;
  /** The other stack that has the target, where a shared network leads to it. */
  readonly stack?: string;
  /** The same port at the target's backup, where the target has a warm standby: clients learn it from configuration. */
  readonly backup?: Target;
}

/** How clients come back to a server that they lost. */
export interface Reconnect {
  /** Seconds that a client waits before it connects again. */
  readonly timeout: number;
  /** Attempts before it goes to the Backup Server. */
  readonly attempts: number;
}

/** How a named image's container is asked whether it is well; times in seconds. */
export interface HealthCheck {
  readonly command: readonly string[];
  readonly interval: number;
  readonly timeout: number;
  readonly retries: number;
}

/** A file of the operator's own, put into a container. */
export interface CustomFile {
  /** Path in the container. */
  readonly path: string;
  /** Path in the project. */
  readonly source: string;
  /** Its bytes; undefined if it was not read. */
  readonly content?: FileContent;
}

/** A file's bytes, as text that JSON can hold. */
export interface FileContent {
  /** Undefined in a Deployment that was read from a state, which keeps the hash only. */
  readonly base64?: string;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/** How an application's process is started, asked and stopped; what is left out is the components' or the image's own. */
export interface ProcessSettings {
  /** Seconds that a start may take. */
  readonly startupTimeout?: number;
  /** Seconds that a stop may take until the process is killed. */
  readonly shutdownTimeout?: number;
  readonly reconnect?: Reconnect;
  readonly commandLine?: readonly string[];
  readonly commandLineArguments?: readonly string[];
  readonly workingDirectory?: string;
  /** As `uid:gid`. */
  readonly user?: string;
  /** Sorted. */
  readonly writablePaths?: readonly string[];
  /** Sorted by path. */
  readonly files?: readonly CustomFile[];
  readonly health?: HealthCheck;
}

export type RedundancyType = "none" | "warm-standby" | "n-plus-one";

/** The part of an Application object that Genesys calls Server Info. */
export interface ServerInfo {
  /** The host name inside the stack's network. */
  readonly host: string;
  readonly redundancyType: RedundancyType;
  /** On a primary: its Backup Server. */
  readonly backupServer?: Target;
  /** On a backup: its primary. */
  readonly primaryServer?: Target;
}

/** One Application object: exactly one process in exactly one container. */
export interface Application {
  /** The name in the definition, without the prefix. */
  readonly key: string;
  /** The Application object's name, with the prefix. */
  readonly name: string;
  readonly type: ApplicationType;
  /** The declared role; the active member is decided at run time. */
  readonly role: "primary" | "backup";
  /** The product's release, such as `8.1.000.20`. */
  readonly release: string;
  /** The image the operator named; undefined is the embedded simulator. */
  readonly image?: string;
  /** The Docker host it is to run on; undefined is the stack's own. */
  readonly placement?: string;
  /** The most memory its container may take, in MiB; undefined is the components' own limit. */
  readonly memoryMb?: number;
  /** The most processor time its container may take, in thousandths of a core; undefined is no limit. */
  readonly cpuMillis?: number;
  /** Undefined where nothing is said of it. */
  readonly process?: ProcessSettings;
  readonly ports: readonly ListeningPort[];
  /** On a backup empty: Configuration Server copies the primary's and keeps them read-only. */
  readonly connections: readonly Connection[];
  readonly serverInfo: ServerInfo;
  readonly options: Options;
  /** User properties; undefined where there are none. */
  readonly annex?: Options;
  /** Web API Server only: which ChatLBServerInfo.jsp it serves. */
  readonly loadBalancer?: "single-tenant" | "multi-tenant";
}

export interface Tenant {
  readonly name: string;
  readonly dbid: number;
}

/** A server that is connected to and never deployed. */
export interface ExternalServer {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly host: string;
  readonly port: number;
  /** That port's connection protocol; undefined is the server's own protocol. */
  readonly protocol?: string;
  /** The stack that shares it, and its key there; undefined where no stack of this folder runs it. */
  readonly shared?: SharedServer;
}

/** An application of another stack, which shares it. */
export interface SharedServer {
  readonly stack: string;
  /** Its key in that stack's definition. */
  readonly application: string;
}

/** The network in which other stacks reach what this one shares. */
export interface SharedNetwork extends NetworkPlan {
  /** The keys of the Interaction Servers in it, sorted. */
  readonly applications: readonly string[];
}

/** The stack's own network. */
export interface NetworkPlan {
  /** In CIDR notation; allotted, since Docker's default pools end at about 30 networks. */
  readonly subnet: string;
  /** False if packets to other machines keep the container's address, so that no answer comes back; undefined if they get the host's. */
  readonly masquerade?: false;
}

/** The Configuration Server that the processes read their configuration from. */
export interface ConfigurationServer {
  readonly host: string;
  readonly port: number;
  /** The tenant that owns the Application objects. */
  readonly tenant: string;
  /** The folder that holds them. */
  readonly folder: string;
  /** Application Templates by application type; a type that has none is left out. */
  readonly templates: Readonly<Partial<Record<ApplicationType, string>>>;
}

/** Where containers' logs go, and how much of them is kept; what is undefined has its default (model/defaults.ts). */
export interface LogSettings {
  /** Docker's log driver; `daemon` is the daemon's own, with the daemon's own limits. */
  readonly driver?: "json-file" | "local" | "daemon" | undefined;
  /** How large a file grows, in MiB. */
  readonly maxSizeMb?: number | undefined;
  /** How many files are kept. */
  readonly files?: number | undefined;
}

/** The complete resolved definition; applications are sorted by key, a backup is an application of its own. */
export interface Deployment {
  readonly stage: "lab" | "production";
  readonly namePrefix: string;
  /** Where configuration is delivered by a Configuration Server; undefined is by files. */
  readonly configurationServer?: ConfigurationServer;
  readonly tenants: readonly Tenant[];
  readonly network: NetworkPlan;
  /** How many Chat Servers, each with its standby, an update changes at a time; undefined is one. */
  readonly chatServersAtOnce?: number;
  /** Undefined if the definition states nothing. */
  readonly logs?: LogSettings;
  readonly applications: readonly Application[];
  readonly externalServers: readonly ExternalServer[];
  /** Undefined where nothing is shared. */
  readonly sharedNetwork?: SharedNetwork;
}
