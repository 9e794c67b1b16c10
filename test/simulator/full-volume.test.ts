import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Customer, type ChatError } from "../../simulator/testbed/customer";
import { Testbed, until } from "../../simulator/testbed/testbed";

/* Volumes that are really full: small memory file systems in a mount namespace of the test's own, which needs Linux and root. */

const names = ["GMS", "WebAPI", "ChatServer1", "ChatServer1_B", "InteractionServer", "ContactServer"];
const folder = mkdtempSync(join(tmpdir(), "genesys-chat-volumes-"));
const volumes = { ContactServer: join(folder, "ContactServer"), GMS: join(folder, "GMS") };

/** Holds the namespace; without it the volumes are gone. */
let holder: ChildProcess | undefined;

const mayMount = spawnSync("unshare", ["--mount", "true"]).status === 0;
if (!mayMount)
  process.stderr.write("full-volume: skipped, since this account may not make a mount namespace\n");

function inside(script: string): { status: number | null; stderr: string } {
  const words = ["--target", String(holder?.pid), "--mount", "sh", "-c", script];
  return spawnSync("nsenter", words, { encoding: "utf8" });
}

const fill = (volume: string) => inside(`dd if=/dev/zero of=${volume}/filler bs=1k 2>&1`);
const empty = (volume: string) => inside(`rm ${volume}/filler`);

/** The error that something ends with. */
const refusal = (act: Promise<unknown>) =>
  act.then(
    () => undefined,
    (error: ChatError) => error.status,
  );

afterAll(() => {
  holder?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

(mayMount ? test : test.skip)(
  "full volumes refuse writes, keep reads, and take writes again when there is room; nothing acknowledged is lost",
  async () => {
    for (const volume of Object.values(volumes)) mkdirSync(volume);
    const mounts = Object.values(volumes).map((volume) => `mount -t tmpfs -o size=1m none ${volume}`);
    const script = `${mounts.join(" && ")} && echo ready && exec sleep 600`;
    holder = spawn("unshare", ["--mount", "--propagation", "private", "sh", "-c", script]);
    await new Promise((resolve) => holder?.stdout?.once("data", resolve));
    const stack = await Testbed.start(
      ({ WebAPI, InteractionServer }) => {
        for (const file of [WebAPI, InteractionServer])
          if (file)
            file.connections = file.connections?.filter(({ application }) => application === "ChatServer1");
      },
      names,
      [],
      {
        launcher: ["nsenter", "--target", String(holder.pid), "--mount"],
        dataFolders: volumes,
      },
    );
    try {
      const customer = await Customer.begin(stack.url("GMS"));
      const acknowledged: string[] = [];
      const say = async (text: string) => {
        await customer.post("/send", { message: text });
        acknowledged.push(text);
      };
      const shown = async () =>
        (await customer.refresh()).transcriptToShow
          .filter(([type, , , , party]) => type === "Message.Text" && party === "CLIENT")
          .map(([, , text]) => text);
      for (let number = 0; number < 3; number += 1) await say(`before ${number}`);

      // The Contact Server's volume fills in the middle of what customers write.
      fill(volumes.ContactServer);
      inside(`truncate -s -32k ${volumes.ContactServer}/filler`);
      let status: number | undefined;
      for (let number = 0; number < 200 && status === undefined; number += 1)
        status = await refusal(say(`filling ${number} ${"x".repeat(1000)}`));
      expect(status).toBe(507);
      // The last page of the journal may have room for a short one.
      const long = "x".repeat(2000);
      expect(await refusal(say(`while it is full ${long}`))).toBe(507);
      expect(await shown()).toEqual(acknowledged);
      expect(await stack.health("ContactServer")).toBe("healthy");

      // Killed and started while it is full, it reads what it has.
      await stack.end("ContactServer");
      stack.run("ContactServer");
      await stack.healthy("ContactServer");
      await until("the transcript is read again", async () => (await refusal(shown())) === undefined);
      expect(await shown()).toEqual(acknowledged);

      empty(volumes.ContactServer);
      await until("the store takes writes", async () => (await refusal(say("after"))) === undefined);
      expect(await shown()).toEqual(acknowledged);

      // GMS can't write a new service down, and chats that it has continue. Its journal's last page has room for a few.
      fill(volumes.GMS);
      status = undefined;
      for (let number = 0; number < 100 && status === undefined; number += 1)
        status = await refusal(Customer.begin(stack.url("GMS")));
      expect(status).toBe(507);
      await say("while GMS is full");
      expect(await shown()).toEqual(acknowledged);
      empty(volumes.GMS);
      await until(
        "GMS takes chats",
        async () => (await refusal(Customer.begin(stack.url("GMS")))) === undefined,
      );

      // Neither journal is damaged.
      for (const name of ["ContactServer", "GMS"]) {
        await stack.end(name);
        stack.run(name);
        await stack.healthy(name);
        expect(stack.log(name)).not.toMatch(/damaged|cut off a torn|"level":"(?:fatal|error)"/);
      }
      const stored = (await stack.stored(customer.session))?.entries ?? [];
      const texts = stored.filter(({ type, partyType }) => type === "Message.Text" && partyType === "CLIENT");
      expect(texts.map(({ text }) => text)).toEqual(acknowledged);
      await until("the chat continues", async () => (await refusal(say("at the end"))) === undefined);
      expect(await shown()).toEqual(acknowledged);
    } finally {
      await stack.stop();
    }
  },
  120_000,
);
