import fc from "fast-check";
import type { Fingerprint } from "../../system/fingerprint";
import type { StackState, StateResource } from "../state";
import { announcedResources } from "./announced-resources";

const deployed: Fingerprint = {
  ...{ definition: "d1", sources: { "Pulumi.dev.yaml": "s1" }, files: {}, secrets: {}, settings: "t1" },
  ...{ program: "p1", packages: { lock: "l1", zod: "4.6.7" }, tools: "o1", image: "simulator:1" },
};
// A state keeps keys in an order of its own.
const packages = { zod: "4.6.7", lock: "l1" };
const now: Fingerprint = { ...deployed, packages, definition: "d2", sources: { "Pulumi.dev.yaml": "s2" } };
const urnOf = (number: number) => `urn:pulumi:dev::genesys-chat::docker:index/volume:Volume::v${number}`;

/** A state of some resources besides the stack itself. */
function stateOf(count: number, first: Partial<StateResource> = {}): StackState {
  const root = { urn: "urn::dev", type: "pulumi:pulumi:Stack", outputs: { fingerprint: deployed } };
  const others = Array.from({ length: count }, (_, number) => ({ urn: urnOf(number), type: "volume" }));
  return { resources: [root, ...others].map((r, at) => (at === 1 ? { ...r, ...first } : r)), pending: [] };
}

const replace = { op: "replace", urn: urnOf(0) };

test("an update is limited to what its preview changes", () => {
  const same = { op: "same", urn: urnOf(1) };
  const gone = { op: "delete", urn: urnOf(2) };
  expect(announcedResources(stateOf(9), now, [replace, same, gone])).toEqual([urnOf(0), urnOf(2)]);
});

test("every changed resource is among the targets, once, or there are none", () => {
  const ops = fc.constantFrom(
    "create",
    "update",
    "replace",
    "create-replacement",
    "delete",
    "import",
    "same",
  );
  const steps = fc.array(fc.record({ op: ops, urn: fc.nat(40).map(urnOf) }));
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 60 }), (announced, count) => {
      const targets = announcedResources(stateOf(count), now, announced);
      const changed = new Set(announced.filter(({ op }) => op !== "same").map(({ urn }) => urn));
      expect(new Set(targets).size).toBe(targets.length);
      if (targets.length > 0) expect(new Set(targets)).toEqual(changed);
      else expect(changed.size === 0 || changed.size > (count + 1) / 2).toBe(true);
    }),
  );
});

test.each<[string, Partial<Fingerprint>]>([
  ["the program", { program: "p2" }],
  ["a package, such as the provider's", { packages: { zod: "4.6.8" } }],
  ["the pinned tools", { tools: "o2" }],
  ["the simulator's image", { image: "simulator:2" }],
  ["a setting of the provider", { settings: "t2" }],
])("an update looks at everything if %s changed", (_, other) => {
  expect(announcedResources(stateOf(9), { ...now, ...other }, [replace])).toEqual([]);
});

test.each<[string, Partial<StateResource>]>([
  ["a resource to be removed", { delete: true }],
  ["a replacement to be created", { pendingReplacement: true }],
  ["a resource that did not start well", { initErrors: ["unhealthy"] }],
])("an update looks at everything if an earlier run left %s", (_, left) => {
  expect(announcedResources(stateOf(9, left), now, [replace])).toEqual([]);
});

test("an update looks at everything if an operation is pending, or if no fingerprint is known", () => {
  const state = stateOf(9);
  const pending = [{ type: "creating", resource: { urn: urnOf(3), type: "volume" } }];
  expect(announcedResources({ ...state, pending }, now, [replace])).toEqual([]);
  expect(announcedResources({ ...state, resources: state.resources.slice(1) }, now, [replace])).toEqual([]);
});
