import type { Application, Deployment } from "../model/deployment";

/**
 * The arguments of an application's program: with delivery by Configuration Server the address of its configuration
 * (file:15812006433), then what the definition states. Undefined if there are none.
 */
export function startArguments(
  { configurationServer }: Deployment,
  { name, process }: Application,
): readonly string[] | undefined {
  if (!configurationServer) return process?.commandLineArguments;
  const { host, port } = configurationServer;
  return ["-host", host, "-port", String(port), "-app", name, ...(process?.commandLineArguments ?? [])];
}
