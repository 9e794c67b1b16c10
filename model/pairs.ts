import type { Application } from "./deployment";

/** The Chat Servers of a deployment: each primary with its warm standby, if it has one and that is deployed too. */
export function chatServerPairs(applications: readonly Application[]): Application[][] {
  const chatServers = applications.filter(({ type }) => type === "ChatServer");
  return chatServers
    .filter(({ role }) => role === "primary")
    .map((primary) => {
      const standby = primary.serverInfo.backupServer?.application;
      return [primary, ...chatServers.filter(({ name }) => name === standby)];
    });
}
