import { actNames, changeNames } from "./scenario";
import { actWords, chosenActs } from "./scenarios";
import { faultNames } from "./faults";
import { orchestrationNames } from "./orchestration-names";

const names = (word: string) => chosenActs(word).map(({ name }) => name);

test("a word stands for every fault, every rolling change, all of it, or one", () => {
  expect(names("failover")).toEqual(faultNames);
  expect(names("rolling")).toEqual(changeNames);
  expect(names("all")).toEqual([...faultNames, ...changeNames, ...orchestrationNames]);
  expect(names("orchestration")).toEqual(orchestrationNames);
  for (const name of actNames) expect(names(name)).toEqual([name]);
  expect(actWords).toEqual(["failover", "rolling", "orchestration", "all", ...actNames]);
});

const pair = { name: "A", members: ["A", "B"].map((application) => member(application)) };

function member(application: string) {
  return { application, resource: application, container: application, port: 1 };
}

test("who was hit and is active again had no successor; one who was rolled may be active again", () => {
  const [kill] = chosenActs("kill");
  expect(kill?.objection(pair, "A", "A")).toContain("nobody took over");
  expect(kill?.objection(pair, "A", "B")).toBeUndefined();
  expect(kill?.objection({ ...pair, members: [member("A")] }, "A", "A")).toBeUndefined();
  const [orchestration] = chosenActs("orchestration-kill");
  expect(orchestration?.objection(pair, "A", "A")).toBeUndefined();
  expect(orchestration?.objection(pair, "A", "B")).toContain("took over from A");
  const [roll] = chosenActs("roll");
  expect(roll?.objection(pair, "B", "B")).toBeUndefined();
});
