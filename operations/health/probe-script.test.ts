import { execFile } from "node:child_process";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";
import { probeScript } from "./probe-script";

const servers: Server[] = [];

afterAll(() => servers.forEach((server) => server.close()));

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

function run(asked: unknown): Promise<{ status: string | null; reasons: (string | null)[] }> {
  return new Promise((resolve, reject) => {
    // It ends by a kill of its own, so an error is as it should be.
    execFile(process.execPath, ["-e", probeScript, JSON.stringify(asked)], (_, stdout, stderr) => {
      if (stdout === "") return reject(new Error(stderr));
      resolve(JSON.parse(stdout) as { status: string | null; reasons: (string | null)[] });
    });
  });
}

test("answers, refusals and silence are distinguished, and silence takes no longer than its limit", async () => {
  const answering = await listening(
    createHttpServer((request, response) => response.writeHead(404).end(`told ${request.url}`)),
  );
  // As a frozen process: the system accepts the connection, and no process answers.
  const silent = await listening(createServer());
  const closed = await listening(createServer());
  await new Promise((resolve) => servers.pop()!.close(resolve));
  const at = (port: number, by: string) => ({ host: "127.0.0.1", port, by });
  const links = [
    at(answering, "http"),
    at(silent, "http"),
    at(closed, "http"),
    at(silent, "tcp"),
    at(closed, "tcp"),
  ];
  const { status, reasons } = await run({ statusPorts: [answering], links, limitMs: 300 });
  expect(status).toBe("told /status");
  expect(reasons).toEqual([null, "no answer within 0.3 s", "ECONNREFUSED", null, "ECONNREFUSED"]);
});

test("of a process that has no status nothing is asked", async () => {
  expect(await run({ statusPorts: [], links: [], limitMs: 300 })).toEqual({ status: null, reasons: [] });
});

test("of several ports the one that tells the status counts, not one that says no or nothing", async () => {
  const status = await listening(createHttpServer((_, response) => response.end("the status")));
  const refusing = await listening(createHttpServer((_, response) => response.writeHead(404).end("no")));
  const closed = await listening(createServer());
  await new Promise((resolve) => servers.pop()!.close(resolve));
  const statusPorts = [closed, refusing, status];
  expect(await run({ statusPorts, links: [], limitMs: 300 })).toEqual({ status: "the status", reasons: [] });
});
