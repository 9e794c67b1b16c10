import { scenarioNames, changeNames } from "./scenario";
import { scenarioArguments, chosenScenarios } from "./scenarios";
import { faultNames } from "./faults";
import { orchestrationNames } from "./orchestration-names";

const names = (word: string) => chosenScenarios(word).map(({ name }) => name);

test("a word stands for every fault, every rolling change, all of it, or one", () => {
  expect(names("failover")).toEqual(faultNames);
  expect(names("rolling")).toEqual(changeNames);
  expect(names("all")).toEqual([...faultNames, ...changeNames, ...orchestrationNames]);
  expect(names("orchestration")).toEqual(orchestrationNames);
  for (const name of scenarioNames) expect(names(name)).toEqual([name]);
  expect(scenarioArguments).toEqual(["failover", "rolling", "orchestration", "all", ...scenarioNames]);
});

const pair = { name: "A", members: ["A", "B"].map((application) => member(application)) };

function member(application: string) {
  return { application, resource: application, container: application };
}

test("who was hit and is active again had no successor; one who was rolled may be active again", () => {
  const [kill] = chosenScenarios("kill");
  expect(kill?.objection(pair, "A", "A")).toContain("no member took over");
  expect(kill?.objection(pair, "A", "B")).toBeUndefined();
  expect(kill?.objection({ ...pair, members: [member("A")] }, "A", "A")).toBeUndefined();
  const [orchestration] = chosenScenarios("orchestration-kill");
  expect(orchestration?.objection(pair, "A", "A")).toBeUndefined();
  expect(orchestration?.objection(pair, "A", "B")).toContain("took over from A");
  const [roll] = chosenScenarios("roll");
  expect(roll?.objection(pair, "B", "B")).toBeUndefined();
});
