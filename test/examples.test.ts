import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { resolve, type Deployment, type Problem } from "../model";
import { topologies, type Topology } from "../model/fixtures/topology";
import { outputFiles } from "../render";
import { checkout, noDaemon, ProjectCopy } from "./support/project-copy";
import { repositoryDefinition } from "./support/test-stack";
import { exampleDefinition, exampleFolder, exampleText } from "./support/topologies";

/* Every example: valid, rendered, what its README says, and previewed on the real engine with no daemon to ask. */
jest.setTimeout(120_000);

/** The advice that an example is given, and leaves; there is no error and no warning in any. */
const advice: Readonly<Partial<Record<Topology, readonly string[]>>> = {
  single: ["addp-advised"],
  pair: ["addp-advised", "gms-http-timeouts", "transcript-auto-save-notices", "transcript-save-on-error"],
};

const readme = (topology: Topology) => readFileSync(join(exampleFolder(topology), "README.md"), "utf8");
const about = ({ severity, rule, path }: Problem) => `${severity} ${rule} ${path}`;

function deploymentOf(topology: Topology): Deployment {
  return resolve(exampleDefinition(topology)).deployment!;
}

describe.each(topologies)("%s", (topology) => {
  test("has no error and no warning, and no advice but that which it is known for", () => {
    const { problems } = resolve(exampleDefinition(topology));
    expect(problems.filter(({ severity }) => severity !== "advice").map(about)).toEqual([]);
    expect(problems.map(({ rule }) => rule).sort()).toEqual(advice[topology] ?? []);
  });

  test("renders the applications that its README declares", () => {
    const paragraph = /^\*\*Declares\*\*[^]*?\n\n/m.exec(readme(topology))![0];
    const names = [...paragraph.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(3);
    const files = [...outputFiles(deploymentOf(topology)).keys()];
    expect(files.filter((path) => /^applications\/.*\.yaml$/.test(path)).sort()).toEqual(
      names.map((name) => `applications/${name}.yaml`).sort(),
    );
  });

  test("publishes what its README says, in the network that it says", () => {
    const { applications, network } = deploymentOf(topology);
    const line = /^\*\*Published:\*\*.*$/m.exec(readme(topology))![0];
    const published = applications.flatMap(({ ports }) => ports.flatMap(({ publish }) => publish ?? []));
    expect([...line.matchAll(/\b8\d{3}\b/g)].map(([number]) => Number(number))).toEqual(published);
    expect(line).toContain(`**Network:** ${network.subnet}.`);
  });

  test("has the command and its starting folder in its README", () => {
    const [, command] = /```sh\n(.*)\n```/.exec(readme(topology))!;
    const stackFile = topology !== "single";
    const first = stackFile
      ? exampleText(topology)
      : readFileSync(join(exampleFolder(topology), "Pulumi.yaml"), "utf8");
    expect(first.split("\n")[0]).toBe(`# ${command}`);
    expect(command).toContain(
      stackFile ? `cp examples/${topology}/Pulumi.${topology}.yaml . &&` : "pulumi -C",
    );
  });
});

test("all of them can be up on one Docker host, beside dev and acme", () => {
  const definitions: [string, unknown][] = [
    ...topologies.map((topology): [string, unknown] => [topology, exampleDefinition(topology)]),
    ["dev", repositoryDefinition("dev")],
    ["acme", repositoryDefinition("acme")],
  ];
  for (const [name, definition] of definitions) {
    const others = definitions
      .filter(([other]) => other !== name)
      .map(([file, other]) => ({ file, deployment: resolve(other).deployment! }));
    const { problems } = resolve(definition, undefined, { others });
    expect([name, problems.filter(({ severity }) => severity === "error").map(about)]).toEqual([name, []]);
  }
});

describe("on the real engine", () => {
  let project: ProjectCopy;

  beforeAll(async () => {
    project = await ProjectCopy.withProgram(noDaemon);
    cpSync(join(checkout, "examples"), join(project.folder, "examples"), { recursive: true });
  });

  afterAll(() => project?.remove());

  test.each(topologies)("%s previews, with a container for each application", async (topology) => {
    const stack = `t${process.pid}${topology}`;
    const words = topology === "single" ? ["-C", join("examples", "single")] : [];
    if (topology !== "single") project.writeStackFile(stack, exampleText(topology));
    const pulumi = async (...more: string[]) => {
      const ended = await project.pulumi([...words, ...more, "--stack", stack]);
      if (ended.code !== 0) throw new Error(`pulumi ${more.join(" ")}: ${ended.stdout}${ended.stderr}`);
      return ended.stdout;
    };
    await project.pulumi([...words, "stack", "init", stack]);
    const { steps } = JSON.parse(await pulumi("preview", "--json")) as {
      steps: { urn: string; newState: { inputs?: { hostname?: string } } }[];
    };
    const hosts = steps.flatMap(({ newState }) => newState.inputs?.hostname ?? []);
    expect(hosts.sort()).toEqual(
      deploymentOf(topology)
        .applications.map(({ serverInfo }) => serverInfo.host)
        .sort(),
    );
  });
});
