import { containerFindings, healthFindings, imageFindings } from "./container-findings";
import { conversationFindings } from "./conversation-findings";
import { containerNames, isSimulated } from "./declared";
import { fileFindings } from "./file-findings";
import { inOrder, type Checked, type Finding } from "./finding";
import { absence, foreignRecord, leftoverFindings, stateFindings, volumeFindings } from "./leftover-findings";
import { linkFindings, publishedFindings } from "./link-findings";
import { networkFindings } from "./network-findings";
import { pairFindings, pairs, swappedRoles } from "./pair-findings";
import { causesIn, type Causes, type Situation } from "./situation";

/** Judges what was seen. What follows from a finding is none of its own, unless customers notice it. */
export function evaluate(situation: Situation): Finding[] {
  const nothing = absence(situation) ?? foreignRecord(situation);
  if (nothing) return [nothing];
  const { hard, causes } = groundFindings(situation);
  const health = healthFindings(situation, causes);
  const files = fileFindings(situation, causes);
  // Ports and connections are asked for as declared: with a file of an earlier definition they may be others still.
  const behind = new Map([...causesIn(files), ...causes]);
  return inOrder([
    ...hard,
    ...health,
    ...imageFindings(situation),
    ...volumeFindings(situation),
    ...files,
    ...linkFindings(situation, behind),
    ...publishedFindings(situation, behind),
    ...pairFindings(situation, causes),
    ...conversationFindings(situation, causesIn([...causes.values(), ...health])),
    ...leftoverFindings(situation),
    ...stateFindings(situation),
  ]);
}

/** Applications that can't be talked to, and why: asking them more would only take time. */
export function groundFindings(situation: Situation): { hard: readonly Finding[]; causes: Causes } {
  const { declared, facts } = situation;
  const hard = [...networkFindings(situation), ...containerFindings(situation)];
  const causes = new Map(causesIn(hard));
  const cause = facts.networks.has(declared.network)
    ? undefined
    : hard.find(({ check }) => check === "network");
  for (const { application } of cause ? declared.applications : []) {
    if (cause && !causes.has(application.name)) causes.set(application.name, cause);
  }
  return { hard, causes };
}

/** Notes that are no findings: swapped roles, and what can't be seen. */
export function notes(situation: Situation): string[] {
  const { applications, deployment } = situation.declared;
  const named = applications.filter(({ application }) => !isSimulated(application));
  const names = named.map(({ application }) => application.name).join(", ");
  const unseen = deployment.configurationServer
    ? `The configuration is delivered by the Configuration Server at ${deployment.configurationServer.host}: which options are in force can't be seen from here.`
    : `${names}: custom images, which report neither the configuration in force nor the active member of a pair; containers, files, ports and connections are checked.`;
  return [
    ...swappedRoles(situation),
    ...(named.length > 0 || deployment.configurationServer ? [unseen] : []),
    ...(situation.facts.applied
      ? []
      : ["The state in use is kept elsewhere: which state made a container can't be seen from here."]),
  ];
}

/** How much was looked at. */
export function counts({ declared, facts }: Situation): Checked {
  const links = [...facts.processes.values()].flatMap((fact) => fact.links);
  return {
    containers: containerNames(declared).length,
    volumes: declared.applications.flatMap(({ volumes }) => volumes).length,
    networks: declared.networks.length,
    files: [...facts.files.values()].filter((text) => text !== undefined).length,
    processes: [...facts.processes.values()].filter(({ status }) => status !== undefined).length,
    listeningPorts: links.filter(({ about }) => about === "listening-port").length,
    publishedPorts: facts.published.length,
    connections: links.filter(({ about }) => about === "connection").length,
    pairs: pairs(declared).length,
    conversations: facts.conversations.flatMap(({ held }) => held).length,
  };
}
