import { operationOptions } from "./chat-limits";
import { sessionOptions } from "./chat-sessions";
import { watchOptions } from "./chat-watch";

/** Chat Server's own options. */
export const chatServerOptions = [...sessionOptions, ...operationOptions, ...watchOptions] as const;
