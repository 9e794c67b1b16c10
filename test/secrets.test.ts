import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { docker, dockerRun, processIds, stackObjects } from "./support/docker-objects";
import { endedWith } from "./support/messages";
import { ProjectCopy } from "./support/project-copy";
import { TestStack } from "./support/test-stack";

/* One secret's way from the stack file to the process that needs it, and to nowhere else. */
jest.setTimeout(120_000);

let project: ProjectCopy;
let stack: TestStack;
let output = "";

const secretName = "request-chat-poll-url";
const newCanary = () => `http://ors.example/canary-${randomBytes(12).toString("hex")}.scxml`;
const canary = newCanary();

beforeAll(async () => {
  project = await ProjectCopy.make();
  stack = await TestStack.from(project, "acme", { [secretName]: canary });
  for (const words of [
    ["preview", "--diff"],
    ["up", "--yes", "--skip-preview"],
  ]) {
    const { stdout, stderr } = await stack.succeed(...words);
    output += stdout + stderr;
  }
});

afterAll(() => project?.remove());

/** What the value looks like as text, as a URL's part and in base64, whatever is around it. */
function spellings(value: string): string[] {
  const token = value.replace("http://ors.example/", "");
  // A text of base64 depends on where in a group of three bytes it begins; the ends may mix with neighbours.
  const shifted = [0, 1, 2].map((shift) => {
    const text = Buffer.from("x".repeat(shift) + token).toString("base64");
    return text.slice(shift === 0 ? 0 : 4, -4);
  });
  return [token, encodeURIComponent(token), ...shifted];
}

const found = (text: string, value = canary) =>
  spellings(value).filter((spelling) => text.includes(spelling));

const readFileOf = (host: string) =>
  docker(
    ...["exec", stack.container(host), "node", "-p"],
    'require("node:fs").readFileSync("/etc/genesys/application.yaml", "utf8")',
  );

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
  expect(found(`service: ${canary}\n`)).not.toEqual([]);
  expect(found(Buffer.from(`{"service":"${canary}","ttl":1}`).toString("base64"))).not.toEqual([]);
});

test("the value arrives in the file of the process that needs it, and in no other's", async () => {
  expect(await readFileOf("gms")).toContain(`service: ${canary}\n`);
  for (const host of ["webapi", "chatserver1", "chatserver1-b", "interactionserver", "contactserver"]) {
    expect(found(await readFileOf(host))).toEqual([]);
  }
});

test("the exported state does not hold it", async () => {
  const state = await stack.exportedState();
  expect(state).toContain("docker:index/container:Container");
  expect(found(state)).toEqual([]);
});

test("nothing in the backend's folder holds it: state, history, backups", () => {
  const texts = textsUnder(join(project.folder, "state"));
  expect(texts).toContain(stack.name);
  expect(found(texts)).toEqual([]);
});

test("docker inspect of every container, network and volume does not hold it", async () => {
  const { containers, networks, volumes } = await stackObjects(stack.name);
  const texts = await docker("inspect", ...containers, ...networks, ...volumes);
  expect(texts).toContain("genesys-chat.restart-hash");
  expect(found(texts)).toEqual([]);
});

test("no container's log holds it", async () => {
  const { containers } = await stackObjects(stack.name);
  const logs = await Promise.all(containers.map((id) => logsOf(id)));
  expect(logs.join("").length).toBeGreaterThan(0);
  expect(found(logs.join("\n"))).toEqual([]);
});

test("no rendered file holds it; its place holds its name", async () => {
  const folder = join(project.folder, "rendered");
  endedWith(0, await project.chatstack(["render", "--stack", stack.name, "--out", folder]));
  const texts = textsUnder(folder);
  expect(texts).toContain(`<secret:${secretName}>`);
  expect(found(texts)).toEqual([]);
});

test("neither preview nor up printed it", () => {
  expect(output).toContain("GMS");
  expect(found(output)).toEqual([]);
});

test("a rotated value reaches the process, and restarts no other", async () => {
  const before = await processIds(stack.name);
  const rotated = newCanary();
  await stack.succeed("config", "set", "--secret", `genesys-chat:secrets.${secretName}`, rotated);
  const { stdout, stderr } = await stack.up("--diff");
  expect(found(stdout + stderr, rotated)).toEqual([]);
  expect(await readFileOf("gms")).toContain(`service: ${rotated}\n`);
  const now = await processIds(stack.name);
  const replaced = Object.keys(now).filter((name) => now[name] !== before[name]);
  expect(replaced).toEqual([stack.container("gms")]);
  // The new process has read the new file: it reports no value that still waits.
  expect((await stack.states()).gms).toBe("running healthy");
});
