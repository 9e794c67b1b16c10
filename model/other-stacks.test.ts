import fc from "fast-check";
import { resolve } from "./resolve";
import { shortDefinition } from "./fixtures/seed";
import { readSource } from "./source";
import { overlap, parseSubnet } from "./subnet";
import { filesNamed, OtherStacks } from "./other-stacks";
import { clash, type Publication } from "./rules/publication";
import { type OtherStack } from "./other-stack";

const seed = resolve(readSource(shortDefinition, "Pulumi.seed.yaml").definition).deployment!;

/** A stack with these places; what else it has does not matter here. */
function stackWith(file: string, subnet: string, published: readonly Publication[]): OtherStack {
  const applications = published.map(({ application, port, address }) => ({
    ...seed.applications[0]!,
    key: application,
    ports: [{ id: "default", port: 8080, publish: port, address }],
  }));
  return { file, deployment: { ...seed, network: { subnet }, applications } };
}

const subnets = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 20, max: 28 }))
  .map(([part, bits]) => {
    const address = (10 * 2 ** 24 + part * 16) & ~(2 ** (32 - bits) - 1);
    return `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}/${bits}`;
  });
const publications = fc.record({
  application: fc.constantFrom("GMS", "GMS2"),
  port: fc.integer({ min: 8080, max: 8084 }),
  address: fc.constantFrom("127.0.0.1", "127.0.0.2", "0.0.0.0"),
});
const folders = fc
  .array(fc.tuple(subnets, fc.array(publications, { maxLength: 3 })), { minLength: 1, maxLength: 12 })
  .map((stacks) => stacks.map(([subnet, open], index) => stackWith(`Pulumi.s${index}.yaml`, subnet, open)));

test("the index finds what a walk over all other stacks finds", () => {
  fc.assert(
    fc.property(folders, ([own, ...others]) => {
      const index = OtherStacks.of([...others, own!]).without(own!.file);
      const subnet = parseSubnet(own!.deployment.network.subnet)!;
      const walked = others.filter((other) => overlap(subnet, parseSubnet(other.deployment.network.subnet)!));
      expect(index.overlapping(subnet).map(({ file }) => file)).toEqual(
        walked.map(({ file }) => file).sort(),
      );
      for (const { key, ports } of own!.deployment.applications) {
        const wanted = { application: key, port: ports[0]!.publish!, address: ports[0]!.address };
        const clashing = others.filter(({ deployment: { applications } }) =>
          applications.some((other) => {
            const { publish, address } = other.ports[0]!;
            return clash({ port: publish!, address }, wanted);
          }),
        );
        expect(index.clashing(wanted).map(({ file }) => file)).toEqual(
          clashing.map(({ file }) => file).sort(),
        );
      }
    }),
  );
});

test("a mistake that all two hundred stacks share is one problem of each, which names three files", () => {
  const definition = readSource(shortDefinition, "Pulumi.seed.yaml").definition;
  const stacks = Array.from({ length: 200 }, (_, index) => ({
    file: `Pulumi.s${100 + index}.yaml`,
    deployment: seed,
  }));
  const { problems } = resolve(definition, undefined, {
    others: OtherStacks.of(stacks).without("Pulumi.s100.yaml"),
  });
  const shared = problems.filter(({ rule }) => /subnet-of-its-own|of-other-stack/.test(rule));
  expect(shared.map(({ rule }) => rule).sort()).toEqual([
    "published-port-of-other-stack",
    "subnet-of-its-own",
  ]);
  for (const { message } of shared) {
    expect(message).toContain("Pulumi.s101.yaml, Pulumi.s102.yaml, Pulumi.s103.yaml and 196 more");
  }
});

test.each([
  [["a"], "a"],
  [["a", "b"], "a and b"],
  [["a", "b", "c"], "a, b and c"],
  [["a", "b", "c", "d"], "a, b, c and 1 more"],
])("%j are named %s", (files, named) => expect(filesNamed(files)).toBe(named));
