import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type ChatError, Customer } from "../operations/chat/customer";
import type { StackComparisons } from "../operations/report/stack-comparer";
import { docker, processIds } from "./support/docker-objects";
import { type Pair, settledActive } from "./support/members";
import { endedWith } from "./support/messages";
import { output, type Run } from "./support/process";
import { ProjectCopy } from "./support/project-copy";
import { TestStack } from "./support/test-stack";
import { until } from "./support/until";

/*
 * What `up` says before it changes a stack that is deployed, and what it refuses. The tests are one stack's life, in
 * order.
 */
jest.setTimeout(180_000);

const first: Pair = ["chatserver1", "chatserver1-b"];
const second: Pair = ["chatserver2", "chatserver2-b"];
const names: Readonly<Record<string, string>> = {
  chatserver1: "ChatServer1",
  "chatserver1-b": "ChatServer1_B",
};

let project: ProjectCopy;
let stack: TestStack;

beforeAll(async () => {
  project = await ProjectCopy.withProgram();
  stack = await TestStack.from(project, "dev");
  endedWith(0, await up());
});

afterAll(() => project?.remove());

const up = (...words: string[]): Promise<Run> => project.chatstack(["up", "--stack", stack.name, ...words]);

/** An option that both members of a pair apply only after a restart. */
function restarting(server: "ChatServer1" | "ChatServer2", seconds: number): void {
  stack.edit(({ chatServers }) => {
    chatServers[server].options.settings["session-shutdown-timeout"] = seconds;
  });
}

/** What is said, on lines as long as they would be without a screen's width. */
const unwrapped = (text: string) => text.replace(/\n {14}/g, " ");

/** The member that is a standby, by its host name. */
async function standbyOf(pair: Pair): Promise<string> {
  const active = await settledActive(stack, pair);
  return pair.find((host) => host !== active)!;
}

/** Looks for new entries meanwhile, as a customer's page does: a chat without requests ends after a time. */
async function watching<T>(customers: readonly Customer[], during: Promise<T>): Promise<T> {
  const timer = setInterval(() => {
    for (const customer of customers) void customer.refresh(0).catch(() => undefined);
  }, 3000);
  return during.finally(() => clearInterval(timer));
}

test("the first up has nothing to look at", async () => {
  const other = await TestStack.from(project, "dev");
  other.edit(({ chatServers }) => {
    chatServers.ChatServer1.connections = ["Unknown"];
  });
  const run = await project.chatstack(["up", "--stack", other.name]);
  endedWith(1, run);
  expect(run.stderr).not.toContain("as it runs now");
});

test("an up that changes nothing says so in one line, and asks the engine for nothing more", async () => {
  const before = await processIds(stack.name);
  const run = await up();
  endedWith(0, run);
  expect(run.stderr).toContain(`Nothing to change: stack ${stack.name} is as its definition says.`);
  expect(run.stderr).not.toContain("written again");
  expect(run.stdout).toBe(`GMS: ${stack.url}\n`);
  expect(await processIds(stack.name)).toEqual(before);
});

test("an up that changes nothing asks the Docker client for each list once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "docker-calls-"));
  const [client, calls] = [join(folder, "docker"), join(folder, "calls")];
  const found = (await output("which", ["docker"], { cwd: folder })).trim();
  writeFileSync(client, `#!/bin/sh\necho "$1 $2" >> ${calls}\nexec ${found} "$@"\n`, { mode: 0o755 });
  const PATH = `${folder}${delimiter}${project.environment.PATH}`;
  const run = await project.chatstack(["up", "--stack", stack.name], { PATH });
  endedWith(0, run);
  const asked = readFileSync(calls, "utf8").split("\n").filter(Boolean).sort();
  rmSync(folder, { recursive: true });
  // What the set-up asks before (docker version, image inspect) is not the program's.
  const lists = asked.filter((call) =>
    /^(ps|info|(network|volume) ls|(container|network) inspect) ?/.test(call),
  );
  expect(lists).toEqual([...new Set(lists)]);
  expect(lists).toContain("ps --all");
});

test("where only the program is another one, up has no container touched and leaves the stack recognised", async () => {
  const before = await processIds(stack.name);
  const recognised = async () => {
    const run = await project.chatstack(["report", "--stack", stack.name, "--json"]);
    endedWith(0, run);
    return (JSON.parse(run.stdout) as StackComparisons).unchanged;
  };
  expect(await recognised()).toEqual([stack.name]);
  project.touch("bin/docker/names.js", "// compiled otherwise\n");
  expect(await recognised()).toEqual([]);
  const run = await up();
  endedWith(0, run);
  expect(run.stderr).toContain("Only the stack's outputs are written again.");
  expect(await processIds(stack.name)).toEqual(before);
  expect(await recognised()).toEqual([stack.name]);
});

test("a process that an operator disconnected from its network is replaced, and no other is touched", async () => {
  const gms = stack.container("gms");
  const { [gms]: before, ...others } = await processIds(stack.name);
  await docker("network", "disconnect", `genesys-chat.${stack.name}`, gms);
  const run = await up();
  endedWith(0, run);
  expect(run.stderr).toContain(`Disconnected from its network by hand: ${gms}.`);
  expect(run.stderr).toContain("restarts    GMS: its replacement was requested.");
  const { [gms]: after, ...same } = await processIds(stack.name);
  expect(after).not.toBe(before);
  expect(same).toEqual(others);
});

test("a mixed edit: one screen says who is active with how many, what restarts, who hands over; the chats continue", async () => {
  const customers = [new Customer(stack.url, "Ada"), new Customer(stack.url, "Bob")];
  // One comes to each Chat Server.
  for (const customer of customers) await customer.start("A question");
  const active = await settledActive(stack, first);
  restarting("ChatServer1", 31);
  stack.edit(({ chatServers, mobileServices }) => {
    chatServers.ChatServer2.options.settings["transcript-auto-save"] = 1;
    mobileServices.GMS.options.chat.chat_session_request_timeout = 29_000;
  });
  const run = await watching(customers, up());
  endedWith(0, run);
  const screen = run.stderr.slice(run.stderr.indexOf(`Stack ${stack.name}`), run.stderr.indexOf("Next:"));
  expect(screen.trim().split("\n").length).toBeLessThanOrEqual(24);
  const said = unwrapped(screen);
  expect(said).toContain(`${names[active]}: active, 1 session, healthy`);
  expect(said).toContain(
    "restarts    ChatServer1: applies settings/session-shutdown-timeout only after a restart.",
  );
  expect(said).toContain(`${names[active]} hands its 1 session to`);
  expect(said).toContain("rewrites    ChatServer2: settings/transcript-auto-save (nothing restarts)");
  expect(said).toMatch(
    /restarts {4}GMS: .*For some seconds: Customers who come by this GMS can neither start/,
  );
  for (const customer of customers) {
    // What is restarted may take its time where the machine is busy; a chat that is lost stays lost.
    await until("the chat continues", 60, () =>
      customer.send("Still here?").catch((error: ChatError) => {
        if (error.lost) throw error;
        return undefined;
      }),
    );
  }
});

describe("a pair with a standby that has stopped", () => {
  let standby: string;

  beforeEach(async () => {
    standby = await standbyOf(first);
    await docker("stop", "-t", "15", stack.container(standby));
  });

  test("is refused where the other member would restart; the printed command fixes it, and up continues", async () => {
    const before = await processIds(stack.name);
    restarting("ChatServer1", 32);
    const refused = await up();
    endedWith(1, refused);
    expect(refused.stdout).toBe("");
    expect(refused.stderr).toContain("The pair of ChatServer1 is degraded, and this change would stop");
    expect(refused.stderr).toContain("Nothing was changed.");
    expect(await processIds(stack.name)).toEqual(before);
    const [, command = ""] = /fix: +(docker .*)/.exec(refused.stderr) ?? [];
    await output("bash", ["-c", command], { cwd: project.folder, env: project.environment });
    await settledActive(stack, first);
    endedWith(0, await up());
    expect(await processIds(stack.name)).not.toEqual(before);
    await settledActive(stack, first);
  });

  test("is repaired if the change does not touch the other member", async () => {
    const before = await processIds(stack.name);
    const survivor = stack.container(first.find((host) => host !== standby)!);
    restarting("ChatServer2", 33);
    const run = await up();
    endedWith(0, run);
    expect(run.stderr).toContain("(UNHEALTHY)");
    expect((await processIds(stack.name))[survivor]).toBe(before[survivor]);
    await settledActive(stack, first);
  });

  test("continues with --force, and says so", async () => {
    restarting("ChatServer1", 34);
    const run = await up("--force");
    endedWith(0, run);
    expect(run.stderr).toContain("Continuing because of --force.");
    await settledActive(stack, first);
  });
});

test("a Chat Server that is removed: whose sessions end is said, and with --accept-loss both members go", async () => {
  await settledActive(stack, second);
  await new Customer(stack.url, "Eve").start("A question");
  await new Customer(stack.url, "Joe").start("A question");
  stack.edit(({ chatServers, webApiServers, interactionServers }) => {
    delete chatServers.ChatServer2;
    delete webApiServers.WebAPI.connections.ChatServer2;
    interactionServers.InteractionServer = {};
  });
  const refused = await up();
  endedWith(2, refused);
  expect(refused.stderr).toMatch(/ChatServer2 is no longer declared.*chats in progress end[^]*--accept-loss/);
  const run = await up("--accept-loss");
  endedWith(0, run);
  expect(unwrapped(run.stderr)).toMatch(
    /removes {5}ChatServer2.* is removed.*; then ChatServer2\S* is removed, and ends its \d+ sessions?\./,
  );
  expect(Object.keys(await processIds(stack.name)).filter((name) => name.includes("chatserver2"))).toEqual(
    [],
  );
});

test("a production stack without a terminal shows its screen, and needs --yes", async () => {
  const before = await processIds(stack.name);
  stack.edit((definition) => {
    definition.stage = "production";
    const groups = [
      "mobileServices",
      "webApiServers",
      "chatServers",
      "interactionServers",
      "orchestrationServers",
      "contactServers",
    ];
    for (const server of groups.flatMap((group) =>
      Object.values<Record<string, unknown>>(definition[group]),
    )) {
      server.image = `registry.example/server@sha256:${"0".repeat(64)}`;
    }
  });
  const run = await up();
  endedWith(2, run);
  expect(run.stderr).toContain("another image");
  expect(run.stderr).toContain("Pass --yes to confirm. Nothing was changed.");
  expect(await processIds(stack.name)).toEqual(before);
});
