import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { output } from "../../test/support/process";
import { type PeerPlan, withoutDefaults } from "./peer-plan";

interface ContainerInputs {
  readonly [key: string]: unknown;
  readonly name: string;
  readonly image: string;
  readonly labels: readonly { readonly label: string; readonly value: string }[];
  readonly volumes?: readonly { volumeName: string; containerPath: string; readOnly?: boolean }[];
  readonly uploads?: readonly { file: string; content: string; permissions?: string }[];
  readonly ports?: readonly { ip: string; external: number; internal: number; protocol: string }[];
  readonly networksAdvanced?: readonly { name: string; aliases: readonly string[] }[];
  readonly healthcheck?: Readonly<Record<string, unknown>> & { readonly tests: readonly string[] };
}

/** Inputs of a process's container that Compose has no use for: they direct the provider. */
const forTheProvider = [
  ...["containerReadRefreshTimeoutMilliseconds", "removeVolumes", "mustRun", "start", "wait", "waitTimeout"],
  // The network is named for itself.
  "networkMode",
];

/** The same processes as a Compose project: no carriers, since Compose can mount a folder of files. */
export class ComposeProject {
  private constructor(
    private readonly compose: string,
    private readonly options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
  ) {}

  /** Writes a project. `programs` is the folder of Docker Compose. */
  static make(programs: string, folder: string, plan: PeerPlan, env: NodeJS.ProcessEnv): ComposeProject {
    mkdirSync(folder, { recursive: true });
    const { configuration, files } = composeConfiguration(plan, join(folder, "files"));
    // Compose reads YAML, and JSON is YAML; a dollar sign would be a variable's.
    const text = JSON.stringify(configuration, null, 2).replaceAll("$", () => "$$");
    writeFileSync(join(folder, "compose.yaml"), `${text}\n`);
    for (const { path, content, mode } of files) {
      mkdirSync(join(path, ".."), { recursive: true });
      writeFileSync(path, content);
      chmodSync(path, mode);
    }
    return new ComposeProject(join(programs, "docker-compose"), { cwd: folder, env });
  }

  up(): Promise<string> {
    return this.run("up", "--detach", "--wait");
  }

  down(): Promise<string> {
    return this.run("down", "--volumes");
  }

  private run(...words: string[]): Promise<string> {
    return output(this.compose, words, this.options);
  }
}

interface PeerFile {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
}

/** A plan as a Compose file, and the files that its volumes show, below a folder. */
export function composeConfiguration(plan: PeerPlan, folder: string) {
  const containers = plan.resources.flatMap(({ type, name, inputs }) =>
    type === "Container" ? [{ name, inputs: withoutDefaults(inputs) as ContainerInputs }] : [],
  );
  const carriers = containers.filter(({ inputs }) => inputs.uploads !== undefined);
  const delivered = new Map(
    carriers.flatMap(({ inputs }) => (inputs.volumes ?? []).map(({ volumeName }) => [volumeName, inputs])),
  );
  const files = [...delivered].flatMap(([volume, { volumes = [], uploads = [] }]) =>
    uploads.map(({ file, content, permissions = "0644" }): PeerFile => {
      const mounted = volumes.find(({ volumeName }) => volumeName === volume)?.containerPath ?? "/";
      return {
        path: join(folder, volume, file.slice(mounted.length)),
        content,
        mode: parseInt(permissions, 8),
      };
    }),
  );
  const objects = (type: string) => plan.resources.filter((each) => each.type === type);
  const volumes = objects("Volume").map(({ inputs }) => {
    const name = inputs.name as string;
    const bound = { type: "none", o: "bind", device: join(folder, name) };
    return [name, { name, labels: labels(inputs), ...(delivered.has(name) && { driver_opts: bound }) }];
  });
  const networks = objects("Network").map(({ inputs }) => {
    const config = (withoutDefaults(inputs.ipamConfigs) ?? []) as { subnet: string; gateway?: string }[];
    const name = inputs.name as string;
    return [name, { name, driver: inputs.driver, labels: labels(inputs), ipam: { config } }];
  });
  const services = containers
    .filter((each) => !carriers.includes(each))
    .map(({ name, inputs }) => [name, service(inputs, plan.standbys.get(name))]);
  const configuration = {
    name: plan.name,
    services: Object.fromEntries(services) as Record<string, object>,
    networks: Object.fromEntries(networks) as Record<string, object>,
    volumes: Object.fromEntries(volumes) as Record<string, object>,
  };
  return { configuration, files };
}

/** How Compose writes each input of a container. */
const keys: Readonly<Record<string, (inputs: ContainerInputs) => object>> = {
  name: ({ name }) => ({ container_name: name }),
  image: ({ image }) => ({ image, pull_policy: "never" }),
  labels: (inputs) => ({ labels: labels(inputs) }),
  hostname: ({ hostname }) => ({ hostname }),
  user: ({ user }) => ({ user }),
  readOnly: ({ readOnly }) => ({ read_only: readOnly }),
  capabilities: ({ capabilities }) => ({ cap_drop: (capabilities as { drops: string[] }).drops }),
  securityOpts: ({ securityOpts }) => ({ security_opt: securityOpts }),
  memory: ({ memory }) => ({ mem_limit: `${memory as number}m` }),
  memorySwap: ({ memorySwap }) => ({ memswap_limit: `${memorySwap as number}m` }),
  cpus: ({ cpus }) => ({ cpus }),
  restart: ({ restart }) => ({ restart }),
  destroyGraceSeconds: ({ destroyGraceSeconds }) => ({
    stop_grace_period: `${destroyGraceSeconds as number}s`,
  }),
  logDriver: ({ logDriver, logOpts }) => ({ logging: { driver: logDriver, options: logOpts } }),
  logOpts: () => ({}),
  tmpfs: ({ tmpfs }) => ({
    tmpfs: Object.entries(tmpfs as Record<string, string>).map(([path, options]) => `${path}:${options}`),
  }),
  ulimits: ({ ulimits }) => ({
    ulimits: Object.fromEntries(
      (ulimits as { name: string; soft: number; hard: number }[]).map(({ name, soft, hard }) => [
        name,
        { soft, hard },
      ]),
    ),
  }),
  ports: ({ ports = [] }) => ({
    ports: ports.map(({ ip, external, internal, protocol }) => `${ip}:${external}:${internal}/${protocol}`),
  }),
  volumes: ({ volumes = [] }) => ({
    volumes: volumes.map(
      ({ volumeName, containerPath, readOnly }) => `${volumeName}:${containerPath}${readOnly ? ":ro" : ""}`,
    ),
  }),
  networksAdvanced: ({ networksAdvanced = [] }) => ({
    networks: Object.fromEntries(networksAdvanced.map(({ name, aliases }) => [name, { aliases }])),
  }),
  healthcheck: ({ healthcheck }) => {
    const { tests, interval, timeout, retries, startPeriod } = healthcheck!;
    return { healthcheck: { test: tests, interval, timeout, retries, start_period: startPeriod } };
  },
};

function service(inputs: ContainerInputs, standby: string | undefined): object {
  const parts = Object.keys(inputs)
    .filter((key) => !forTheProvider.includes(key))
    .map((key) => {
      const write = keys[key];
      if (!write)
        throw new Error(`The Compose peer leaves out ${key}: add it to bench/support/compose-project.ts.`);
      return write(inputs);
    });
  const order = standby === undefined ? {} : { depends_on: { [standby]: { condition: "service_healthy" } } };
  return Object.assign({}, ...parts, order) as object;
}

function labels(inputs: Readonly<Record<string, unknown>>): Record<string, string> {
  const all = inputs.labels as ContainerInputs["labels"];
  return Object.fromEntries(all.map(({ label, value }) => [label, value]));
}
