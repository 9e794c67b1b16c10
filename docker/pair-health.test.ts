import fc from "fast-check";
import {
  activeMembers,
  activeOfHealthy,
  conditionOf,
  hasProcess,
  isHealthy,
  listedHealth,
} from "./pair-health";

const status = fc.constantFrom("running", "exited", "created", "dead", "paused", "restarting", undefined);
const health = fc.constantFrom("healthy", "unhealthy", "starting", undefined);
const role = fc.constantFrom("active" as const, "standby" as const, undefined);
const pair = fc.array(fc.record({ status, health, role }), { minLength: 1, maxLength: 2 });

test("a pair is healthy with one active member and every member healthy, and in no other case", () => {
  fc.assert(
    fc.property(pair, (members) => {
      const roles = members.map((member) => member.role).sort();
      const isPairHealthy =
        members.every(
          (member) => member.status === "running" && [undefined, "healthy"].includes(member.health),
        ) && roles.join() === ["active", "standby"].slice(0, members.length).join();
      expect(activeOfHealthy(members)).toBe(isPairHealthy ? activeMembers(members)[0] : undefined);
    }),
    { examples: [[[{ status: "running", health: "healthy", role: "active" }]]] },
  );
});

test("a process that is healthy exists, and its condition says so", () => {
  fc.assert(
    fc.property(fc.record({ status, health }), (member) => {
      if (!isHealthy(member)) return;
      expect(hasProcess(member)).toBe(true);
      expect(["healthy", "running"]).toContain(conditionOf(member));
    }),
  );
});

test.each([
  ["Up 3 minutes (healthy)", "running", "healthy"],
  ["Up 3 seconds (health: starting)", "running", "starting"],
  ["Up 3 minutes (unhealthy)", "running", "unhealthy"],
  ["Up 3 minutes", "running", undefined],
  ["Exited (137) 2 seconds ago", "exited", undefined],
  ["Up 2 minutes (Paused)", "paused", undefined],
])("docker ps says %s", (text, state, found) => {
  expect(listedHealth({ state, status: text })).toEqual({ status: state, health: found });
});
