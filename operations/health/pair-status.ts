import { conditionOf, hasProcess } from "../../docker/pair-health";
import { groundFindings } from "../verify/evaluation";
import { healthFindings } from "../verify/container-findings";
import type { DeclaredApplication } from "../verify/declared";
import { isSimulated } from "../verify/declared";
import type { Finding } from "../verify/finding";
import { chatServers, pairFindings } from "../verify/pair-findings";
import { containerOf, type Situation } from "../verify/situation";

/** The current status of one member of a pair. */
export interface Member {
  readonly name: string;
  readonly container: string;
  /** The current role, not the declared one; undefined if the process does not report it, or was not reached. */
  readonly role: "active" | "standby" | undefined;
  /** Open sessions; undefined where the process does not tell. */
  readonly sessions: number | undefined;
  /** Whether a process of it runs, well or not: stopping one that does not run affects no customer. */
  readonly runs: boolean;
  /** Such as `healthy`, `unhealthy`, `exited`, `not there`. */
  readonly condition: string;
  /** What is wrong with it; undefined if it is healthy. */
  readonly finding: Finding | undefined;
}

/** The current status of a deployed Chat Server: a primary with its warm standby, or one alone. */
export interface PairStatus {
  /** The primary's Application name. */
  readonly name: string;
  /** The declared primary is the first. */
  readonly members: readonly Member[];
  /** Whether its members are simulated ones, which tell who is active. */
  readonly reportsRole: boolean;
  /** Whether a member's sessions come up again at the other one. */
  readonly restores: boolean;
  /** The findings about the pair itself, such as two active members. */
  readonly findings: readonly Finding[];
}

/** The status of every deployed Chat Server; the situation is that of the deployed stack. */
export function pairStatuses(situation: Situation): PairStatus[] {
  const { networks } = situation.facts;
  const { network } = situation.declared;
  const { hard, causes } = groundFindings(situation);
  const findings = [...hard, ...healthFindings(situation, causes)];
  const roles = pairFindings(situation, causes);
  return chatServers(situation.declared).map((pair) => {
    const names = pair.map(({ application: { name } }) => name);
    return {
      name: names[0] ?? "",
      members: pair.map((subject) => member(situation, subject, findings)),
      reportsRole: pair.every(({ application }) => isSimulated(application)),
      restores: pair.every(
        ({ application: { options } }) => options.settings?.["session-restoration-mode"] === "simple",
      ),
      findings: [
        // A network that is gone is every pair's; what else there is to say of one keeps no pair from its work.
        ...findings.filter(({ application }) => application === null && !networks.has(network)),
        ...roles.filter(({ application }) => application !== null && names.includes(application)),
      ],
    };
  });
}

function member(situation: Situation, subject: DeclaredApplication, findings: readonly Finding[]): Member {
  const { name } = subject.application;
  const fact = containerOf(situation, subject);
  const health = { status: fact?.status, health: fact?.health };
  const status = situation.facts.processes.get(name)?.status;
  const finding = findings.find(({ application }) => application === name);
  return {
    name,
    container: subject.container,
    role: status?.role,
    sessions: status?.sessions,
    runs: hasProcess(health),
    condition: conditionOf(health),
    finding,
  };
}
