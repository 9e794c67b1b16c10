import fc from "fast-check";
import { needsRestart, resolve, type Application, type Deployment } from "../model";
import { nearly, reordered } from "../model/fixtures/arbitrary";
import { withValue } from "../model/fixtures/edit";
import { topologies, type Topology } from "../model/fixtures/topology";
import { settable, type Settable, valueOf } from "../model/fixtures/values";
import { outputFiles, restartHash, type Manifest } from "../render";
import { exampleDefinition } from "./support/topologies";

// A loaded machine is no reason to fail.
jest.setTimeout(120_000);

const examples = new Map(
  topologies.map((topology) => {
    const definition = exampleDefinition(topology);
    return [topology, { definition, deployment: resolve(definition).deployment! }] as const;
  }),
);

interface Change extends Settable {
  readonly topology: Topology;
  readonly value: string;
}

const topology = fc.constantFrom(...topologies);

/** One option of one application of one topology, with a value that is right for it. */
const change: fc.Arbitrary<Change> = topology.chain((name) =>
  fc
    .constantFrom(...settable(examples.get(name)!.deployment))
    .chain((known) => valueOf(known.option).map((value) => ({ ...known, topology: name, value }))),
);

function changed({ topology: name, path, value }: Change): Deployment | undefined {
  return resolve(withValue(examples.get(name)!.definition, path, value)).deployment;
}

const hashes = (deployment: Deployment) =>
  Object.fromEntries(deployment.applications.map((each) => [each.key, restartHash(deployment, each)]));

test("what is valid renders, and to the same bytes whatever the order of its keys", () => {
  let valid = 0;
  const optionSet = change.map(({ topology: name, path, value }) =>
    withValue<unknown>(examples.get(name)!.definition, path, value),
  );
  const anything = topology.chain((name) => nearly(examples.get(name)!.definition));
  fc.assert(
    fc.property(fc.oneof(optionSet, anything), fc.infiniteStream(fc.nat()), (definition, numbers) => {
      const { deployment } = resolve(definition);
      if (!deployment) return;
      valid += 1;
      const shuffle = (keys: string[]) =>
        keys
          .map((key) => [Number(numbers.next().value), key] as const)
          .sort(([a], [b]) => a - b)
          .map(([, key]) => key);
      const other = resolve(reordered(definition, shuffle)).deployment!;
      expect([...outputFiles(other)]).toEqual([...outputFiles(deployment)]);
      expect(hashes(other)).toEqual(hashes(deployment));
    }),
    { numRuns: 200 },
  );
  expect(valid).toBeGreaterThan(50);
});

/** The file names that differ between two renderings, the manifest left out. */
function differing(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths.filter((path) => path !== "manifest.json" && before.get(path) !== after.get(path)).sort();
}

/** Whose values a changed option is: its application's, and its standby's where that states none of its own. */
function owners(deployment: Deployment, { application, topology: name, section, name: option }: Change) {
  const one = deployment.applications.find(({ key }) => key === application)!;
  const standby = deployment.applications.find(
    ({ serverInfo }) => serverInfo.primaryServer?.application === one.name,
  );
  const stated = examples.get(name)!.definition.chatServers?.[application]?.backup?.options?.[section];
  return standby && stated?.[option] === undefined ? [one, standby] : [one];
}

test("one changed option changes the files of those who have it, and nothing else", () => {
  fc.assert(
    fc.property(change, (one) => {
      const { deployment: before } = examples.get(one.topology)!;
      const after = changed(one);
      const is = (from: Deployment) => from.applications.find(({ key }) => key === one.application)!;
      fc.pre(after !== undefined && is(before).options[one.section]?.[one.name] !== one.value);

      const having = owners(before, one);
      const files = having.flatMap(({ name }) => [`applications/${name}.cfg`, `applications/${name}.yaml`]);
      const [was, became] = [outputFiles(before), outputFiles(after)];
      expect(differing(was, became)).toEqual(files.sort());
      expect(entriesDiffering(was, became)).toEqual(having.map(({ name }) => name).sort());
      expectRestarts(before, after, needsRestart(one.type, one.section, one.name) ? having : []);
    }),
    { numRuns: 300 },
  );
});

function entriesDiffering(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const entries = (files: ReadonlyMap<string, string>) =>
    (JSON.parse(files.get("manifest.json")!) as Manifest).applications;
  const known = new Map(entries(before).map((entry) => [entry.name, JSON.stringify(entry)]));
  return entries(after).flatMap((entry) =>
    known.get(entry.name) === JSON.stringify(entry) ? [] : [entry.name],
  );
}

function expectRestarts(before: Deployment, after: Deployment, restarted: readonly Application[]): void {
  const [was, became] = [hashes(before), hashes(after)];
  const replaced = Object.keys(became).filter((key) => was[key] !== became[key]);
  expect(replaced.sort()).toEqual(restarted.map(({ key }) => key).sort());
}
