import { Load, type Findings } from "../../simulator/testbed/load";
import { bound, pause, Testbed, until } from "../../simulator/testbed/testbed";

const nothingWrong: Partial<Findings> = {
  lost: 0,
  duplicated: 0,
  outOfOrder: 0,
  restarted: 0,
  unanswered: 0,
};

function report(fault: string, waits: number[]): void {
  const sorted = [...waits].sort((a, b) => a - b);
  if (process.env.SIMULATOR_FIGURES)
    process.stderr.write(`${fault}: worst wait ${Math.round(sorted.at(-1) ?? 0)} ms\n`);
}

describe("a pair under load", () => {
  let stack: Testbed;
  beforeEach(async () => {
    stack = await Testbed.start();
  }, 40_000);
  afterEach(() => stack.stop());

  test("killed, frozen, handed over and cut off from its store: nothing is lost", async () => {
    const load = await Load.begin(stack);
    await pause(500);
    load.waits();

    for (const pair of ["ChatServer1", "ChatServer2", "ChatServer1", "ChatServer2"]) {
      const { active, standby } = await stack.members(pair);
      await stack.end(active, "SIGKILL");
      await until(
        `${standby} active`,
        async () => (await stack.status(standby))?.role === "active",
        bound(2000),
      );
      await pause(300);
      stack.run(active);
      await stack.healthy(active);
      expect((await stack.status(active))?.role).toBe("standby");
      const waits = load.waits();
      report(`SIGKILL ${active}`, waits);
      expect(Math.max(...waits)).toBeLessThan(bound(2000));
    }

    for (const pair of ["ChatServer1", "ChatServer2"]) {
      const { active, standby } = await stack.members(pair);
      stack.signal(active, "SIGSTOP");
      await until(
        `${standby} active`,
        async () => (await stack.status(standby))?.role === "active",
        bound(4000),
      );
      await pause(700);
      stack.signal(active, "SIGCONT");
      await until(
        `${active} steps down`,
        async () => (await stack.status(active))?.role === "standby",
        bound(2000),
      );
      const waits = load.waits();
      report(`SIGSTOP ${active}`, waits);
      expect(Math.max(...waits)).toBeLessThan(bound(5000));
    }

    // What a member that slept through a fail-over would still send: refused, for its epoch is over.
    const late = { pair: "ChatServer1", epoch: 1, writes: [] };
    const refused = await fetch(`${stack.url("ContactServer")}/records`, {
      method: "POST",
      headers: { authorization: stack.authorization() },
      body: JSON.stringify(late),
    });
    expect([refused.status, await refused.json()]).toEqual([409, expect.objectContaining({ stale: true })]);

    for (const pair of ["ChatServer1", "ChatServer2", "ChatServer1", "ChatServer2"]) {
      const { active, standby } = await stack.members(pair);
      expect(await stack.end(active, "SIGTERM")).toBe(0);
      expect((await stack.status(standby))?.role).toBe("active");
      stack.run(active);
      await stack.healthy(active);
      await pause(200);
      const waits = load.waits();
      report(`SIGTERM ${active}`, waits);
      expect(Math.max(...waits)).toBeLessThan(bound(800));
    }

    for (const name of ["ContactServer", "InteractionServer", "GMS", "WebAPI"]) {
      await stack.end(name, "SIGKILL");
      stack.run(name);
      await stack.healthy(name);
      await pause(300);
      report(`SIGKILL ${name}`, load.waits());
    }

    const findings = await load.end();
    expect(findings).toMatchObject(nothingWrong);
    expect(findings.acknowledged).toBeGreaterThan(100);
  }, 120_000);
});

test("warm standby is given up without a loss: the standby that has the role hands it over when it is removed", async () => {
  const stack = await Testbed.start();
  try {
    const load = await Load.begin(stack);
    const file = stack.files.ChatServer1;
    if (!file) throw new Error("no document");
    file.serverInfo = { host: file.serverInfo.host, redundancyType: "none" };
    stack.write("ChatServer1");
    // As an update goes: the primary is replaced first, and hands over; what is no longer declared is removed last.
    await stack.end("ChatServer1", "SIGTERM");
    stack.run("ChatServer1");
    await stack.healthy("ChatServer1");
    expect((await stack.status("ChatServer1_B"))?.role).toBe("active");
    expect(await stack.end("ChatServer1_B", "SIGTERM")).toBe(0);
    await until(
      "ChatServer1 active",
      async () => (await stack.status("ChatServer1"))?.role === "active",
      bound(2000),
    );
    await pause(500);
    expect(await load.end()).toMatchObject(nothingWrong);
    expect(await stack.health("ChatServer1")).toBe("healthy");
  } finally {
    await stack.stop();
  }
}, 60_000);
