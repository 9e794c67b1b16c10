import { join } from "node:path";
import { processes } from "../system/running-process";
import { docker, stackObjects } from "./support/docker-objects";
import { TestTenants } from "./support/test-tenants";
import { endedWith } from "./support/messages";
import { start } from "./support/process";
import { signalEach } from "./support/process-tree";
import { ProjectCopy } from "./support/project-copy";
import { Terminal } from "./support/terminal";
import { until } from "./support/until";

/* What goes wrong with one tenant of two, and how it looks on a terminal; the tests are the life of the same tenants, in order. */
jest.setTimeout(400_000);

let project: ProjectCopy;
let tenants: TestTenants;

beforeAll(async () => {
  project = await ProjectCopy.make();
  project.environment.GENESYS_CHAT_PASSPHRASES = join(project.folder, "passphrases");
  tenants = await TestTenants.in(project, 2);
  for (const stack of tenants.stacks) endedWith(0, await tenants.tenants("add", stack));
});

afterAll(() => project?.remove());

const [first, second] = [() => tenants.stacks[0]!, () => tenants.stacks[1]!];
const outcomes = (tenants: readonly { stack: string; status: string; reason: string }[]) =>
  tenants.map(({ stack, status, reason }) => ({ stack, status, reason }));

/** So narrow that a tenant's line must be cut. */
const columns = 36;

/** `./chatstack tenants` on a terminal. */
function onTerminal(...words: string[]) {
  const command = `stty cols ${columns} && exec ./chatstack tenants ${words.join(" ")}`;
  const options = { cwd: project.folder, env: project.environment };
  return start("script", ["--quiet", "--return", "--command", command, "/dev/null"], options);
}

test("a worker that is killed in the middle of an up fails its tenant alone, and a terminal shows it line by line", async () => {
  const running = onTerminal("up", "--all", "--parallel", "2");
  await until("the first is in the middle", 120, async () => {
    const { containers } = await stackObjects(first());
    return containers.length >= 1 || undefined;
  });
  const engine = processes().find(({ words }) => words[1] === "up" && words.includes(first()));
  const worker = processes().find(({ pid }) => pid === engine?.parent);
  expect(worker?.words.at(-1)).toMatch(/worker\.js$/);
  signalEach([worker!], "SIGKILL");
  const ended = await running.ended;
  if (ended.code !== 1) throw new Error(`it ended with ${ended.code}:\n${ended.stdout}`);
  const { frames, lines } = new Terminal(ended.stdout);

  const said = lines.join("\n");
  expect(said).toMatch(
    new RegExp(`^${first()}: failed in [\\d.]+ s: its worker process ended \\(SIGKILL\\)`, "m"),
  );
  expect(said).toMatch(new RegExp(`^${second()}: done in [\\d.]+ s, 29 create$`, "m"));
  expect(said).toMatch(new RegExp(`^${first()} +failed .* out/${first()}/up.log$`, "m"));
  expect(lines.at(-1)).toBe(`Next: ./chatstack tenants up --resume continues with ${first()}.`);

  const rowsOf = (stack: string, screen: readonly string[]) =>
    screen.filter((line) => line.startsWith(`  ${stack} `));
  for (const stack of tenants.stacks) {
    const rows = frames.map((screen) => rowsOf(stack, screen));
    expect(Math.max(...rows.map(({ length }) => length))).toBe(1);
    expect(new Set(rows.flat()).size).toBeGreaterThan(3);
    expect(rowsOf(stack, lines)).toEqual([]);
  }
  const rows = frames.flatMap((screen) => screen.filter((line) => line.startsWith("  ")));
  expect(Math.max(...rows.map(({ length }) => length))).toBe(columns - 1);
  expect(frames.some((screen) => screen.at(-1) === "  0 of 2 tenants, 2 under way")).toBe(true);
  expect(said).not.toContain("under way");
});

test("--resume repairs it, and does not touch the other one", async () => {
  const { result, stderr } = await tenants.run("up", "--resume");
  expect({ tenants: outcomes(result.tenants), stderr }).toMatchObject({
    tenants: [{ stack: first(), status: "done" }],
  });
});

test("verify --all finds nothing where all are healthy, and names the one of which a container was stopped", async () => {
  const well = await tenants.run("verify", "--all");
  expect(outcomes(well.result.tenants)).toMatchObject(
    tenants.stacks.map((stack) => ({ stack, status: "done" })),
  );
  expect(well.code).toBe(0);
  const container = `genesys-chat.${first()}.chatserver1-b`;
  await docker("stop", "--time", "15", container);
  const { code, result, stdout } = await tenants.run("verify", "--all");
  expect(outcomes(result.tenants)).toEqual([
    { stack: first(), status: "failed", reason: expect.stringMatching(/^\d+ errors?/) as string },
    { stack: second(), status: "done", reason: "asked for" },
  ]);
  expect(code).toBe(1);
  expect(stdout).not.toBe("");
});
