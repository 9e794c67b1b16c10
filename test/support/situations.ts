import { type Definition } from "../../model/definition/definition";
import { deploymentOf } from "../../model/fixtures/single";
import { applicationFile, restartHash } from "../../render";
import { objectNames } from "../../docker/names";
import { Commands } from "../../operations/verify/commands";
import { containerNames, declared as declaredBy, isSimulated } from "../../operations/verify/declared";
import type { ContainerFact, Facts, ProcessFact } from "../../operations/verify/facts";
import type { Finding } from "../../operations/verify/finding";
import { linkQuestions } from "../../operations/verify/process-probe";
import type { Situation } from "../../operations/verify/situation";

/* What `verify` sees of a stack that is as declared: tests break it piece by piece. */

const simulator = "simulator:1";

/** The container of an application of the stack, by its host name. */
export const container = (host: string) => `genesys-chat.dev.${host}`;

/** What matters of each finding, in one line. */
export const findingLines = (findings: readonly Finding[]) =>
  findings.map(
    ({ severity, check, application, remedy }) => `${severity} ${check} ${application} $ ${remedy}`,
  );

/** A stack as declared, with nothing to find. */
export function healthy(definition: Definition): Situation {
  const deployment = deploymentOf(definition);
  const declared = declaredBy(deployment, "dev", objectNames("genesys-chat", "dev"), simulator);
  const names = containerNames(declared);
  const files = new Map(
    declared.applications.map(({ application }) => [
      application.name,
      applicationFile(deployment, application).text,
    ]),
  );
  const facts: Facts = {
    containers: new Map(names.map((name) => [name, containerFact(declared, name)])),
    volumes: new Set(volumesOf(declared)),
    ownVolumes: volumesOf(declared),
    networks: new Map([
      [declared.network, { id: "network-id", name: declared.network, subnets: [deployment.network.subnet] }],
    ]),
    images: new Map([[simulator, "sha256:1"]]),
    files: deployment.configurationServer ? new Map() : files,
    processes: new Map(
      declared.applications.map((subject) => [
        subject.application.name,
        {
          links: linkQuestions(declared, subject),
          ...(isSimulated(subject.application) && { status: status(declared, subject) }),
        },
      ]),
    ),
    published: [],
    conversations: [],
    applied: {
      recorded: true,
      ids: new Set([...names.map((name) => `id of ${name}`), "network-id"]),
      files: new Map(
        declared.applications.map(({ carrier = "", application }) => [
          carrier,
          files.get(application.name) ?? "",
        ]),
      ),
      interrupted: [],
    },
  };
  return { declared, facts, commands: new Commands("genesys-chat", "dev") };
}

/** The same situation with other facts. */
export function withFacts(situation: Situation, facts: Partial<Facts>): Situation {
  return { ...situation, facts: { ...situation.facts, ...facts } };
}

/** The same with one container changed, or gone. */
export function withContainer(
  situation: Situation,
  name: string,
  change: Partial<ContainerFact> | undefined,
): Situation {
  const containers = new Map(situation.facts.containers);
  const before = containers.get(name);
  if (!before) throw new Error(`there is no container ${name}`);
  if (change === undefined) containers.delete(name);
  else containers.set(name, { ...before, ...change });
  return withFacts(situation, { containers });
}

/** The same with what one process told changed. */
export function withProcess(
  situation: Situation,
  application: string,
  change: (fact: ProcessFact) => ProcessFact,
): Situation {
  const processes = new Map(situation.facts.processes);
  const before = processes.get(application);
  if (!before) throw new Error(`there is no process ${application}`);
  processes.set(application, change(before));
  return withFacts(situation, { processes });
}

/** The same with a file changed. */
export function withFile(situation: Situation, application: string, text: string | undefined): Situation {
  return withFacts(situation, { files: new Map([...situation.facts.files, [application, text]]) });
}

type Declared = Situation["declared"];

function volumesOf({ applications, keyVolume }: Declared): string[] {
  return [...applications.flatMap(({ volumes }) => volumes.map(({ name }) => name)), keyVolume ?? []].flat();
}

function containerFact({ applications, network, deployment }: Declared, name: string): ContainerFact {
  const subject = applications.find((one) => one.container === name);
  return {
    id: `id of ${name}`,
    name,
    labels: {
      "genesys-chat.project": "genesys-chat",
      "genesys-chat.stack": "dev",
      ...(subject && { "genesys-chat.restart-hash": restartHash(deployment, subject.application) }),
    },
    image: subject?.image ?? simulator,
    imageId: "sha256:1",
    status: subject ? "running" : "created",
    exitCode: 0,
    outOfMemory: false,
    ...(subject && { health: "healthy" }),
    networks: subject ? { [network]: [subject.application.serverInfo.host] } : {},
  };
}

function status({ deployment }: Declared, { application }: Declared["applications"][number]) {
  const { hash, valuesHash } = applicationFile(deployment, application);
  return {
    application: application.name,
    type: application.type,
    role: application.role === "backup" ? ("standby" as const) : ("active" as const),
    epoch: application.role === "backup" ? 0 : 1,
    configHash: hash,
    inForce: valuesHash,
    restartPending: [],
    sessions: 0,
  };
}
