import { tmpdir } from "node:os";
import { docker, dockerRun, reapLeftovers, removeRun, removeStackObjects } from "./support/docker-objects";
import { output } from "./support/process";
import { noDaemon, ProjectCopy } from "./support/project-copy";
import { isAbandoned, runId, runLabel } from "./support/test-run";

/* What keeps the tests off an operator's stacks: they remove by the run's label, and refuse to harm what lacks it (docs/adr/0026). */
jest.setTimeout(60_000);

const stack = `t${process.pid}operators`;
const name = (what: string) => `${stack}.${what}`;
const ofStack = ["--label", "genesys-chat.project=genesys-chat", "--label", `genesys-chat.stack=${stack}`];

/** The Docker client without the guard, as an operator has it. */
const operator = (...words: string[]) => output("docker", words, { cwd: tmpdir() });

/** Makes a network and a volume that carry the stack's labels; a container would need an image. */
async function make(what: string, ...more: string[]): Promise<void> {
  await operator("network", "create", ...ofStack, ...more, name(what));
  await operator("volume", "create", ...ofStack, ...more, name(what));
}

async function found(): Promise<string[]> {
  const filter = ["--filter", `name=${stack}`, "--format", "{{.Name}}"];
  const texts = [await operator("network", "ls", ...filter), await operator("volume", "ls", ...filter)];
  return texts.flatMap((text) => text.split("\n").filter(Boolean)).sort();
}

const twice = (...whats: string[]) => whats.flatMap((what) => [name(what), name(what)]).sort();

afterAll(async () => {
  for (const each of new Set(await found())) {
    await operator("network", "rm", each).catch(() => undefined);
    await operator("volume", "rm", each).catch(() => undefined);
  }
});

test("a clean-up removes what this run made, and leaves an operator's stack of the same name", async () => {
  await make("operator");
  await make("other-run", "--label", `${runLabel}=${process.pid}-${Date.now() - 1}`);
  await make("own", "--label", `${runLabel}=${runId}`);
  await removeStackObjects(stack);
  expect(await found()).toEqual(twice("operator", "other-run"));
});

test("runs that died are cleaned up after an hour, runs that may be under way are left", async () => {
  const old = Date.now() - 2 * 3_600_000;
  await make("died", "--label", `${runLabel}=999999999-${old}`);
  await make("alive", "--label", `${runLabel}=${process.pid}-${old}`);
  await make("young", "--label", `${runLabel}=999999999-${Date.now()}`);
  await reapLeftovers();
  expect(await found()).toEqual(twice("operator", "other-run", "alive", "young"));
});

test.each([
  ["network rm", ["network", "rm", name("operator")]],
  ["network disconnect", ["network", "disconnect", name("operator"), "gms"]],
  ["volume rm", ["volume", "rm", name("operator")]],
  ["volume rm of several", ["volume", "rm", "-f", "not-there", name("other-run")]],
])("%s of what this run did not make is refused", async (_, words) => {
  await expect(docker(...words)).rejects.toThrow(/lacks the label genesys-chat\.run of this run/);
  await expect(dockerRun(...words)).rejects.toThrow(/lacks the label/);
  expect(await found()).toEqual(expect.arrayContaining(twice("operator", "other-run")));
});

test("an image whose tag names no test's stack is not removed", async () => {
  await expect(docker("image", "rm", "--force", "genesys-chat-simulator:1")).rejects.toThrow(
    /no test made it/,
  );
});

test("what the tests make by the client carries the label, and goes with the run", async () => {
  await docker("volume", "create", name("by-client"));
  expect(
    await operator("volume", "inspect", "--format", `{{index .Labels "${runLabel}"}}`, name("by-client")),
  ).toBe(`${runId}\n`);
  await docker("volume", "rm", name("by-client"));
  const run = `999999999-${Date.now() - 2 * 3_600_000}`;
  await operator("volume", "create", "--label", `${runLabel}=${run}`, name("of-run"));
  await removeRun(run);
  expect(await found()).not.toContain(name("of-run"));
});

describe("a copy of the project", () => {
  let project: ProjectCopy;

  beforeAll(async () => {
    project = await ProjectCopy.make(noDaemon);
  });

  afterAll(() => project?.remove());

  test.each(["dev", "acme", "clone001", "t1", "tenant1"])(
    "that reaches the daemon refuses the stack %s, which an operator may have",
    (operators) => {
      project.writeStackFile(operators, "");
      project.environment.DOCKER_HOST = "unix:///var/run/docker.sock";
      expect(() => project.writeStackFile(operators, "")).toThrow(/an operator's may be called so/);
      expect(() => project.expectStack(operators)).toThrow(/an operator's may be called so/);
      project.environment.DOCKER_HOST = noDaemon.DOCKER_HOST;
    },
  );
});

test("only ids of dead runs count as abandoned", () => {
  const now = Date.now();
  expect(isAbandoned(`999999999-${now - 4_000_000}`, now)).toBe(true);
  expect(isAbandoned(`999999999-${now - 1_000_000}`, now)).toBe(false);
  expect(isAbandoned(`1-${now - 4_000_000}`, now)).toBe(false);
  expect(isAbandoned("an operator's own label", now)).toBe(false);
});
