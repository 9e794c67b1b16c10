import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { docker, processIds } from "./support/docker-objects";
import { endedWith } from "./support/messages";
import { OwnDaemon } from "./support/own-daemon";
import { checkout, ProjectCopy } from "./support/project-copy";
import { TestStack } from "./support/test-stack";

/* What a daemon fills in by settings of its own is no difference, and what the stack states is applied all the same. */
jest.setTimeout(400_000);

/** All at once, each a default that daemon.json sets for containers or networks. */
const settings = {
  "default-ulimits": { nofile: { Name: "nofile", Hard: 2048, Soft: 1024 } },
  "log-driver": "json-file",
  "log-opts": { "max-size": "1m", "max-file": "2", compress: "true", tag: "{{.Name}}" },
  init: true,
  ipv6: true,
  "fixed-cidr-v6": "fd00:67:656e::/64",
  "default-shm-size": "32M",
  "default-runtime": "another",
  runtimes: { another: { path: "runc" } },
  "default-ipc-mode": "shareable",
  "default-cgroupns-mode": "private",
  "default-address-pools": [{ base: "172.29.0.0/16", size: 24 }],
  "no-new-privileges": true,
  dns: ["192.0.2.1"],
  "dns-opts": ["timeout:1"],
};

const proxies = { default: { httpProxy: "http://192.0.2.2:3128", noProxy: "*.example" } };

let daemon: OwnDaemon;
let project: ProjectCopy;
let folder: string;
let obstacle: string | undefined;

beforeAll(async () => {
  obstacle = await OwnDaemon.obstacle();
  if (obstacle !== undefined) return;
  const built = join(checkout, "bin", "system", "simulator-image.js");
  const { simulatorImage } = (await import(built)) as { readonly simulatorImage: () => string };
  daemon = await OwnDaemon.startWith(settings, simulatorImage());
  folder = mkdtempSync(join(tmpdir(), "genesys-chat-client-"));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "config.json"), JSON.stringify({ proxies }));
  process.env.DOCKER_HOST = daemon.host;
  project = await ProjectCopy.make({ DOCKER_CONFIG: folder });
});

afterAll(async () => {
  await project?.remove();
  delete process.env.DOCKER_HOST;
  await daemon?.remove();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test("a refresh changes nothing, and a changed limit is applied", async () => {
  if (obstacle !== undefined) {
    process.stderr.write(`Not shown here: a daemon of the test's own can't be had, since ${obstacle}.\n`);
    return;
  }
  const stack = await TestStack.from(project, "acme", {
    "request-chat-poll-url": "http://ors.example/x.scxml",
  });
  // What this daemon publishes is not reached from the test's own network: up asks every connection instead.
  stack.edit(({ mobileServices }) => {
    delete mobileServices.GMS.ports.default.publish;
  });
  endedWith(0, await project.chatstack(["up", "--stack", stack.name]));
  const before = await processIds(stack.name);
  expect(Object.keys(before)).toHaveLength(6);
  const logs = (format: string) =>
    docker("inspect", "--format", `{{${format}}}`, stack.container("gms")).then((text) => text.trim());
  // The daemon has filled in what the test is about.
  expect(await logs("json .HostConfig.Ulimits")).toMatch(/nofile.*nproc|nproc.*nofile/);
  expect(await logs("json .HostConfig.LogConfig")).toMatch(/"compress":"true".*"max-size":"10m"/);
  await stack.succeed("up", "--refresh", "--yes", "--skip-preview", "--expect-no-changes");
  expect(await processIds(stack.name)).toEqual(before);

  stack.edit((definition) => (definition.logs = { maxSizeMb: 5 }));
  await stack.up();
  expect(await logs('index .HostConfig.LogConfig.Config "max-size"')).toBe("5m");
  expect(await processIds(stack.name)).not.toEqual(before);
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
});
