import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { Customer } from "../operations/chat/customer";
import { containerIds, docker, inspectContainers, type Inspected } from "./support/docker-objects";
import { editFile, rehashed, signalFromHost } from "./support/harm";
import { endedWith } from "./support/messages";
import { output } from "./support/process";
import { ProjectCopy } from "./support/project-copy";
import { TestStack } from "./support/test-stack";
import { until } from "./support/until";
import type { Finding, Verification } from "../operations/verify/finding";

/*
 * A stack on the real daemon that is broken piece by piece: each break has its finding, and the finding's own command
 * fixes it. The tests are one stack's life, in order.
 */
jest.setTimeout(180_000);

let project: ProjectCopy;
let stack: TestStack;
let image: string;

beforeAll(async () => {
  project = await ProjectCopy.make();
  stack = await TestStack.from(project, "dev");
  await stack.up();
  image = (await inspect(stack.container("webapi"))).Config.Image;
});

afterAll(() => project?.remove());

interface Verified extends Verification {
  readonly code: number | null;
  readonly seconds: number;
}

async function verify(...words: string[]): Promise<Verified> {
  const run = await project.chatstack(["verify", "--stack", stack.name, "--json", ...words]);
  if (run.stdout === "") throw new Error(`verify ended with ${run.code}:\n${run.stderr}`);
  return { ...(JSON.parse(run.stdout) as Verification), code: run.code, seconds: run.seconds };
}

/** Verifies until nothing is found: a process that has just been started is not healthy at once, which Docker shows for less than `verify` takes. */
async function healed(): Promise<Verified> {
  let last: readonly Finding[] = [];
  await stack.allHealthy(9);
  return until("nothing is found any more", 60, async () => {
    const verified = await verify();
    last = verified.findings;
    return verified.code === 0 && last.length === 0 ? verified : undefined;
  }).catch((error: Error) => {
    throw new Error(`${error.message}; found was:\n${JSON.stringify(last, null, 2)}`);
  });
}

/** Runs the commands that findings name, as an operator's shell does; nothing else is done to the stack. */
async function fix(findings: readonly Finding[]): Promise<void> {
  for (const remedy of new Set(findings.map((finding) => finding.remedy))) {
    await output("bash", ["-c", remedy], { cwd: project.folder, env: project.environment });
  }
}

/** A container with all that the daemon knows of it. */
async function inspect(container: string): Promise<Inspected> {
  const found = (await inspectContainers(stack.name)).find(({ Name }) => Name === `/${container}`);
  if (!found) throw new Error(`there is no container ${container}`);
  return found;
}

const told = (findings: readonly Finding[]) =>
  findings.map(({ severity, check, application }) => `${severity} ${check} ${application}`);

const labels = () => [
  ...["--label", "genesys-chat.project=genesys-chat"],
  ...["--label", `genesys-chat.stack=${stack.name}`],
];

test("a stack that is up has no finding, and every Chat Server had a conversation", async () => {
  const { code, findings, checked, version } = await verify();
  expect({ code, findings, version }).toEqual({ code: 0, findings: [], version: 1 });
  expect(checked).toMatchObject({ containers: 18, files: 9, processes: 9, pairs: 2, publishedPorts: 1 });
  expect(checked.listeningPorts).toBe(17);
  expect(checked.conversations).toBeGreaterThanOrEqual(2);
});

test("on a terminal one line says so, and progress stays off stdout", async () => {
  const run = await project.chatstack(["verify", "--stack", stack.name, "--no-chat"]);
  endedWith(0, run);
  expect(run.stdout).toMatch(/^Stack \S+ runs as declared: .*\n$/);
  expect(run.stderr).toContain("No conversation was held");
});

test("the live picture shows roles, sessions and health, also with a paused standby", async () => {
  const draw = async (format: string) => {
    const words = ["diagram", "--live", "--stack", stack.name, "--format", format];
    const run = await project.chatstack(words);
    endedWith(0, run);
    return run.stdout;
  };
  const customer = new Customer(stack.url, "Ada");
  await customer.start("A question");
  // A chat without requests ends after a time.
  const requests = setInterval(() => void customer.refresh(0).catch(() => undefined), 3000);
  const picture = await draw("svg").finally(() => clearInterval(requests));
  for (const line of ["active, 1 session, healthy", "standby, healthy", "healthy"])
    expect(picture).toContain(`>${line}<`);

  const text = await draw("mermaid");
  const [, standby = ""] = /"(ChatServer1(?:_B)?)<br\/>[^"]*<br\/>standby, healthy</.exec(text) ?? [];
  expect(standby).not.toBe("");
  const container = stack.container(standby.toLowerCase().replace("_", "-"));
  await docker("pause", container);
  const paused = await draw("mermaid").finally(() => docker("unpause", container));
  expect(paused).toMatch(new RegExp(`"${standby}<br/>[^"<]*<br/>paused<`));
  expect(paused.match(/<br\/>active, \d+ sessions?, healthy</g)).toHaveLength(2);
});

describe("a container", () => {
  test("that is stopped, paused, frozen, out of the network or gone: found within its time, and fixed by its own command", async () => {
    const name = (host: string) => stack.container(host);
    const was = (await inspect(name("gms"))).State.Pid;
    await docker("stop", name("interactionserver"));
    await docker("pause", name("webapi"));
    await signalFromHost(image, was, "SIGSTOP");
    await docker("network", "disconnect", `genesys-chat.${stack.name}`, name("chatserver1-b"));
    await docker("rm", "--force", name("contactserver"));
    const { code, findings, seconds } = await verify();
    expect(code).toBe(1);
    const remedyOf = (finding: string) => findings[told(findings).indexOf(finding)]?.remedy ?? finding;
    const own = [
      ["error container InteractionServer", "docker start"],
      ["error container WebAPI", "docker unpause"],
      ["error container GMS", "docker restart"],
      ["error network ChatServer1_B", "docker network connect"],
    ] as const;
    for (const [finding, command] of own) expect(remedyOf(finding)).toMatch(new RegExp(`^${command} `));
    const gone = "error container ContactServer";
    expect(told(findings)).toContain(gone);
    // Alone it takes half of it; the machine may be at work for others.
    expect(seconds).toBeLessThan(40);
    await fix(findings.filter((one) => own.some(([finding]) => told([one])[0] === finding)));
    // Before the last command, which is for the stack and could fix what one of the others leaves.
    const states = await stack.states();
    for (const host of ["interactionserver", "webapi", "gms"]) expect(states[host]).toMatch(/^running /);
    expect((await inspect(name("gms"))).State.Pid).not.toBe(was);
    const { NetworkSettings } = await inspect(name("chatserver1-b"));
    expect(Object.keys(NetworkSettings.Networks)).toEqual([`genesys-chat.${stack.name}`]);
    await fix(findings.filter((one) => told([one])[0] === gone));
    await healed();
  });

  test("that was put there by hand, of another image", async () => {
    const [name, foreign] = [stack.container("webapi"), `${image.split(":")[0]}:${stack.name}`];
    await docker("tag", image, foreign);
    await docker("rm", "--force", name);
    const mount = `${name}_config:/etc/genesys:ro`;
    const place = ["--network", `genesys-chat.${stack.name}`, "--network-alias", "webapi", "-v", mount];
    await docker("run", "--detach", "--name", name, ...labels(), ...place, foreign);
    const { findings } = await verify();
    expect(told(findings)).toContain("error image WebAPI");
    await fix(findings);
    await docker("rmi", foreign);
    await healed();
  });
});

test("files that were edited by hand, one that a process was started with, and leftovers: each goes by its command", async () => {
  const name = (what: string) => `genesys-chat.${stack.name}.${what}`;
  const more = 'settings:\n    session-shutdown-timeout: "77"';
  // Without its hash, and twice with it.
  await editFile(image, stack.container("chatserver1"), (text) => text.replace("Chat In", "Chat Out"));
  await editFile(image, stack.container("gms"), (text) => rehashed(text.replace("30000", "30001")));
  await editFile(image, stack.container("chatserver2"), (text) => rehashed(text.replace("settings:", more)));
  await docker("restart", "-t", "15", stack.container("chatserver2"));
  await docker("volume", "create", ...labels(), name("old_data"));
  await docker("create", "--name", name("old"), ...labels(), image);
  const before = await containerIds(stack.name);
  await stack.states();
  const { findings } = await verify();
  const leftovers = findings.filter(({ check }) => check === "leftover");
  expect(leftovers.map(({ object }) => object)).toEqual([name("old"), name("old_data")]);
  const files = findings.slice(0, -leftovers.length);
  expect(told(files)).toEqual(["error file ChatServer1", "error file ChatServer2", "error file GMS"]);
  expect(files[1]?.message).toContain("settings/session-shutdown-timeout");
  expect(files[2]?.message).toContain("chat/chat_session_request_timeout");

  await fix(leftovers);
  delete before[name("old")];
  expect(await containerIds(stack.name)).toEqual(before);
  expect(await docker("volume", "ls", "--quiet", "--filter", `name=${name("old_data")}`)).toBe("");

  await fix(files);
  // The file is right again: the process has to start once more.
  const late = await until("the process has seen the file", 30, async () => {
    const verified = await verify("--no-chat");
    return told(verified.findings).includes("error configuration ChatServer2")
      ? verified.findings
      : undefined;
  });
  expect(late[0]?.message).toContain("settings/session-shutdown-timeout");
  await fix(late);
  await healed();
});

test("files of an earlier definition, and then roles that were swapped, which are said, and are no finding", async () => {
  stack.edit(({ chatServers: { ChatServer2 } }) => {
    ChatServer2.options.settings["transcript-auto-save"] = 1;
  });
  const { findings } = await verify("--no-chat");
  expect(told(findings)).toEqual(["error configuration ChatServer2", "error configuration ChatServer2_B"]);
  await fix(findings);
  const active = ({ notes }: Verified) =>
    notes.some((note) => note.includes("ChatServer1_B is the active member"))
      ? "chatserver1-b"
      : "chatserver1";
  const before = active(await healed());
  await docker("restart", "-t", "15", stack.container(before));
  expect(active(await healed())).not.toBe(before);
});

test("a network that is gone is one finding, and everything but stored data is created again", async () => {
  const network = `genesys-chat.${stack.name}`;
  for (const { Name, State } of await inspectContainers(stack.name)) {
    if (State.Status === "running") await docker("network", "disconnect", network, Name.slice(1));
  }
  await docker("network", "rm", network);
  const { findings } = await verify("--no-chat");
  expect(told(findings)).toEqual(["error network null"]);
  await fix(findings);
  await healed();
});

test("while a run is at work nothing is compared: what runs then is neither the old nor the new", async () => {
  const locks = join(project.folder, "state", ".pulumi", "locks", "organization", "genesys-chat", stack.name);
  const lock = { pid: process.pid, username: "ada", hostname: hostname(), timestamp: "now" };
  mkdirSync(locks, { recursive: true });
  writeFileSync(join(locks, "of-a-test.json"), JSON.stringify(lock));
  const run = await project.chatstack(["verify", "--stack", stack.name]);
  rmSync(join(locks, "of-a-test.json"));
  endedWith(2, run);
  expect(run.stdout).toBe("");
  expect(run.stderr).toContain(
    `is locked by ada on ${hostname()} (process ${process.pid}) since now: wait until that run ends`,
  );
});

test("a stack that is gone is one finding", async () => {
  endedWith(0, await project.chatstack(["destroy", "--stack", stack.name, "--yes"]));
  const run = await project.chatstack(["verify", "--stack", stack.name]);
  endedWith(1, run);
  expect(run.stdout).toMatch(
    /^error \[state\]: Nothing of stack \S+ is on this daemon\.\n {2}impact: .*\n {2}fix: /,
  );
});

test("a definition with an error can't be verified against: no finding, exit code 2", async () => {
  stack.edit(({ chatServers: { ChatServer1 } }) => {
    ChatServer1.connections = ["Unknown"];
  });
  const run = await project.chatstack(["verify", "--stack", stack.name, "--json"]);
  endedWith(2, run);
  expect(run.stdout).toBe("");
  expect(run.stderr).toContain("Nothing was compared");
});
