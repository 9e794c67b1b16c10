import * as fs from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import type { ApplicationFile } from "../application-file";
import { openDeploymentKey } from "../deployment-key";
import { openLog } from "../log";
import type { ProcessContext } from "../process";
import { InteractionLink } from "./interaction-link";
import { Membership } from "./membership";

/** What each task says of its pause; none is repeated by itself here. */
const mockPauses: (() => number)[] = [];

jest.mock("../time", () => ({
  ...jest.requireActual<object>("../time"),
  Repeater: class {
    constructor(
      private readonly task: () => Promise<void>,
      pauseMs: () => number,
    ) {
      mockPauses.push(pauseMs);
    }
    start = () => this.wake();
    stop = () => undefined;
    wake = () => void this.task();
  },
}));

const log = openLog();
log.level = "silent";

/** Answers each path as said, and notes which paths were asked for. */
async function peer(answers: Readonly<Record<string, object>>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const [path = ""] = (request.url ?? "").split("?");
    asked.push(path);
    request.resume().on("end", () => response.end(JSON.stringify(answers[path] ?? {})));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  servers.push(server);
  return { asked, port: (server.address() as AddressInfo).port };
}

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "link-"));
  openDeploymentKey(folder);
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

function context(ports: Readonly<Record<string, number>>): ProcessContext {
  const connections = Object.entries(ports).map(([type, port]) => ({
    ...{ application: type, type, host: "127.0.0.1", port, portId: "default" },
  }));
  const current = {
    application: { name: "A", type: "ChatServer", release: "8.1", role: "primary" },
    serverInfo: { host: "127.0.0.1", redundancyType: "none" },
    connections,
  } as unknown as ApplicationFile;
  return { configuration: { current }, log, incarnation: "1", dataFolder: "" } as unknown as ProcessContext;
}

/** A link of a member that is made active by hand. */
function linkOf(port: number, membership: { active: boolean }): InteractionLink {
  const member = Object.assign(membership, { pair: "A", epoch: 1, term: { epoch: 1, store: "s" } });
  return new InteractionLink(context({ InteractionServer: port }), member as unknown as Membership, () => []);
}

test("a member that becomes active tells the Interaction Server at once", async () => {
  const { asked, port } = await peer({ "/interactions": { incarnation: "i" } });
  const membership = { active: false };
  const link = linkOf(port, membership);
  link.start();
  membership.active = true;
  expect(asked).toEqual([]);
  link.resubmit();
  await until(() => link.reachable);
});

test("a member learns that it is active when it is", async () => {
  const { port } = await peer({ "/lease": { granted: true, epoch: 1, store: "s", leaseMs: 60_000 } });
  const seen: [string, boolean][] = [];
  const membership: Membership = new Membership(context({ ContactServer: port }), {
    activate: () => Promise.resolve(void seen.push(["activate", membership.active])),
    activated: () => seen.push(["activated", membership.active]),
    deactivate: () => undefined,
  });
  membership.start();
  await until(() => seen.length === 2);
  expect(seen).toEqual([
    ["activate", false],
    ["activated", true],
  ]);
});

test("an Interaction Server that does not answer is asked again soon", async () => {
  const { port } = await peer({ "/interactions": { incarnation: "i" } });
  const membership = { active: false };
  const link = linkOf(port, membership);
  const pauseMs = () => mockPauses.at(-1)!();
  expect(pauseMs()).toBe(1000);
  membership.active = true;
  expect(pauseMs()).toBe(150);
  link.start();
  await until(() => link.reachable);
  expect(pauseMs()).toBe(1000);
});
