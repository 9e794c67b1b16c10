import { docker, dockerRun, stackObjects } from "../../test/support/docker-objects";
import { until } from "../../test/support/until";

interface Mount {
  readonly Destination: string;
  readonly RW: boolean;
}

/** A process's container in the output of `docker inspect`; only what a peer must have alike. */
interface Process {
  readonly Name: string;
  readonly Mounts: readonly Mount[];
  readonly Config: Readonly<Record<"Image" | "User" | "Hostname", string>> & {
    readonly Healthcheck?: { readonly Test: readonly string[] } & Readonly<Record<string, unknown>>;
    readonly Labels: Readonly<Record<string, string>>;
  };
  readonly HostConfig: Readonly<Record<string, unknown>> & {
    readonly PortBindings?: object;
    readonly Tmpfs?: object;
  };
}

/** Settings of a container that a peer must have alike: hardening, limits, restart policy, log. */
const alike = ["ReadonlyRootfs", "CapDrop", "SecurityOpt", "Memory", "MemorySwap", "RestartPolicy"].concat(
  "Ulimits",
  "LogConfig",
  "Tmpfs",
);

/** The containers of a stack's processes, carriers left out. */
async function processesOf(stack: string): Promise<Process[]> {
  const { containers } = await stackObjects(stack);
  if (containers.length === 0) return [];
  const all = JSON.parse(await docker("inspect", ...containers)) as Process[];
  return all.filter(({ Config }) => Config.Labels["genesys-chat.role"] !== "carrier");
}

/** Asks every process of a stack by its own health command; throws if one is missing or not healthy. */
export async function requireHealthy(stack: string, expected: number): Promise<void> {
  const processes = await processesOf(stack);
  if (processes.length !== expected)
    throw new Error(`${stack} has ${processes.length} processes, not ${expected}`);
  for (const { Name, Config } of processes) {
    const [, ...command] = Config.Healthcheck?.Test ?? [];
    // On a busy machine, a single check may fail that Docker would repeat before it calls the process unhealthy. The question of readiness is answered at
    // once, while Docker's own stays with a settled process.
    await until(`${Name} is healthy`, 5, async () => {
      const { code } = await dockerRun("exec", Name.slice(1), ...command, "in-force");
      return code === 0 ? true : undefined;
    });
  }
}

/** Throws unless a peer's processes have the same image, health check, hardening, limits and mounts as a stack's. */
export async function requireAlike(stack: string, peer: string): Promise<void> {
  const [own, other] = [await settings(stack), await settings(peer)];
  if (own !== other) throw new Error(`${peer} differs from ${stack}:\n${other}\n${own}`);
}

async function settings(stack: string): Promise<string> {
  const all = (await processesOf(stack)).map(({ Config, HostConfig, Mounts }) => ({
    ...{ image: Config.Image, user: Config.User, host: Config.Hostname, health: health(Config.Healthcheck) },
    ports: Object.keys(HostConfig.PortBindings ?? {}),
    mounts: Mounts.map(({ Destination, RW }) => `${Destination} ${RW}`).sort(),
    limits: alike.map((key) => HostConfig[key]),
  }));
  return JSON.stringify(all.sort((a, b) => a.host.localeCompare(b.host)));
}

const health = (check: Process["Config"]["Healthcheck"]) =>
  ["Test", "Interval", "Timeout", "Retries", "StartPeriod"].map((key) => check?.[key]);
