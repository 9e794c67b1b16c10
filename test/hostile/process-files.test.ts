import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDeploymentKey } from "../../simulator/deployment-key";
import { Configuration } from "../../simulator/configuration";
import { openLog } from "../../simulator/log";
import { Store } from "../../simulator/contact-server/store";
import { documents, fileBytes } from "../../simulator/testbed/application-files";
import { damage, damages, layFile } from "./damage";

/* Files of the simulated processes in their volumes, each damaged in every way. */

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "genesys-chat-hostile-process-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const log = openLog();
log.level = "silent";

describe.each(damages)("$title, in the place of", (how) => {
  test("the deployment's key: one sentence that names the file", () => {
    const file = join(folder, "own", "key");
    damage(file, `${"a1".repeat(32)}\n`, how);
    expect(() => openDeploymentKey(folder)).toThrow(`${file} is not a key; remove it`);
  });

  test("the application file: what was verified last stays in force", async () => {
    const ports = { GMS: { default: 8080 }, WebAPI: { default: 8090 } };
    const file = join(folder, "application.yaml");
    const whole = fileBytes(documents(ports).GMS!);
    writeFileSync(file, whole);
    const configuration = await Configuration.open(file, log);
    const before = configuration.current;
    damage(file, whole, how);
    expect(configuration.notInForce()).toBe("the application file does not verify");
    expect(configuration.current).toBe(before);
  });

  test("the index of transcripts: it is read from the log again", async () => {
    const session = { id: "s", requestId: "r", pair: "A", tenant: 1, endpoint: "default", queue: "In" };
    const record = { write: "open", session: { ...session, nick: "Ada", party: {}, startedAt: 0 } };
    layFile(join(folder, "transcripts.jsonl"), `${JSON.stringify(record)}\n`);
    damage(join(folder, "transcripts.index"), "x", how);
    const store = await Store.open(folder, log, { onFailure: (error) => expect(error).toBeUndefined() });
    expect(store.transcripts.find("s")).toMatchObject({ state: "open" });
    await store.close();
  });
});
