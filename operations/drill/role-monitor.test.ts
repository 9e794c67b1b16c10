import { spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { dockerSession, type DockerSession } from "../../docker/command";
import { RoleMonitor } from "./role-monitor";

jest.mock("../../docker/command", () => ({ dockerSession: jest.fn() }));

let answer: string | undefined;
let server: Server;
let monitor: RoleMonitor;

/** Runs on this machine what the Docker client would run in a container, and asks the test's server. */
beforeEach(async () => {
  server = createServer((_, response) => answer !== undefined && response.end(answer));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  jest.mocked(dockerSession).mockImplementation((words) => {
    const script = words.slice(words.indexOf("-e")).map((word) => word.replace("4999", String(port)));
    return spawn(process.execPath, script, { stdio: ["pipe", "pipe", "ignore"] });
  });
  answer = undefined;
  monitor = new RoleMonitor({ application: "ChatServer1", resource: "ChatServer1", container: "x" });
});

afterEach(() => {
  monitor.end();
  server.closeAllConnections();
  server.close();
});

async function becomes(condition: string): Promise<void> {
  for (let n = 0; n < 100 && monitor.condition !== condition; n += 1) await sleep(50);
  expect(monitor.condition).toBe(condition);
}

const status = (role: string) => JSON.stringify({ role, inForce: "x", restartPending: [] });

test("follows the role that a process reports; an answer that is no status, or none in time, counts as down", async () => {
  answer = status("active");
  await becomes("active");
  answer = "{}";
  await becomes("down");
  answer = status("standby");
  await becomes("standby");
  answer = undefined;
  await becomes("down");
  expect(monitor.changes.map(({ condition }) => condition)).toEqual([
    ...["down", "active", "down", "standby", "down"],
  ]);
});

test("what it runs ends with its standard input, so with the drill however that ends", async () => {
  const child = jest.mocked(dockerSession).mock.results.at(-1)!.value as DockerSession;
  answer = status("active");
  await becomes("active");
  const ended = new Promise((resolve) => child.on("close", resolve));
  child.stdin.end();
  await ended;
});
