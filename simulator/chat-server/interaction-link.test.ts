import * as fs from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import type { ApplicationFile } from "../application-file";
import { openDeploymentKey } from "../deployment-key";
import { openLog } from "../log";
import type { ProcessContext } from "../process";
import { ChatServer } from "./chat-server";
import { InteractionLink } from "./interaction-link";
import type { Membership } from "./membership";

/** What each task says of its pause; none is repeated by itself here, and no long answer is read. */
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
jest.mock("../http-client", () => ({
  ...jest.requireActual<object>("../http-client"),
  readLines: () => ({ close: () => undefined }),
}));

const log = openLog();
log.level = "silent";

/** Answers each path as said, with 404 otherwise; closed after the test. */
async function peer(answers: Record<string, object>): Promise<number> {
  const server = createServer((request, response) => {
    const answer = answers[(request.url ?? "").split("?")[0] ?? ""];
    request.resume().on("end", () => {
      response.writeHead(answer ? 200 : 404).end(JSON.stringify(answer ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  servers.push(server);
  return (server.address() as AddressInfo).port;
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
  const configuration = { current, option: () => undefined, boolean: () => true };
  return { configuration, log, incarnation: "1", dataFolder: "" } as unknown as ProcessContext;
}

test("a member that becomes active is healthy without waiting for its next report", async () => {
  const server = new ChatServer(
    context({
      ContactServer: await peer({
        "/lease": { granted: true, epoch: 1, store: "s", leaseMs: 60_000 },
        "/sessions": { sessions: [] },
      }),
      InteractionServer: await peer({ "/interactions": { incarnation: "i" } }),
    }),
  );
  server.start();
  expect(server.status().role).toBe("standby");
  await until(() => server.unhealthy() === undefined);
  expect(server.status().role).toBe("active");
  await server.stop();
});

test("an Interaction Server that does not answer is asked again soon by an active member only", async () => {
  const answers: Record<string, object> = {};
  const member = { active: false, pair: "A", epoch: 1, term: { epoch: 1, store: "s" } };
  const link = new InteractionLink(
    context({ InteractionServer: await peer(answers) }),
    member as unknown as Membership,
    () => [],
  );
  const pauseMs = () => mockPauses.at(-1)!();
  link.start();
  expect(pauseMs()).toBe(1000);
  member.active = true;
  expect(pauseMs()).toBe(150);
  answers["/interactions"] = { incarnation: "i" };
  link.resubmit();
  await until(() => link.reachable);
  expect(pauseMs()).toBe(1000);
  delete answers["/interactions"];
  link.resubmit();
  await until(() => !link.reachable);
  expect(pauseMs()).toBe(150);
});
