import { paths } from "../../docker/container-policy";
import { controlAgentPort } from "../../model/defaults";
import { byName, isSimulated, type Declared, type DeclaredApplication } from "./declared";
import type { LinkQuestion, ProcessFact } from "./facts";
import { probeArguments, readProbeAnswer } from "../health/probe-script";
import { query } from "../../docker/command";

/** Where a simulated process finds the key of its deployment. */
const keyFile = `${paths.keys}/own/key`;
/** Milliseconds that one answer may take, and seconds for all of them with the container's own slowness. */
const limitMs = 2500;
const patience = 8;

/** The questions to one application from its own network: its own ports, and the servers that it is connected to. */
export function linkQuestions(
  declared: Declared,
  { application, connections }: DeclaredApplication,
): LinkQuestion[] {
  const by = (name: string): LinkQuestion["by"] => {
    const target = byName(declared, name);
    return target && isSimulated(target.application) ? "http" : "tcp";
  };
  const ports = application.ports.map(({ id, port }) => ({
    about: "listening-port" as const,
    name: id,
    host: application.serverInfo.host,
    port,
    by: by(application.name),
  }));
  const targets = connections.flatMap(({ application: name, host, port, backup }) => [
    { application: name, host, port },
    ...(backup ? [backup] : []),
  ]);
  return [
    ...ports,
    ...targets.map(({ application: name, host, port }) => ({
      about: "connection" as const,
      name,
      host,
      port,
      by: by(name),
    })),
  ];
}

/** How an application is asked. */
export interface ProbePlan {
  readonly simulatorImage: string;
  /** Whether its ports and connections are tried. */
  readonly withLinks: boolean;
}

/**
 * Asks from the application's own network. A custom image may hold no program that asks, so a container of the simulator's
 * image does it, in that one's network and gone when it has answered.
 */
export async function probe(
  declared: Declared,
  subject: DeclaredApplication,
  { simulatorImage, withLinks }: ProbePlan,
): Promise<ProcessFact> {
  const links = withLinks ? linkQuestions(declared, subject) : [];
  const simulated = isSimulated(subject.application);
  const statusPorts = simulated ? [controlAgentPort, ...lastReleasePorts(subject)] : [];
  const question = probeArguments({ statusPorts, keyFile, links, limitMs });
  const words = simulated
    ? ["exec", subject.container, "node", ...question]
    : [...neighbour(subject.container), simulatorImage, ...question];
  const { code, stdout, stderr } = await query(words, patience);
  // It ends by a kill of its own (probe-script): what it wrote counts, not how it ended.
  if (code === null || stdout.length === 0) {
    return { links: [], failure: stderr.trim().split("\n")[0] || `no answer within ${patience} s` };
  }
  return answerOf(stdout.toString("utf8"), links);
}

/**
 * Where a process of a release up to 0.1.0 answers for its status: without it, the first `up` after an upgrade would find no pair
 * that can hand over. To be removed with operations/change/last-release-state.ts.
 */
function lastReleasePorts({ application }: DeclaredApplication): number[] {
  return application.ports.filter(({ id }) => id === "default").map(({ port }) => port);
}

/** Such a container has no owner: it has no label of this project, contains nothing and is removed by the daemon. */
function neighbour(container: string): string[] {
  return [
    ...[
      "run",
      "--rm",
      "--pull",
      "never",
      "--network",
      `container:${container}`,
      "--user",
      "10001:10001",
      "--read-only",
    ],
    ...[
      "--cap-drop",
      "ALL",
      "--security-opt",
      "no-new-privileges",
      "--memory",
      "128m",
      "--entrypoint",
      "node",
    ],
  ];
}

function answerOf(line: string, links: readonly LinkQuestion[]): ProcessFact {
  const { status, key, reasons } = readProbeAnswer(line);
  return {
    ...(status && { status }),
    ...(key !== undefined && { key }),
    links: links.map((link, index) => {
      const reason = reasons[index];
      return reason ? { ...link, reason } : link;
    }),
  };
}
