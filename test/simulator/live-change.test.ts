import * as fs from "node:fs";
import { fileBytes } from "../../simulator/testbed/application-files";
import { Customer } from "../../simulator/testbed/customer";
import { bound, Testbed, until } from "../../simulator/testbed/testbed";

describe("an edited application file", () => {
  let stack: Testbed;
  beforeAll(async () => {
    stack = await Testbed.start();
  }, 40_000);
  afterAll(() => stack.stop());

  const hashIn = (name: string): string =>
    stack.keyed(fs.readFileSync(stack.fileOf(name), "utf8").match(/hash: (\w+)\n$/)?.[1] ?? "");

  test("an immediate option is in force within a second, one that needs a restart is pending until then", async () => {
    const name = "ChatServer1_B";
    const before = await stack.status(name);
    const settings = stack.files[name]?.options.settings ?? {};
    settings["transcript-auto-save"] = "1";
    stack.write(name);
    const changed = async (): Promise<boolean> => (await stack.status(name))?.configHash === hashIn(name);
    expect(await until("the file is read", changed)).toBeLessThan(bound(1000));
    const immediate = await stack.status(name);
    expect(immediate).toMatchObject({ restartPending: [] });
    expect(immediate?.inForce).not.toBe(before?.inForce);
    expect(await stack.health(name, "in-force")).toBe("healthy");

    settings["session-shutdown-timeout"] = "200";
    stack.write(name);
    await until("the file is read", changed);
    const pending = await stack.status(name);
    expect(pending?.restartPending).toEqual(["settings/session-shutdown-timeout"]);
    expect(pending?.inForce).toBe(immediate?.inForce);
    expect(await stack.health(name)).toBe("healthy");
    expect(await stack.health(name, "in-force")).toBe(
      "waiting for a restart: settings/session-shutdown-timeout",
    );

    await stack.end(name, "SIGTERM");
    stack.run(name);
    await stack.healthy(name);
    const restarted = await stack.status(name);
    expect(restarted?.restartPending).toEqual([]);
    expect(restarted?.inForce).not.toBe(pending?.inForce);
  }, 40_000);

  test("while a file is missing, empty or half written the last good one stays in force", async () => {
    const name = "ChatServer2";
    const file = stack.fileOf(name);
    const before = await stack.status(name);
    const document = stack.files[name];
    if (!document) throw new Error("no document");
    const customer = await Customer.begin(stack.url("GMS"));
    for (let count = 0; count < 40; count += 1) {
      document.options.log = { buffering: String(count % 2 === 0) };
      document.options["endpoints:1"] = { default: "Chat In", marker: String(count) };
      const bytes = fileBytes(document);
      fs.rmSync(file);
      fs.writeFileSync(file, "");
      fs.writeFileSync(file, bytes.slice(0, (bytes.length * (count + 1)) / 41));
      if (count % 10 === 0) await customer.say(`message ${count}`);
      const now = await stack.status(name);
      expect(now?.restartPending).toEqual([]);
      // On a busy machine the check may name a peer that was slow to answer, once.
      await until(
        "the file is refused",
        async () => (await stack.health(name, "in-force")) === "the application file does not verify",
      );
      if (count === 0) expect(now?.inForce).toBe(before?.inForce);
    }
    stack.write(name);
    await until(
      "the complete file is read",
      async () => (await stack.status(name))?.configHash === hashIn(name),
    );
    expect(await stack.health(name)).toBe("healthy");
  }, 40_000);

  test("the endpoint's queue is taken from the file in force", async () => {
    for (const name of ["ChatServer1", "ChatServer2"]) {
      const options = stack.files[name]?.options ?? {};
      options["endpoints:1"] = { default: "Another Queue" };
      stack.write(name);
      await until("the file is read", async () => (await stack.status(name))?.configHash === hashIn(name));
    }
    const customer = await Customer.begin(stack.url("GMS"));
    const stored = await stack.stored(customer.session);
    expect(stored).toMatchObject({ queue: "Another Queue" });
  }, 40_000);
});
