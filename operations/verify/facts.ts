import type { ProcessStatus } from "../health/process-status";

/** A container as `docker inspect` shows it. */
export interface ContainerFact {
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What it was made from, as it was said then. */
  readonly image: string;
  readonly imageId: string;
  /** `created`, `running`, `paused`, `restarting`, `exited` or `dead`. */
  readonly status: string;
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  /** `starting`, `healthy` or `unhealthy`; undefined without a health check. */
  readonly health?: string;
  /** What the last health check said. */
  readonly healthReason?: string;
  /** The networks it is in, with its names there. */
  readonly networks: Readonly<Record<string, readonly string[]>>;
}

/** A network of the daemon. */
export interface NetworkFact {
  readonly id: string;
  readonly name: string;
  readonly subnets: readonly string[];
}

/** What an earlier `up` wrote down; undefined where the state is kept elsewhere. */
export interface AppliedFacts {
  /** Whether the state has a record of the stack at all. */
  readonly recorded: boolean;
  /** Of containers and networks; a volume's is its name. */
  readonly ids: ReadonlySet<string>;
  /** Application files by their carrier's name; one with a secret in it is sealed and not here. */
  readonly files: ReadonlyMap<string, string>;
  /** Identifies the definition that was brought up last; undefined where no run has ended. */
  readonly definitionHash?: string;
  /** Operations that a run began and did not see end, and locks whose process is gone. */
  readonly interrupted: readonly string[];
}

/** A question to one application: does it listen, or does who it is connected to answer it? */
export interface LinkQuestion {
  readonly about: "listening-port" | "connection";
  /** The listening port's id, or the name of whom it is connected to. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** A simulated process answers every HTTP request; of others it is only known whether they take the connection. */
  readonly by: "http" | "tcp";
}

/** What came of it; `reason` is undefined where there was an answer. */
export interface LinkAnswer extends LinkQuestion {
  readonly reason?: string;
}

/** What was learnt from inside one container. */
export interface ProcessFact {
  /** Undefined where the process did not tell it, or has none. */
  readonly status?: ProcessStatus;
  /** The key that its keyed hashes are made with, for comparing them: in memory only, never printed. */
  readonly key?: string;
  readonly links: readonly LinkAnswer[];
  /** Why nothing could be asked. */
  readonly failure?: string;
}

/** A published port as it was met from this machine. */
export interface PublishedFact {
  readonly application: string;
  readonly portId: string;
  readonly address: string;
  readonly port: number;
  readonly reason?: string;
}

/** One conversation that was held. */
export interface ConversationFact {
  /** The GMS it was held through. */
  readonly mobileServices: string;
  /** The primary of the pair that had it; null if it reached none. */
  readonly chatServer: string | null;
  readonly failure?: { readonly hop: string; readonly message: string };
}

/** The conversations through one GMS, and whom they were to reach. */
export interface ConversationFacts {
  readonly mobileServices: string;
  readonly expected: readonly string[];
  readonly held: readonly ConversationFact[];
}

/** Everything that was seen; what of it is right is decided elsewhere. */
export interface Facts {
  /** By name: those with this stack's labels, and those with a name of it. */
  readonly containers: ReadonlyMap<string, ContainerFact>;
  /** Names of all volumes of the daemon. */
  readonly volumes: ReadonlySet<string>;
  /** Names of those with this stack's labels. */
  readonly ownVolumes: readonly string[];
  /** All that have this stack's labels or its network's name, by name. */
  readonly networks: ReadonlyMap<string, NetworkFact>;
  /** Image ids by the reference that is declared; one that is not there is left out. */
  readonly images: ReadonlyMap<string, string>;
  /** Application files as their volumes have them, by Application name; undefined where there is none. */
  readonly files: ReadonlyMap<string, string | undefined>;
  /** By Application name; those that could be asked. */
  readonly processes: ReadonlyMap<string, ProcessFact>;
  readonly published: readonly PublishedFact[];
  readonly conversations: readonly ConversationFacts[];
  readonly applied?: AppliedFacts;
}
