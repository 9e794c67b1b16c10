import { readFileSync, statSync, writeFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { converse } from "../operations/chat/conversation";
import { Customers } from "../operations/drill/customers";
import { longestWait } from "../operations/drill/message-audit";
import { reachable } from "./support/connect-probe";
import { LocalState } from "../engine/state";
import { containerIds, docker, inspectContainers, processIds, stackObjects } from "./support/docker-objects";
import { TestTenants } from "./support/test-tenants";
import { endedWith } from "./support/messages";
import { ProjectCopy } from "./support/project-copy";
import { until } from "./support/until";

/*
 * Tenants on one daemon, from nothing to nothing; the tests are the life of the same tenants, in order. The long form: FLEET_TENANTS=20 npx jest
 * test/bulk-run, with the figures as JSON in the file that FLEET_JSON names.
 */
const count = Number(process.env.FLEET_TENANTS ?? "2");
jest.setTimeout((240 + count * 60) * 1000);

let project: ProjectCopy;
let tenants: TestTenants;
const figures: Record<string, unknown> = { tenants: count };

beforeAll(async () => {
  project = await ProjectCopy.make();
  project.environment.GENESYS_CHAT_PASSPHRASES = join(project.folder, "passphrases");
  tenants = await TestTenants.in(project, count);
});

afterAll(async () => {
  await project?.remove();
  if (process.env.FLEET_JSON)
    writeFileSync(process.env.FLEET_JSON, `${JSON.stringify({ version: 1, ...figures }, null, 2)}\n`);
});

const passphrase = (stack: string) => join(project.folder, "passphrases", stack);
const [first, second] = [() => tenants.stacks[0]!, () => tenants.stacks[1]!];

/** The statuses of a run, by stack. */
const statuses = (tenants: readonly { stack: string; status: string }[]) =>
  Object.fromEntries(tenants.map(({ stack, status }) => [stack, status]));
const all = (status: string) => Object.fromEntries(tenants.stacks.map((stack) => [stack, status]));

test("are added one after the other, and adding one leaves the files of the others as they are", async () => {
  for (const [index, stack] of tenants.stacks.entries()) {
    const before = tenants.stacks.slice(0, index).map((other) => project.readStackFile(other));
    endedWith(0, await tenants.tenants("add", stack));
    expect(tenants.stacks.slice(0, index).map((other) => project.readStackFile(other))).toEqual(before);
    expect(statSync(passphrase(stack)).mode & 0o777).toBe(0o600);
  }
  const places = tenants.stacks.map((stack) => tenants.definition(stack));
  const unique = (values: unknown[]) => expect(new Set(values).size).toBe(count);
  unique(places.map(({ network }) => network.subnet));
  unique(places.map(({ namePrefix }) => namePrefix));
  unique(tenants.stacks.map((stack) => tenants.url(stack)));
  endedWith(0, await project.chatstack(["validate", "--all"]));
});

test("a tenant's secrets can't be read with another one's passphrase", async () => {
  const key = "genesys-chat:secrets.canary";
  const as = (stack: string) => ({
    PULUMI_CONFIG_PASSPHRASE: undefined,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphrase(stack),
  });
  endedWith(
    0,
    await project.pulumi(["config", "set", "--secret", key, "s3cr3t", "--stack", first()], as(first())),
  );
  const own = await project.pulumi(["config", "get", key, "--stack", first()], as(first()));
  expect(own.stdout.trim()).toBe("s3cr3t");
  const others = await project.pulumi(["config", "get", key, "--stack", first()], as(second()));
  expect(others.code).not.toBe(0);
  expect(others.stdout + others.stderr).toMatch(/incorrect passphrase/);
  expect(others.stdout + others.stderr).not.toContain("s3cr3t");
  endedWith(0, await project.pulumi(["config", "rm", key, "--stack", first()], as(first())));
});

test("one with an error in its definition is named and not started, and the others are previewed", async () => {
  const sound = project.readStackFile(first());
  project.writeStackFile(first(), sound.replace("publish:", "pubish:"));
  const { code, result } = await tenants.run("preview", "--all");
  project.writeStackFile(first(), sound);
  expect(statuses(result.tenants)).toEqual({ ...all("done"), [first()]: "not valid" });
  expect(code).toBe(1);
  const previewed = result.tenants.find(({ stack }) => stack === second())!;
  expect(readFileSync(join(project.folder, previewed.log!), "utf8")).toMatch(
    new RegExp(`^Chat stack ${second()}: .*\\n[^]*new: \\d+ containers`, "m"),
  );
});

test("Ctrl-C in the middle of up: a summary, each engine ends by itself, and what is left can be gone on with", async () => {
  const running = project.startChatstack(["tenants", "up", "--all", "--parallel", "1"]);
  // As soon as it has its lock: an update from nothing takes a few seconds only.
  await until("the first has its lock", 90, () => {
    const state = LocalState.at(`file://${join(project.folder, "state")}`, "genesys-chat", first());
    return Promise.resolve((state?.locks().length ?? 0) > 0 || undefined);
  });
  const other = await tenants.run("up", first());
  expect(other.result.tenants[0]).toMatchObject({ status: "failed" });
  expect(other.result.tenants[0]!.reason).toMatch(/is locked by .* \(process \d+\) since \d{4}-/);
  // A terminal sends it to everything in its foreground.
  running.signalAll("SIGINT");
  const ended = await running.ended;
  endedWith(2, ended);
  expect(ended.stdout).toMatch(new RegExp(`${first()} +stopped`));
  expect(ended.stdout).toMatch(new RegExp(`${second()} +not started`));
  expect(ended.stderr).toContain("./chatstack tenants up --resume");
});

test("--resume continues with all that are not up: each has a conversation of its own then", async () => {
  const { code, stderr, result } = await tenants.run("up", "--resume");
  if (code !== 0)
    throw new Error(stderr + readFileSync(join(project.folder, "out", first(), "up.log"), "utf8"));
  expect(statuses(result.tenants)).toEqual(all("done"));
  figures.upSeconds = result.seconds;
  for (const stack of tenants.stacks) {
    const conversation = await converse({ url: tenants.url(stack), messages: ["Hello."] });
    expect(conversation.failure).toBeUndefined();
  }
  const listed = JSON.parse((await tenants.tenants("list", "--json")).stdout) as {
    tenants: Record<string, unknown>[];
  };
  const applications = { applications: 6, health: { healthy: 6, containers: 6, unwell: [] } };
  expect(listed.tenants).toHaveLength(count);
  for (const tenant of listed.tenants)
    expect(tenant).toMatchObject({ state: "as declared", ...applications });
  if (process.env.FLEET_TENANTS) figures.memory = await memory();
});

/** What the daemon says that the containers of all tenants use, in MiB. */
async function memory(): Promise<number> {
  const ids = (await Promise.all(tenants.stacks.map((stack) => processIds(stack)))).flatMap((some) =>
    Object.values(some),
  );
  const used = await docker("stats", "--no-stream", "--format", "{{.MemUsage}}", ...ids);
  const units: Record<string, number> = { KiB: 1 / 1024, MiB: 1, GiB: 1024 };
  const sum = [...used.matchAll(/^([\d.]+)(KiB|MiB|GiB) \//gm)].reduce(
    (total, [, number, unit]) => total + Number(number) * units[unit!]!,
    0,
  );
  return Math.round(sum);
}

test("a container of one reaches no process of another", async () => {
  const [from, to] = [await inspectContainers(first()), await inspectContainers(second())];
  const address = ({ NetworkSettings }: (typeof to)[number]) =>
    Object.values(NetworkSettings.Networks)[0]!.IPAddress;
  const named = (list: typeof to, host: string) => list.find(({ Name }) => Name.endsWith(`.${host}`))!;
  const services = [
    ["webapi", 8090],
    ["chatserver1", 4802],
    ["gms", 8080],
  ] as const;
  const inside = (list: typeof to) =>
    services.map(([host, port]) => ({ host: address(named(list, host)), port }));
  const probe = named(from, "webapi").Name.slice(1);
  expect(await reachable(probe, inside(from))).toEqual([true, true, true]);
  expect(await reachable(probe, inside(to))).toEqual([false, false, false]);
});

test("the state of each names the daemon: the program asks it, and its processes, in a bulk run too", async () => {
  const id = (await docker("info", "--format", "{{.ID}}")).trim();
  for (const stack of tenants.stacks) {
    const environment = {
      PULUMI_CONFIG_PASSPHRASE: undefined,
      PULUMI_CONFIG_PASSPHRASE_FILE: passphrase(stack),
    };
    const { stdout } = await project.pulumi(["stack", "output", "--json", "--stack", stack], environment);
    expect(JSON.parse(stdout)).toMatchObject({ daemon: { id } });
  }
});

test("a second up starts no tenant, and says so", async () => {
  const { code, stderr, result } = await tenants.run("up", "--all");
  expect(code).toBe(0);
  expect(statuses(result.tenants)).toEqual(all("skipped"));
  expect(stderr).toContain(`${first()}: skipped: as declared`);
});

test("a preview of all where none changed costs next to nothing, against bare previews one by one", async () => {
  const { code, result, seconds } = await tenants.run("preview", "--all");
  expect(code).toBe(0);
  expect(statuses(result.tenants)).toEqual(all("skipped"));
  if (!process.env.FLEET_TENANTS) return;
  const single: number[] = [];
  for (const stack of tenants.stacks.slice(0, 4)) {
    const ended = await project.pulumi(["preview", "--stack", stack], {
      PULUMI_CONFIG_PASSPHRASE: undefined,
      PULUMI_CONFIG_PASSPHRASE_FILE: passphrase(stack),
    });
    endedWith(0, ended);
    expect(ended.stdout).toMatch(/^ +28 unchanged$/m);
    single.push(ended.seconds);
  }
  const multiplied = (single.reduce((sum, one) => sum + one, 0) / single.length) * count;
  figures.preview = { seconds, single, part: seconds / multiplied };
});

test("an option changed in the profile for all, with customers in every tenant, loses no message", async () => {
  const before = await processIds(first());
  const customers = await Customers.start({
    urls: tenants.stacks.map((stack) => tenants.url(stack)),
    conversations: 2 * count,
    messagesPerSecond: Math.min(20, 4 * count),
    atMostSeconds: 120 + count * 40,
  });
  const profile = tenants.profile;
  profile.chatServers.ChatServer1.options = { settings: { "session-shutdown-timeout": 31 } };
  tenants.profile = profile;
  const { code, result } = await tenants.run("up", "--all");
  const load = await customers.stop();
  expect(code).toBe(0);
  expect(statuses(result.tenants)).toEqual(all("done"));
  expect(result.tenants[0]!.reason).toContain("the profile profiles/pair.yaml changed");
  expect(load).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, restarted: 0 });
  expect(load.acknowledged).toBeGreaterThan(10 * count);
  const after = await processIds(first());
  const replaced = Object.keys(after).filter((name) => after[name] !== before[name]);
  expect(replaced.map((name) => name.split(".").at(-1)).sort()).toEqual(["chatserver1", "chatserver1-b"]);
  const { acknowledged, lost, messages } = load;
  figures.roll = {
    ...{ seconds: result.seconds, acknowledged, lost },
    longestWaitMs: longestWait(messages, 0, Date.now()),
  };
});

test("all but the last are destroyed, and the last one is undisturbed", async () => {
  const last = tenants.stacks.at(-1)!;
  const before = await containerIds(last);
  const { code, result } = await tenants.run("destroy", ...tenants.stacks.slice(0, -1), "--yes");
  expect(code).toBe(0);
  figures.destroySeconds = result.seconds;
  for (const stack of tenants.stacks.slice(0, -1))
    expect(await stackObjects(stack)).toEqual({ containers: [], networks: [], volumes: [] });
  expect(await containerIds(last)).toEqual(before);
  expect((await converse({ url: tenants.url(last), messages: ["Still there?"] })).failure).toBeUndefined();
});

test("remove leaves neither containers nor stack nor file", async () => {
  const last = tenants.stacks.at(-1)!;
  endedWith(2, await tenants.tenants("remove", last));
  expect(existsSync(project.stackFile(last))).toBe(true);
  endedWith(0, await tenants.tenants("remove", last, "--yes"));
  expect(await stackObjects(last)).toEqual({ containers: [], networks: [], volumes: [] });
  expect(existsSync(project.stackFile(last))).toBe(false);
  const { stdout } = await project.pulumi(["stack", "ls"]);
  expect(stdout).not.toContain(last);
});
