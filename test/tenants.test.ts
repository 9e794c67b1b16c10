import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { resolve } from "../model";
import { converse } from "../operations/chat/conversation";
import { reachable, type Address } from "./support/connect-probe";
import { Canary } from "./support/canary";
import {
  containerIds,
  docker,
  dockerRun,
  inspectContainers,
  processIds,
  stackObjects,
} from "./support/docker-objects";
import { endedWith } from "./support/messages";
import { ProjectCopy } from "./support/project-copy";
import { TestStack } from "./support/test-stack";

/* Two tenants on one daemon, of which one has a secret; the tests are their life, in order. */
jest.setTimeout(120_000);

let project: ProjectCopy;
let dev: TestStack;
let acme: TestStack;
let output = "";

const secretName = "request-chat-poll-url";
const canary = new Canary();

beforeAll(async () => {
  project = await ProjectCopy.make();
  dev = await TestStack.from(project, "dev");
  acme = await TestStack.from(project, "acme", { [secretName]: canary.value });
  await Promise.all([dev.up(), comeUp()]);
});

afterAll(() => project?.remove());

/** Brings acme up after a preview, and keeps what both printed. */
async function comeUp(): Promise<void> {
  for (const words of [
    ["preview", "--diff"],
    ["up", "--yes", "--skip-preview"],
  ]) {
    const { stdout, stderr } = await acme.succeed(...words);
    output += stdout + stderr;
  }
}

/** Every listening port of every process of a stack, by IP, by container name and by its host name inside. */
async function addressesOf(stack: TestStack): Promise<Address[]> {
  const { deployment } = resolve(stack.definition);
  const containers = await inspectContainers(stack.name);
  return (deployment?.applications ?? []).flatMap(({ ports, serverInfo: { host } }) => {
    const container = containers.find(({ Name }) => Name === `/${stack.container(host)}`);
    const ip = Object.values(container?.NetworkSettings.Networks ?? {})[0]?.IPAddress;
    if (!ip) throw new Error(`${host} has no address`);
    return ports.flatMap(({ port }) => [ip, stack.container(host)].map((name) => ({ host: name, port })));
  });
}

test("each holds a conversation of its own", async () => {
  for (const { url } of [dev, acme]) {
    const conversation = await converse({ url, messages: ["Hello."] });
    expect(conversation.failure).toBeUndefined();
  }
});

describe.each([
  ["dev", "acme", () => [dev, acme] as const],
  ["acme", "dev", () => [acme, dev] as const],
])("from a container of %s", (_from, _to, stacks) => {
  test("its own tenant's processes answer, by address and by name", async () => {
    const [own] = stacks();
    const addresses = await addressesOf(own);
    expect(addresses.length).toBeGreaterThanOrEqual(12);
    const answers = await reachable(own.container("webapi"), addresses);
    expect(addresses.filter((_, index) => !answers[index])).toEqual([]);
  });

  test("none of the other tenant's processes can be reached, by address, by name or over the host", async () => {
    const [own, other] = stacks();
    const { subnet } = other.definition.network as { subnet: string };
    const { subnet: ownSubnet } = own.definition.network as { subnet: string };
    const gateways = [subnet, ownSubnet].map((cidr) => cidr.replace(/0\/24$/, "1"));
    const overHost = gateways.map((host) => ({ host, port: other.port }));
    const addresses = [...(await addressesOf(other)), ...overHost];
    const answers = await reachable(own.container("webapi"), addresses);
    expect(addresses.filter((_, index) => answers[index])).toEqual([]);
  });
});

/* One secret's way from the stack file to the process that needs it, and to nowhere else. */
describe("a secret", () => {
  const readFileOf = (host: string) =>
    docker(...["exec", acme.container(host), "bash", "-c"], 'echo "$(</etc/genesys/application.yaml)"');

  async function logsOf(container: string): Promise<string> {
    const { stdout, stderr } = await dockerRun("logs", container);
    return stdout + stderr;
  }

  function textsUnder(folder: string): string {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8")).join("\n");
  }

  test("the search itself finds what it looks for", () => {
    expect(canary.foundIn(`service: ${canary.value}\n`)).not.toEqual([]);
    expect(
      canary.foundIn(Buffer.from(`{"service":"${canary.value}","ttl":1}`).toString("base64")),
    ).not.toEqual([]);
  });

  test("the value arrives in the file of the process that needs it, and in no other's", async () => {
    expect(await readFileOf("gms")).toContain(`service: ${canary.value}\n`);
    for (const host of ["webapi", "chatserver1", "chatserver1-b", "interactionserver", "contactserver"]) {
      expect(canary.foundIn(await readFileOf(host))).toEqual([]);
    }
  });

  test("the exported state does not hold it", async () => {
    const state = await acme.exportedState();
    expect(state).toContain("docker:index/container:Container");
    expect(canary.foundIn(state)).toEqual([]);
  });

  test("nothing in the backend's folder holds it: state, history, backups", () => {
    const texts = textsUnder(join(project.folder, "state"));
    expect(texts).toContain(acme.name);
    expect(canary.foundIn(texts)).toEqual([]);
  });

  test("docker inspect of every container, network and volume does not hold it", async () => {
    const { containers, networks, volumes } = await stackObjects(acme.name);
    const texts = await docker("inspect", ...containers, ...networks, ...volumes);
    expect(texts).toContain("genesys-chat.restart-hash");
    expect(canary.foundIn(texts)).toEqual([]);
  });

  test("no container's log holds it", async () => {
    const { containers } = await stackObjects(acme.name);
    const logs = await Promise.all(containers.map((id) => logsOf(id)));
    expect(logs.join("").length).toBeGreaterThan(0);
    expect(canary.foundIn(logs.join("\n"))).toEqual([]);
  });

  test("no rendered file holds it; its place holds its name", async () => {
    const folder = join(project.folder, "rendered");
    endedWith(0, await project.chatstack(["render", "--stack", acme.name, "--out", folder]));
    const texts = textsUnder(folder);
    expect(texts).toContain(`<secret:${secretName}>`);
    expect(canary.foundIn(texts)).toEqual([]);
  });

  test("neither preview nor up printed it", () => {
    expect(output).toContain("GMS");
    expect(canary.foundIn(output)).toEqual([]);
  });

  test("a rotated value reaches the process, and restarts no other", async () => {
    const before = await processIds(acme.name);
    const rotated = new Canary();
    await acme.succeed("config", "set", "--secret", `genesys-chat:secrets.${secretName}`, rotated.value);
    const { stdout, stderr } = await acme.up("--diff");
    expect(rotated.foundIn(stdout + stderr)).toEqual([]);
    expect(await readFileOf("gms")).toContain(`service: ${rotated.value}\n`);
    const now = await processIds(acme.name);
    const replaced = Object.keys(now).filter((name) => now[name] !== before[name]);
    expect(replaced).toEqual([acme.container("gms")]);
    // The new process has read the new file: it reports no value that still waits.
    expect((await acme.states()).gms).toBe("running healthy");
  });
});

test("destroying one leaves the other as it was, and its chats continue", async () => {
  const before = await containerIds(dev.name);
  await acme.destroy();
  expect(await stackObjects(acme.name)).toEqual({ containers: [], networks: [], volumes: [] });
  expect(await containerIds(dev.name)).toEqual(before);
  expect((await converse({ url: dev.url, messages: ["Still there?"] })).failure).toBeUndefined();
});
