import { type Act, type ActName, actNames, changeNames } from "./scenario";
import { breaking } from "./breaking";
import { faultNames, faults } from "./faults";
import { orchestrationBreaking } from "./orchestration";
import { type OrchestrationName, orchestrationNames } from "./orchestration-names";
import { changes } from "./rolling/changes";

/** What the words after `./chatstack drill` stand for; each act has its own name too. */
const groups: Readonly<Record<string, readonly ActName[]>> = {
  failover: faultNames,
  rolling: changeNames,
  orchestration: orchestrationNames,
  all: actNames,
};

/** The words that choose what is drilled. */
export const actWords: readonly string[] = [...Object.keys(groups), ...actNames];

/** The acts that a word stands for, in the order in which they are exercised. */
export function chosenActs(word: string): Act[] {
  return (groups[word] ?? actNames.filter((name) => name === word)).map(act);
}

function act(name: ActName): Act {
  if (isChange(name)) {
    // Whatever it finds, a rolling change leaves the role with the standby, since the primary is made anew last.
    return { ...changes[name], name, bothWays: true, objection: () => undefined };
  }
  if (isOrchestration(name)) return orchestrationBreaking(name);
  return breaking(faults[name]);
}

/** Returns true if an act hits an Orchestration Server. */
export function isOrchestration(name: ActName): name is OrchestrationName {
  return (orchestrationNames as readonly ActName[]).includes(name);
}

function isChange(name: ActName): name is keyof typeof changes {
  return name in changes;
}
