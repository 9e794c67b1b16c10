import { type Scenario, type ScenarioName, scenarioNames, changeNames } from "./scenario";
import { faultScenario } from "./fault-scenario";
import { faultNames, faults } from "./faults";
import { orchestrationScenario } from "./orchestration-scenario";
import { type OrchestrationName, orchestrationNames } from "./orchestration-names";
import { rollingScenarios } from "./rolling/rolling-scenarios";

/** What the words after `./chatstack drill` stand for; each act has its own name too. */
const groups: Readonly<Record<string, readonly ScenarioName[]>> = {
  failover: faultNames,
  rolling: changeNames,
  orchestration: orchestrationNames,
  all: scenarioNames,
};

/** The words that choose what is drilled. */
export const scenarioArguments: readonly string[] = [...Object.keys(groups), ...scenarioNames];

/** The acts that a word stands for, in the order in which they are exercised. */
export function chosenScenarios(word: string): Scenario[] {
  return (groups[word] ?? scenarioNames.filter((name) => name === word)).map(act);
}

function act(name: ScenarioName): Scenario {
  if (isChange(name)) {
    // A rolling update always leaves the active role with the standby, since the primary is replaced last.
    return { ...rollingScenarios[name], name, bothWays: true, objection: () => undefined };
  }
  if (isOrchestration(name)) return orchestrationScenario(name);
  return faultScenario(faults[name]);
}

/** Returns true if an act hits an Orchestration Server. */
export function isOrchestration(name: ScenarioName): name is OrchestrationName {
  return (orchestrationNames as readonly ScenarioName[]).includes(name);
}

function isChange(name: ScenarioName): name is keyof typeof rollingScenarios {
  return name in rollingScenarios;
}
