import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { StackReport } from "../operations/report/stack-report";
import type { StackComparisons } from "../operations/report/stack-comparer";
import { type ContainerEvent, ContainerEvents, isHealthEvent } from "./support/container-events";
import { docker, processIds } from "./support/docker-objects";
import { endedWith } from "./support/messages";
import { ProjectCopy } from "./support/project-copy";
import { type Change, changes, changingDefinition, sharedProfile } from "./support/report-changes";
import { TestStack } from "./support/test-stack";

/*
 * What a report announces is what `up` then does: asked of the real engine, and of the real daemon by its events. One stack's
 * life, change after change; REPORT_TRUTH=all goes through all of them.
 */
jest.setTimeout(300_000);

const short = ["only-comments", "immediate-option", "option-with-restart", "chat-server-removed", "invalid"];
const chosen =
  process.env.REPORT_TRUTH === "all" ? changes : changes.filter(({ name }) => short.includes(name));

let project: ProjectCopy;
let stack: TestStack;
let image: string;
const profile = structuredClone(sharedProfile);

beforeAll(async () => {
  project = await ProjectCopy.make();
  stack = await TestStack.from(project, "acme", { "request-chat-poll-url": "http://ors.example/one" });
  image = `genesys-chat-truth:${stack.name}`;
  mkdirSync(join(project.folder, "profiles"));
  writeProfile();
  stack.edit((definition) => {
    const { network, mobileServices } = definition;
    Object.assign(definition, changingDefinition(), { network, mobileServices });
  });
  await stack.up();
});

afterAll(async () => {
  await project?.remove();
  await docker("image", "rm", image).catch(() => undefined);
});

function writeProfile(): void {
  project.writeFile("profiles/chat.yaml", stringify(profile));
}

/** Makes a change as its author does, to files and nothing else; returns the stack that it is about. */
async function make(change: Change): Promise<TestStack> {
  if (change.tenant)
    return TestStack.from(project, "acme", { "request-chat-poll-url": "http://ors.example/b" });
  stack.edit((definition) => change.edit?.(definition));
  change.profile?.(profile);
  writeProfile();
  if (change.text) project.writeStackFile(stack.name, change.text(project.readStackFile(stack.name)));
  if (change.secret) {
    const key = "genesys-chat:secrets.request-chat-poll-url";
    await stack.succeed("config", "set", "--secret", key, "http://ors.example/two");
  }
  if (change.name === "image-bumped") await useLocalImage();
  return stack;
}

/** A registry's image, as far as a machine without one has such: another name of the simulator's. */
async function useLocalImage(): Promise<void> {
  const [inspected] = JSON.parse(await docker("inspect", stack.container("gms"))) as [{ Image: string }];
  await docker("tag", inspected.Image, image);
  stack.edit(({ interactionServers: { InteractionServer } }) => (InteractionServer.image = image));
}

async function comparisonsOf(about: TestStack, code: 0 | 1): Promise<StackComparisons> {
  const run = await project.chatstack(["report", "--stack", about.name, "--json"]);
  endedWith(code, run);
  // The secret's values, before and after it is set again.
  expect(run.stdout + run.stderr).not.toMatch(/ors\.example\/(?:one|two)/);
  return JSON.parse(run.stdout) as StackComparisons;
}

async function eventsOfUp(about: TestStack, code: 0 | 1): Promise<ContainerEvent[]> {
  const events = ContainerEvents.of(about.name);
  const up = await project.chatstack(["up", "--stack", about.name, "--yes", "--accept-loss"]);
  await events.end();
  endedWith(code, up);
  return events.all;
}

/** What became of each process's container, in the words of a report. */
function done(events: readonly ContainerEvent[]): Record<string, string> {
  const touched = events.filter(({ container }) => !container.endsWith("_carrier"));
  const saw = (name: string, action: string) =>
    touched.some((event) => event.container === name && event.action === action);
  const named = touched.filter(({ action }) => ["create", "destroy", "die", "start"].includes(action));
  return Object.fromEntries(
    [...new Set(named.map(({ container }) => container))].sort().map((name) => {
      const [created, destroyed] = [saw(name, "create"), saw(name, "destroy")];
      return [
        name,
        created && destroyed ? "replaced" : created ? "created" : destroyed ? "removed" : "disturbed",
      ];
    }),
  );
}

function announced({ containers }: StackReport): Record<string, string> {
  return Object.fromEntries(
    [...containers]
      .sort((a, b) => (a.container < b.container ? -1 : 1))
      .filter(({ action }) => action !== "updated in place")
      .map(({ container, action }) => [container, action]),
  );
}

/** A pair's members one after the other: the second is not touched before the first is healthy again. */
function expectInOrder(report: StackReport, events: readonly ContainerEvent[]): void {
  const container = (key: string) =>
    report.containers.find(({ application }) => application === key)!.container;
  for (const [standby = "", primary = ""] of report.rolls) {
    const of = (key: string, is: (event: ContainerEvent) => boolean) =>
      events.filter((event) => event.container === container(key) && is(event)).map(({ at }) => at);
    const started = Math.max(...of(standby, ({ action }) => action === "start"));
    const healthy = of(standby, isHealthEvent).find((time) => time > started) ?? Infinity;
    const touched = Math.min(...of(primary, ({ action }) => /^(?:kill|stop|die|destroy)$/.test(action)));
    expect(healthy).toBeLessThan(touched);
  }
}

test.each(chosen)("$name: what is announced is what is done", async (change) => {
  const about = await make(change);
  const before = await processIds(about.name);
  const { reports, unchanged } = await comparisonsOf(about, change.name === "invalid" ? 1 : 0);
  const [report] = reports;
  if (!report) {
    expect(["no-change", "only-comments"]).toContain(change.name);
    expect(unchanged).toEqual([about.name]);
    expect(await eventsOfUp(about, 0).then(done)).toEqual({});
    return;
  }
  if (report.standing === "invalid") {
    expect(await eventsOfUp(about, 1).then(done)).toEqual({});
    return;
  }
  expect(report.engine.disagreements).toEqual([]);
  expect(report.engine.asked).toBe(!change.tenant);

  const events = await eventsOfUp(about, 0);
  expect(done(events)).toEqual(announced(report));
  expectInOrder(report, events);
  for (const key of report.rewritten) {
    const carrier = `${about.container(key.toLowerCase().replaceAll("_", "-"))}_carrier`;
    expect(events.filter(({ container }) => container === carrier).map(({ action }) => action)).toContain(
      "create",
    );
  }
  const now = await processIds(about.name);
  const kept = Object.keys(before).filter((name) => announced(report)[name] === undefined);
  expect(kept.map((name) => now[name])).toEqual(kept.map((name) => before[name]));

  // Deployed, it is recognised: the engine is not asked again.
  expect(await comparisonsOf(about, 0)).toMatchObject({ reports: [], unchanged: [about.name] });
  if (change.tenant) await about.destroy();
});
