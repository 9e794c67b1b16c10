import { containerNames } from "./declared";
import { project } from "../../system/project";
import type { ContainerFact } from "./facts";
import type { Finding } from "./finding";
import { impactOfLostData } from "./impact";
import type { Situation } from "./situation";

/** What is missing of an application's volumes, and what carries this stack's labels and nothing declares. */
export function volumeFindings({ declared, facts, commands }: Situation): Finding[] {
  const { keyVolume } = declared;
  const key: Finding[] =
    keyVolume === undefined || facts.volumes.has(keyVolume)
      ? []
      : [
          {
            check: "volume",
            severity: "error",
            application: null,
            object: keyVolume,
            message: `The volume ${keyVolume} is not there.`,
            impact: "Processes that start from now on don't know the running ones by their key.",
            remedy: commands.refresh(),
          },
        ];
  const others = declared.applications.flatMap((subject) =>
    subject.volumes
      .filter(({ name }) => !facts.volumes.has(name))
      .map(({ name, role }) => ({
        check: "volume" as const,
        severity: "error" as const,
        application: subject.application.name,
        object: name,
        message: `The volume ${name} is not there.`,
        impact:
          role === "data"
            ? impactOfLostData(subject.application.type)
            : `${subject.application.name} can't start without what it holds.`,
        remedy: commands.refresh(),
      })),
  );
  return [...key, ...others];
}

/** Containers, volumes and networks that carry this stack's labels and that nothing declares. */
export function leftoverFindings(situation: Situation): Finding[] {
  const { declared, facts, commands } = situation;
  const containers = new Set(containerNames(declared));
  const volumes = new Set(
    declared.applications
      .flatMap((subject) => subject.volumes.map(({ name }) => name))
      .concat(declared.keyVolume ?? []),
  );
  // A state that was not read may know it: then only `up`, which asks the engine, may remove it.
  const known = (id: string) => facts.applied?.ids.has(id) ?? true;
  return [
    ...[...facts.containers.values()]
      .filter(({ name }) => !containers.has(name))
      .map((fact) =>
        leftover(
          "container",
          fact.name,
          known(fact.id) ? commands.up() : commands.removeContainer(fact.name),
        ),
      ),
    ...facts.ownVolumes
      .filter((name) => !volumes.has(name))
      .map((name) => leftover("volume", name, known(name) ? commands.up() : commands.removeVolume(name))),
    ...[...facts.networks.values()]
      .filter(({ name }) => !declared.networks.some((network) => network.name === name))
      .map(({ id, name }) =>
        leftover("network", name, known(id) ? commands.up() : commands.removeNetwork(name)),
      ),
  ];
}

/** Runs that were cut short, and a stack of which nothing is there. */
export function stateFindings(situation: Situation): Finding[] {
  const { declared, facts, commands } = situation;
  const about = { check: "state", application: null, object: declared.stack } as const;
  const interrupted = facts.applied?.interrupted ?? [];
  if (interrupted.length === 0) return [];
  return [
    {
      ...about,
      severity: "warning",
      message: `An earlier run was cut short, and left: ${interrupted.join(", ")}.`,
      impact: "What it did not come to is as it was before.",
      remedy: commands.up(),
    },
  ];
}

/**
 * A stack that another state made: nothing can be compared, and every remedy would take away what serves customers. A
 * container that hangs in a network of this state's was made by hand, or by a run that was cut short (docs/adr/0014).
 */
export function foreignRecord({ declared, facts, commands }: Situation): Finding | undefined {
  const { applied, containers, networks, ownVolumes } = facts;
  if (!applied) return undefined;
  const own = [...containers.values()].filter(
    ({ labels }) =>
      labels["genesys-chat.project"] === project && labels["genesys-chat.stack"] === declared.stack,
  );
  const isOwn = (fact: ContainerFact) =>
    applied.ids.has(fact.id) ||
    Object.keys(fact.networks).some((network) => applied.ids.has(networks.get(network)?.id ?? ""));
  const isForeign = applied.recorded
    ? own.length > 0 && !own.some(isOwn)
    : own.length + ownVolumes.length > 0;
  if (!isForeign) return undefined;
  const what = own.length > 0 ? `${own.length} containers` : `${ownVolumes.length} volumes`;
  return {
    check: "state",
    severity: "error",
    application: null,
    object: declared.stack,
    message: `Stack ${declared.stack} is on this daemon (${what}), and the state in use has no record of it: look at PULUMI_BACKEND_URL.`,
    impact: "None for customers; nothing could be compared, and an update is refused.",
    remedy: commands.withState(),
  };
}

/** A stack of which nothing is on the daemon: one finding says it all. */
export function absence({ declared, facts, commands }: Situation): Finding | undefined {
  const anything = facts.containers.size + facts.ownVolumes.length + facts.networks.size;
  if (anything > 0) return undefined;
  const known = (facts.applied?.ids.size ?? 0) > 0;
  return {
    check: "state",
    severity: "error",
    application: null,
    object: declared.stack,
    message: `Nothing of stack ${declared.stack} is on this daemon.`,
    impact: "There is no chat.",
    remedy: known ? commands.refresh() : commands.up(),
  };
}

function leftover(kind: string, name: string, remedy: string): Finding {
  return {
    check: "leftover",
    severity: "warning",
    application: null,
    object: name,
    message: `The ${kind} ${name} carries this stack's labels, and nothing declares it.`,
    impact:
      kind === "volume"
        ? "None; it may hold transcripts, which go with it."
        : "None that is known; it takes memory, names or addresses.",
    remedy,
  };
}
