import { Customers } from "../operations/drill/customers";
import {
  ContainerEvents,
  unhealthyAfter,
  mostAtOnce,
  momentsWithoutHealthy,
} from "./support/container-events";
import { docker, processIds } from "./support/docker-objects";
import { type Pair, settledActive } from "./support/members";
import { freePort } from "./support/free-subnets";
import { ProjectCopy } from "./support/project-copy";
import { randomEdits } from "./support/random-edits";
import { TestStack } from "./support/test-stack";

/*
 * The order of an update, by what the daemon says. The tests are one stack's life, in order: two pairs, two GMS. The long
 * form: ROLLING_EDITS=50 npx jest test/rolling; another course of edits by ROLLING_SEED.
 */
const edits = Number(process.env.ROLLING_EDITS ?? 3);
const seed = Number(process.env.ROLLING_SEED ?? 1);
jest.setTimeout((180 + edits * 60) * 1000);

const hosts: readonly Pair[] = [
  ["chatserver1", "chatserver1-b"],
  ["chatserver2", "chatserver2-b"],
];

let project: ProjectCopy;
let stack: TestStack;
let pairs: string[][];

beforeAll(async () => {
  project = await ProjectCopy.make();
  stack = await TestStack.from(project, "dev");
  const port = await freePort();
  stack.edit(({ mobileServices }) => {
    mobileServices.GMS.annex = { sml: { "suspending-wait-timeout": 5 } };
    mobileServices.GMS2 = structuredClone(mobileServices.GMS);
    mobileServices.GMS2.ports.default.publish = port;
  });
  pairs = hosts.map((pair) => pair.map((host) => stack.container(host)));
  await stack.up();
});

afterAll(() => project?.remove());

/** An option that every Chat Server applies only after a restart. */
const restartAll = (seconds: number) =>
  stack.edit(({ chatServers }) => {
    for (const server of Object.values<{ options: Record<string, Record<string, unknown>> }>(chatServers))
      server.options.settings!["session-shutdown-timeout"] = seconds;
  });

/** The content of an application's file in its volume. */
const fileOf = (host: string) =>
  docker("exec", stack.container(host), "bash", "-c", 'echo "$(</etc/genesys/application.yaml)"');

async function eventsOf(change: () => Promise<unknown>): Promise<ContainerEvents> {
  const events = ContainerEvents.of(stack.name);
  await change();
  await events.end((all) => unhealthyAfter(all).size === 0);
  return events;
}

test("one pair after the other, standby first, and never both members down", async () => {
  restartAll(31);
  const events = await eventsOf(() => stack.up());
  expect(events.ended()).toEqual(pairs.flatMap(([primary, standby]) => [standby, primary]));
  for (const pair of pairs) expect(momentsWithoutHealthy(events.all, pair)).toEqual([]);
  expect(mostAtOnce(events.all, pairs)).toBe(1);
});

test("two pairs at a time where the definition says so", async () => {
  restartAll(32);
  stack.edit((definition) => {
    definition.rollout = { chatServersAtOnce: 2 };
  });
  const events = await eventsOf(() => stack.up());
  expect(events.ended()).toHaveLength(4);
  for (const pair of pairs) expect(momentsWithoutHealthy(events.all, pair)).toEqual([]);
  expect(mostAtOnce(events.all, pairs)).toBe(2);
  stack.edit((definition) => {
    delete definition.rollout;
  });
});

test("one GMS after the other, each drained for as long as it suspends", async () => {
  stack.edit(({ mobileServices: { GMS, GMS2 } }) => {
    for (const server of [GMS, GMS2]) server.options.chat.chat_session_request_timeout = 40_000;
  });
  const gms = ["gms", "gms2"].map((host) => stack.container(host));
  const before = await processIds(stack.name);
  const events = await eventsOf(() => stack.up());
  expect(events.ended()).toEqual(gms);
  expect(momentsWithoutHealthy(events.all, gms)).toEqual([]);
  const now = await processIds(stack.name);
  expect(
    Object.keys(now)
      .filter((name) => now[name] !== before[name])
      .sort(),
  ).toEqual(gms);
});

describe("a standby that does not come up", () => {
  const untouched = async () => ({
    ids: await processIds(stack.name).then((ids) => pairs.map(([primary = ""]) => ids[primary])),
    files: await Promise.all(hosts.map(([primary]) => fileOf(primary))),
  });

  test("stops the update there: primaries have their containers and every byte of their files as before", async () => {
    const before = await untouched();
    const image = (
      await docker("inspect", "--format", "{{.Config.Image}}", stack.container("webapi"))
    ).trim();
    stack.edit(({ chatServers }) => {
      for (const server of [chatServers.ChatServer1, chatServers.ChatServer2]) {
        server.image = image;
        // Never well, and soon given up.
        server.health = { command: ["/app/health", "never"], interval: 1, timeout: 1, retries: 1 };
        server.startupTimeout = 5;
        server.options.settings["session-shutdown-timeout"] = 33;
      }
    });
    const failed = await stack.pulumi("up", "--yes", "--skip-preview");
    expect(failed.code).not.toBe(0);
    expect(`${failed.stdout}${failed.stderr}`).toMatch(/ChatServer1_B/);
    expect(await untouched()).toEqual(before);
    expect((await stack.states())["chatserver1"]).toBe("running healthy");
    expect((await stack.states())["chatserver2-b"]).toBe("running healthy");
  });

  test("is repaired by reverting the edit, with one up", async () => {
    stack.edit(({ chatServers }) => {
      for (const server of [chatServers.ChatServer1, chatServers.ChatServer2]) {
        delete server.image;
        delete server.health;
        delete server.startupTimeout;
        server.options.settings["session-shutdown-timeout"] = 32;
      }
    });
    await stack.up();
    for (const pair of hosts) await settledActive(stack, pair);
  });
});

test("a standby that does not take an immediate option in keeps it from the primary", async () => {
  const before = await fileOf("chatserver1");
  await docker("pause", stack.container("chatserver1-b"));
  stack.edit(({ chatServers: { ChatServer1 } }) => {
    ChatServer1.options.settings["transcript-auto-save"] = 1;
  });
  const failed = await stack.pulumi("up", "--yes", "--skip-preview");
  expect(failed.code).not.toBe(0);
  expect(`${failed.stdout}${failed.stderr}`).toMatch(
    /ChatServer1_B is not a healthy standby with its configuration in force \(.*\), so ChatServer1 was left as it was/,
  );
  expect(await fileOf("chatserver1")).toBe(before);
  await docker("unpause", stack.container("chatserver1-b"));
  await stack.up();
  expect(await fileOf("chatserver1")).not.toBe(before);
});

test(`${edits} random edits (seed ${seed}): never both members down, one pair at a time, and no customer loses a message`, async () => {
  const customers = await Customers.start({
    urls: [stack.url],
    conversations: 8,
    messagesPerSecond: 8,
    atMostSeconds: 60 + edits * 60,
  });
  let touched = 0;
  for (const { says, edit } of randomEdits(seed, edits)) {
    stack.edit(edit);
    const events = await eventsOf(() => stack.up());
    process.stderr.write(`edit ${says}: ${events.ended().length} containers ended\n`);
    for (const pair of pairs) expect([says, momentsWithoutHealthy(events.all, pair)]).toEqual([says, []]);
    expect([says, mostAtOnce(events.all, pairs) <= 1]).toEqual([says, true]);
    touched += events.ended().length;
  }
  expect(touched).toBeGreaterThan(0);
  const result = await customers.stop();
  expect(result).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, restarted: 0 });
  expect(result.acknowledged).toBeGreaterThan(edits * 5);
  process.stderr.write(
    `${edits} edits, ${touched} restarts, ${result.acknowledged} acknowledged, none lost\n`,
  );
});
