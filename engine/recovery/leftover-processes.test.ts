import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endLeftoverProcesses, enginePort, leftoverProcesses } from "./leftover-processes";

test.each([
  [["/usr/bin/pulumi-resource-docker", "127.0.0.1:4711"], 4711],
  [["pulumi-language-nodejs", "-root=/x", "127.0.0.1:4711"], 4711],
  [
    ["node", "--x", "/p/node_modules/@pulumi/pulumi/cmd/run/index.js", "--engine", "127.0.0.1:4711", "."],
    4711,
  ],
  [["node", "/p/node_modules/@pulumi/pulumi/cmd/run", "--engine", "127.0.0.1:4711", "."], 4711],
  [["pulumi", "up"], undefined],
  [["pulumi-resource-docker"], undefined],
  [["node", "server.js", "--engine", "127.0.0.1:4711"], undefined],
  [["my-pulumi-resource-docker", "127.0.0.1:4711"], undefined],
])("%j serves an engine at port %p", (words, port) => {
  expect(enginePort(words)).toBe(port);
});

const linux = process.platform === "linux" ? describe : describe.skip;

linux("in a project's folder", () => {
  let root: string;
  let engine: Server;
  let started: ChildProcess[];

  beforeEach(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "genesys-chat-leftover-")));
    mkdirSync(join(root, "bin"));
    engine = createServer().listen(0, "127.0.0.1");
    await once(engine, "listening");
    started = [];
  });

  afterEach(() => {
    engine.close();
    for (const one of started) one.kill("SIGKILL");
    rmSync(root, { recursive: true });
  });

  /** A process that looks like a plugin of the engine, whatever it is; it says its number once it runs. */
  async function plugin(
    folder: string,
    script = "console.log(process.pid);setInterval(() => {}, 1000)",
    name?: string,
  ) {
    const { port } = engine.address() as AddressInfo;
    const child = spawn(process.execPath, ["-e", script, "--", `127.0.0.1:${port}`], {
      cwd: folder,
      argv0: name ?? "pulumi-resource-docker",
      stdio: ["ignore", "pipe", "inherit"],
    });
    started.push(child);
    const [said] = (await once(child.stdout, "data")) as [Buffer];
    return Number(said.toString());
  }

  const found = async () => (await leftoverProcesses(root)).map(({ pid }) => pid);

  test("what serves an engine that answers is left alone, and ended when no engine answers any more", async () => {
    const pid = await plugin(join(root, "bin"));
    await endLeftoverProcesses(root, fail);
    expect(await found()).toEqual([]);
    engine.close();
    await once(engine, "close");
    expect(await found()).toEqual([pid]);
    const said: string[] = [];
    await endLeftoverProcesses(root, (line) => said.push(line));
    expect(said).toEqual([`Ending pulumi-resource-docker (process ${pid}), which that run left behind.`]);
    expect(await found()).toEqual([]);
  });

  test("what works elsewhere, or is a living Pulumi's, is never ended", async () => {
    await plugin(tmpdir());
    // Its folder's name begins as the project's does.
    mkdirSync(`${root}-other`);
    await plugin(`${root}-other`);
    const child = `require("child_process").spawn(process.execPath, ["-e", "console.log(process.pid);setInterval(() => {}, 1000)", "--", process.argv[1]], { argv0: "pulumi-resource-docker", stdio: "inherit" })`;
    const owned = await plugin(root, child, "pulumi");
    engine.close();
    await once(engine, "close");
    expect(await found()).toEqual([]);
    process.kill(owned, "SIGKILL");
    rmSync(`${root}-other`, { recursive: true });
  });
});

function fail(line: string): void {
  throw new Error(line);
}
