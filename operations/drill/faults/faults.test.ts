import { faultNames, faults } from "./index";

const target = {
  ...{ container: "stack.chatserver1", id: "1", image: "server", pid: 1 },
  links: [{ network: "stack", aliases: ["chatserver1", "cs1"], address: "10.0.0.9" }],
};

test.each(faultNames)("%s can be undone by hand, and says how", (name) => {
  const fault = faults[name];
  expect(fault.name).toBe(name);
  expect(fault.sentence).not.toBe("");
  expect(fault.undoCommands(target).join("\n")).toContain(target.container);
});

test("a network is given back with the names and the address that others know", () => {
  expect(faults.cut.undoCommands(target)).toEqual([
    "docker network connect --alias chatserver1 --alias cs1 --ip 10.0.0.9 stack stack.chatserver1",
  ]);
});
