import type { Configuration } from "../configuration";
import type { Log } from "../log";
import type { AgentStreams } from "./agent-streams";
import type { InteractionLink } from "./interaction-link";
import type { Membership } from "./membership";
import type { Store } from "./store";

/** What opening a session needs. */
export interface Opening {
  readonly requestId: string;
  readonly tenant: number;
  readonly endpoint: string;
  readonly nick: string;
  readonly party: Readonly<Record<string, string>>;
  readonly userData?: Readonly<Record<string, string>>;
  /** The customer's first message. */
  readonly message?: string;
}

/** What the sessions work with. */
export interface SessionParts {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly membership: Membership;
  readonly store: Store;
  readonly interactions: InteractionLink;
  readonly agents: AgentStreams;
}
