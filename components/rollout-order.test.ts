import * as fc from "fast-check";
import { resolve, type Application, type Deployment } from "../model";
import { twoPairs } from "../model/fixtures/pairs";
import { RolloutOrder } from "./rollout-order";

const { deployment } = resolve(twoPairs()) as { deployment: Deployment };
const chatServer = deployment.applications.find(({ type }) => type === "ChatServer")!;
const gms = deployment.applications.find(({ type }) => type === "GenesysMobileServices")!;

/** A process that is ready when the test says so. */
function process() {
  let end: () => void = () => undefined;
  const ready = new Promise<void>((done) => (end = done));
  return { ready, end };
}

const daemon = (...names: string[]) => ({ containers: () => Promise.resolve(new Set(names)) });

/** Applications that ask for their turn in order, and what has come so far. */
class Queue {
  readonly come: string[] = [];
  private readonly ends = new Map<string, () => void>();

  constructor(private readonly turns: RolloutOrder) {}

  ask(...names: string[]): this {
    for (const name of names) this.take(name, chatServer);
    return this;
  }

  take(name: string, application: Application): void {
    const turn = this.turns.take(application, [name]);
    const { ready, end } = process();
    this.ends.set(name, end);
    turn.lastsUntil(ready);
    void (turn.comes ?? Promise.resolve()).then(() => this.come.push(name));
  }

  async end(name: string): Promise<readonly string[]> {
    this.ends.get(name)?.();
    return this.now();
  }

  async now(): Promise<readonly string[]> {
    await new Promise((done) => setTimeout(done, 5));
    return this.come;
  }
}

const queue = (chatServersAtOnce: number | undefined, ...running: string[]) =>
  new Queue(
    new RolloutOrder(
      { ...deployment, ...(chatServersAtOnce !== undefined && { chatServersAtOnce }) },
      daemon(...running),
    ),
  );

test("Chat Servers that run change one after the other", async () => {
  const servers = queue(undefined, "a", "b", "c").ask("a", "b", "c");
  expect(await servers.now()).toEqual(["a"]);
  expect(await servers.end("a")).toEqual(["a", "b"]);
  expect(await servers.end("b")).toEqual(["a", "b", "c"]);
});

test("a turn lasts until all of it is there", async () => {
  const turns = new RolloutOrder(deployment, daemon("a", "b"));
  const [standby, primary] = [process(), process()];
  const first = turns.take(chatServer, ["a"]);
  first.lastsUntil(standby.ready);
  first.lastsUntil(primary.ready);
  let come = false;
  void turns.take(chatServer, ["b"]).comes?.then(() => (come = true));
  standby.end();
  await new Promise((done) => setTimeout(done, 5));
  expect(come).toBe(false);
  primary.end();
  await new Promise((done) => setTimeout(done, 5));
  expect(come).toBe(true);
});

test("new applications wait for no other, and no other for them: a first up is not slowed down", async () => {
  expect(await queue(1).ask("a", "b", "c").now()).toEqual(["a", "b", "c"]);
  const servers = queue(1, "a", "c").ask("a", "b", "c");
  expect([...(await servers.now())].sort()).toEqual(["a", "b"]);
  expect(await servers.end("a")).toContain("c");
});

test("each type has its own order", async () => {
  const servers = queue(1, "a", "b", "gms").ask("a", "b");
  servers.take("gms", gms);
  expect([...(await servers.now())].sort()).toEqual(["a", "gms"]);
});

test("where the daemon is not known to answer, everything counts as running", async () => {
  const servers = new Queue(
    new RolloutOrder(deployment, { containers: () => Promise.resolve(undefined) }),
  ).ask("a", "b");
  expect(await servers.now()).toEqual(["a"]);
});

test("a preview has no turns", () => {
  expect(new RolloutOrder(deployment, undefined).take(chatServer, ["a"]).comes).toBeUndefined();
});

test("never more at a time than allowed, and everybody's turn comes", async () => {
  const plan = fc.record({
    atOnce: fc.integer({ min: 1, max: 4 }),
    running: fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
    picks: fc.infiniteStream(fc.nat()),
  });
  await fc.assert(
    fc.asyncProperty(plan, async ({ atOnce, running, picks }) => {
      const names = running.map((_, index) => `s${index}`);
      const there = names.filter((_, index) => running[index]);
      const servers = queue(atOnce, ...there).ask(...names);
      const ended = new Set<string>();
      for (;;) {
        const changing = (await servers.now()).filter((name) => !ended.has(name));
        expect(changing.filter((name) => there.includes(name)).length).toBeLessThanOrEqual(atOnce);
        if (changing.length === 0) break;
        const next = changing[(picks.next().value ?? 0) % changing.length]!;
        ended.add(next);
        await servers.end(next);
      }
      expect([...ended].sort()).toEqual([...names].sort());
    }),
    { numRuns: 25 },
  );
});
