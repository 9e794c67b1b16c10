import { asyncOptions } from "./chat-async";
import { cleanupOptions } from "./chat-cleanup";
import { operationOptions } from "./chat-limits";
import { sessionOptions } from "./chat-sessions";
import { watchOptions } from "./chat-watch";

/** Chat Server's own options. */
export const chatServerOptions = [
  ...sessionOptions,
  ...asyncOptions,
  ...operationOptions,
  ...watchOptions,
  ...cleanupOptions,
] as const;
