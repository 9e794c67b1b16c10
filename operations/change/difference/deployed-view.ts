import { paths } from "../../../docker/container-policy";
import { labelPrefix } from "../../../docker/names";
import { project } from "../../../system/project";
import { stackOutputs, type StackState, type StateResource } from "../../../engine/state";
import { deployedVolumes } from "../kept-volumes";
import { nameOf } from "../../../engine/resource";
import { containerType, ourType } from "../preview-steps";
import { componentTypes, type Inputs, type ProcessView, type StackView, tidy } from "./stack-view";

/** A stack as its state has it; what it was deployed from need not be at hand any more. */
export function deployedView(state: StackState): StackView {
  const components = new Map(
    state.resources.flatMap(({ urn, type, inputs }) => {
      const component = ourType.exec(type)?.groups?.type;
      if (component === undefined || component === "ChatDeployment") return [];
      return [[nameOf(urn), { type: component, inputs: inputs ?? {} }] as const];
    }),
  );
  const processes = state.resources.filter(
    ({ type, urn }) => type === containerType && !nameOf(urn).endsWith("-carrier"),
  );
  const whole = state.resources.find(({ type }) => type === "genesys-chat:index:ChatDeployment");
  return {
    whole: whole?.inputs ?? {},
    components,
    processes: new Map(
      processes.map((resource) => [nameOf(resource.urn), processOf(resource, state, components)]),
    ),
    kept: deployedVolumes(state.resources),
    sealed: sealedOf(state),
  };
}

function processOf(
  { urn, inputs = {} }: StateResource,
  state: StackState,
  components: StackView["components"],
): ProcessView {
  const key = nameOf(urn);
  const component = [...components].find(([, { inputs: pair }]) => pair.backup === key)?.[0] ?? key;
  const file = fileOf(state, key);
  return {
    key,
    component,
    type: componentTypes[components.get(component)?.type ?? ""] ?? "GenesysMobileServices",
    role: component === key ? "primary" : "backup",
    container: typeof inputs.name === "string" ? inputs.name : "",
    facts: tidy(factsOf(inputs)) as Inputs,
    ...(file !== undefined && { file }),
    secrets: [],
    startSecrets: [],
  };
}

function factsOf(kept: Inputs): Inputs {
  // What the provider fills in where nothing is stated, such as how long it would wait, is nothing of ours.
  const filledIn = (kept.__defaults ?? []) as string[];
  const inputs: Inputs = Object.fromEntries(
    Object.entries(kept).filter(([name]) => !filledIn.includes(name)),
  );
  const { entrypoints, command, workingDir, user, tmpfs, memory, memorySwap, cpuPeriod, cpuQuota } = inputs;
  const { destroyGraceSeconds, wait, waitTimeout, image, logDriver } = inputs;
  const labels = labelsOf(inputs);
  const { startInterval, ...healthcheck } = (inputs.healthcheck ?? {}) as Record<string, unknown>;
  void startInterval; // the provider's own default
  const ports = (inputs.ports ?? []) as { ip?: string; external?: number; internal?: number }[];
  // The deployment's keys follow from image and shared servers, which are compared themselves.
  const volumes = ((inputs.volumes ?? []) as { volumeName?: string; containerPath?: string }[]).filter(
    ({ containerPath }) => containerPath?.startsWith(`${paths.keys}/`) !== true,
  );
  return {
    ...{ entrypoints, command, workingDir, user, tmpfs, memory, memorySwap, cpuPeriod, cpuQuota },
    ...{
      destroyGraceSeconds,
      wait,
      waitTimeout,
      image,
      logDriver,
      logOpts: statedLogOptions(inputs.logOpts),
    },
    healthcheck: Object.keys(healthcheck).length > 0 ? healthcheck : undefined,
    ports: ports.map(({ ip, external, internal }) => `${ip}:${external}:${internal}`).sort(),
    volumes: volumes.map(({ volumeName }) => volumeName ?? "").sort(),
    ...Object.fromEntries(
      ["restart-hash", "settings-hash", "files-hash", "application", "tenant"].map((name) => [
        name,
        labels.get(name),
      ]),
    ),
  };
}

/** The log options that a definition states; the daemon adds its own to them. */
function statedLogOptions(kept: unknown): Inputs | undefined {
  const { "max-size": size, "max-file": files } = (kept ?? {}) as Inputs;
  return size === undefined && files === undefined ? undefined : { "max-size": size, "max-file": files };
}

/** An application's file as its carrier took it; nothing where it holds secrets. */
function fileOf({ resources }: StackState, key: string): string | undefined {
  const carrier = resources.find(
    ({ type, urn }) => type === containerType && nameOf(urn) === `${key}-carrier`,
  );
  const uploads = carrier?.inputs?.uploads;
  const [upload] = Array.isArray(uploads) ? (uploads as { content?: unknown }[]) : [];
  return typeof upload?.content === "string" ? upload.content : undefined;
}

function labelsOf(inputs: Inputs): Map<string, string> {
  const labels = (inputs.labels ?? []) as { label: string; value: string }[];
  return new Map(labels.map(({ label, value }) => [label.slice(labelPrefix.length), value]));
}

function sealedOf(state: StackState): Readonly<Record<string, string>> | undefined {
  const { secrets } = (stackOutputs(state).fingerprint ?? {}) as { secrets?: Record<string, string> };
  return secrets && secretsByName(secrets);
}

/** Hashes of sealed values by the names that definitions use. */
export function secretsByName(secrets: Readonly<Record<string, string>>): Record<string, string> {
  const prefix = `${project}:secrets.`;
  return Object.fromEntries(
    Object.entries(secrets).flatMap(([key, hash]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), hash]] : [],
    ),
  );
}
