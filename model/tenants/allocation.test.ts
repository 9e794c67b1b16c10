import fc from "fast-check";
import { overlap, parseSubnet } from "../subnet";
import { allocate, type Allocation } from "./allocation";
import { type Allocated, allocatedBy, publishedPorts } from "./allocated";
import { tenantPlan, type TenantPlan } from "./plan";

const plan: TenantPlan = {
  profile: "profiles/pair.yaml",
  publishedPorts: { from: 8400, to: 8999 },
  subnets: { within: "10.216.0.0/18", bits: 26 },
  dbids: { from: 101, to: 999 },
};

/** A tenant's definition with what it was allotted. */
function definitionOf({ namePrefix, tenant, dbid, subnet, ports }: Allocation) {
  const services = ports.map((publish, index) => [
    `GMS${index}`,
    { ports: { default: { port: 8080, publish } } },
  ]);
  return {
    namePrefix,
    tenants: { [tenant]: { dbid } },
    network: { subnet },
    mobileServices: Object.fromEntries(services) as unknown,
  };
}

const occupiedOf = (stacks: ReadonlyMap<string, unknown>): Allocated[] =>
  [...stacks].map(([name, definition]) => allocatedBy(`Pulumi.${name}.yaml`, definition));

/** The same list, begun elsewhere and read backwards. */
function turned<T>(list: readonly T[], at: number): T[] {
  const start = list.length === 0 ? 0 : at % list.length;
  return [...list.slice(start), ...list.slice(0, start)].reverse();
}

/** A folder in which stacks were written by hand: their places lie in the ranges of the plan too. */
const byHand = new Map<string, unknown>([
  ["dev", { tenants: { Environment: { dbid: 1 } } }],
  ["acme", { namePrefix: "Acme_", tenants: { Acme: { dbid: 103 } }, network: { subnet: "10.216.1.0/24" } }],
]);

interface Step {
  readonly kind: "add" | "remove";
  readonly which: number;
  readonly ports: number;
}
const steps = fc.array(
  fc.record({
    kind: fc.constantFrom<Step["kind"]>("add", "add", "add", "remove"),
    which: fc.nat(),
    ports: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 60 },
);

/** Takes a sequence of additions and removals to a folder, and calls back after each. */
function life(
  sequence: readonly Step[],
  seen: (before: Map<string, unknown>, after: Map<string, unknown>) => void,
) {
  let stacks = new Map(byHand);
  for (const [index, { kind, which, ports }] of sequence.entries()) {
    const next = new Map(stacks);
    if (kind === "add") {
      const name = `t${index}`;
      next.set(name, definitionOf(allocate(plan, turned(occupiedOf(stacks), which), { name, ports })));
    } else {
      const added = [...stacks.keys()].filter((name) => !byHand.has(name));
      if (added.length > 0) next.delete(added[which % added.length]!);
    }
    seen(stacks, next);
    stacks = next;
  }
}

describe("after any sequence of additions and removals", () => {
  test("no two tenants have the same values", () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        life(sequence, (_, after) => {
          const all = occupiedOf(after);
          const unique = (values: readonly unknown[]) => expect(new Set(values).size).toBe(values.length);
          unique(all.flatMap(({ ports }) => ports));
          unique(all.map(({ namePrefix }) => namePrefix));
          unique(all.flatMap(({ tenants }) => tenants.map(({ dbid }) => dbid)));
          const subnets = all.flatMap((one) => one.subnets);
          const meeting = subnets.filter((subnet, at) =>
            subnets.some((other, by) => by < at && overlap(subnet, other)),
          );
          expect(meeting).toEqual([]);
        });
      }),
      { numRuns: 60 },
    );
  });

  test("what is added next depends on who is there, not on the order in which they came", () => {
    fc.assert(
      fc.property(steps, fc.nat(), (sequence, seed) => {
        life(sequence, (before) => {
          const wish = { name: "next", ports: 2 };
          const [one, other] = [occupiedOf(before), turned(occupiedOf(before), seed)];
          expect(allocate(plan, other, wish)).toEqual(allocate(plan, one, wish));
        });
      }),
      { numRuns: 30 },
    );
  });
});

test("tenant 101 changes nothing of the 100, and one that is removed and added again gets its place back", () => {
  const stacks = new Map(byHand);
  for (let number = 1; number <= 100; number += 1) {
    const name = `t${number}`;
    stacks.set(name, definitionOf(allocate(plan, occupiedOf(stacks), { name, ports: 1 })));
  }
  const written = JSON.stringify([...stacks]);
  const last = allocate(plan, occupiedOf(stacks), { name: "t101", ports: 1 });
  expect(JSON.stringify([...stacks])).toBe(written);
  expect(last.ports).toEqual([8500]);
  const removed = stacks.get("t50");
  stacks.delete("t50");
  expect(definitionOf(allocate(plan, occupiedOf(stacks), { name: "t50", ports: 1 }))).toEqual(removed);
});

describe("what can't be had is said with its range and what to do", () => {
  const one = { name: "bolt", ports: 1 };
  const narrow = (change: Partial<TenantPlan>) => ({ ...plan, ...change });
  test.each<[string, TenantPlan, typeof one, RegExp]>([
    [
      "ports",
      narrow({ publishedPorts: { from: 8400, to: 8401 } }),
      { ...one, ports: 3 },
      /publishedPorts .* 8400 to 8401 2 are free, and 3 are needed.*Make it wider/,
    ],
    [
      "subnets",
      narrow({ subnets: { within: "10.216.1.0/24", bits: 25 } }),
      one,
      /subnets .* all 2 subnets of 25 bits in 10\.216\.1\.0\/24 are taken/,
    ],
    ["DBIDs", narrow({ dbids: { from: 103, to: 103 } }), one, /dbids .* 103 to 103 are taken.*--dbid/],
    ["a DBID that is another's", plan, { ...one, dbid: 103 } as typeof one, /103 .*Pulumi\.acme\.yaml/],
    ["a prefix that is another's", plan, { ...one, name: "acme" }, /Acme_ .*Pulumi\.acme\.yaml/],
  ])("%s", (_, from, wish, said) => {
    expect(() => allocate(from, occupiedOf(byHand), wish)).toThrow(said);
  });
});

test("a network that a stack shares is taken too", () => {
  const hub = { network: { subnet: "10.216.0.0/26" }, sharedNetwork: { subnet: "10.216.0.64/26" } };
  const { subnet } = allocate(plan, [allocatedBy("Pulumi.hub.yaml", hub)], { name: "bolt", ports: 1 });
  expect(subnet).toBe("10.216.0.128/26");
});

test("a stack with mistakes in it keeps its places", () => {
  const wrong = {
    network: { subnet: "10.216.0.0/26" },
    mobileServices: { GMS: { ports: { default: { publish: 8400, port: "x" } } } },
    tenants: 7,
  };
  const { subnet, ports } = allocate(plan, [allocatedBy("Pulumi.wrong.yaml", wrong)], {
    name: "bolt",
    ports: 1,
  });
  expect([subnet, ports]).toEqual(["10.216.0.64/26", [8401]]);
});

test("what is published: what is stated, and GMS's default port in any case", () => {
  const definition = {
    mobileServices: { A: {}, B: { ports: { default: { port: 8080 }, admin: { port: 9, publish: 9000 } } } },
    chatServers: { C: { ports: { default: { port: 1 } }, backup: { ports: { ESP: { publish: 7000 } } } } },
  };
  const found = publishedPorts(definition).map(({ path, publish, isStated }) => [
    path.join("/"),
    publish,
    isStated,
  ]);
  expect(found).toEqual([
    ["mobileServices/A/ports/default/publish", 8080, false],
    ["mobileServices/B/ports/default/publish", undefined, true],
    ["mobileServices/B/ports/admin/publish", 9000, true],
    ["chatServers/C/backup/ports/ESP/publish", 7000, true],
  ]);
});

test("a plan whose ranges can't be is refused", () => {
  const wrong = { ...plan, dbids: { from: 9, to: 8 }, subnets: { within: "10.216.0.1/16", bits: 26 } };
  const { error } = tenantPlan.safeParse(wrong);
  expect(error?.issues.map(({ path }) => path.join("/")).sort()).toEqual(["dbids", "subnets/within"]);
  expect(parseSubnet(plan.subnets.within)).toBeDefined();
});
