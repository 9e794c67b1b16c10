import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { containerIds, docker, processIds, stackObjects } from "./support/docker-objects";
import { ProjectCopy } from "./support/project-copy";
import { TestStack, type LooseDefinition } from "./support/test-stack";

/* Custom images on the real daemon: how they are started, what they may write, and their custom files. */
jest.setTimeout(240_000);

/** What a "real" product is here: it tells what it was started as and what it finds, and keeps a line per start. */
const product = `
const fs = require("fs");
const attempt = (action) => { try { return action(); } catch (error) { return error.code; } };
console.log(JSON.stringify({
  argv: process.argv.slice(2),
  cwd: process.cwd(),
  account: process.getuid() + ":" + process.getgid(),
  page: attempt(() => fs.readFileSync("/opt/product/pages/page.jsp", "utf8")),
  pages: attempt(() => fs.readdirSync("/opt/product/pages").sort()),
  etc: attempt(() => fs.readFileSync("/etc/product.conf", "utf8")),
  configuration: attempt(() => fs.readdirSync("/etc/genesys")),
  starts: attempt(() => {
    fs.appendFileSync("/opt/product/data/starts", "x");
    return fs.readFileSync("/opt/product/data/starts", "utf8").length;
  }),
  logs: attempt(() => fs.writeFileSync("/var/log/product/log", "x")),
  overPage: attempt(() => fs.writeFileSync("/opt/product/pages/other", "x")),
  overRoot: attempt(() => fs.writeFileSync("/opt/product/other", "x")),
}));
process.on("SIGTERM", () => process.exit(0));
setInterval(() => {}, 60000);
`;

/** No shell in the image: Node.js is all there is. */
const making = `
const fs = require("fs");
fs.mkdirSync("/opt/product/pages", { recursive: true });
fs.mkdirSync("/opt/product/data");
fs.writeFileSync("/opt/product/pages/page.jsp", "the image's");
fs.writeFileSync("/opt/product/pages/neighbour.jsp", "neighbour");
fs.writeFileSync("/opt/product/data/of-the-image", "x");
`;

interface ReportedStatus {
  readonly argv: string[];
  readonly [what: string]: unknown;
}

let project: ProjectCopy;
let stack: TestStack;
let folder: string;
const image = `genesys-chat-test-product:t${process.pid}images`;

beforeAll(async () => {
  project = await ProjectCopy.withProgram();
  folder = mkdtempSync(join(tmpdir(), "genesys-chat-product-"));
  await makeImage();
  stack = await TestStack.from(project, "dev");
  const { subnet } = stack.definition.network;
  project.writeFile("page.jsp", "first");
  project.writeFile("product.conf", "configured");
  stack.edit((definition) => replaceWith(definition, definitionOf(subnet)));
  await stack.up();
});

afterAll(async () => {
  await project?.remove();
  await docker("image", "rm", "--force", image);
  rmSync(folder, { recursive: true, force: true });
});

async function makeImage(): Promise<void> {
  const base = await docker(
    ...["image", "inspect", await simulatorImage(), "--format"],
    '{{index .Config.Labels "genesys-chat.image.base"}}',
  );
  writeFileSync(join(folder, "product.js"), product);
  writeFileSync(join(folder, "making.js"), making);
  const steps = [
    `FROM ${base.trim()}`,
    "COPY product.js making.js /app/",
    'RUN ["node", "/app/making.js"]',
    "WORKDIR /opt/product",
    'ENTRYPOINT ["node", "/app/product.js"]',
    'CMD ["as-the-image-has-it"]',
  ];
  writeFileSync(join(folder, "Dockerfile"), `${steps.join("\n")}\n`);
  await docker("build", "--tag", image, folder);
}

async function simulatorImage(): Promise<string> {
  const file = join(project.folder, "bin", "simulator", "image", "tag.json");
  return (JSON.parse(await readFile(file, "utf8")) as { image: string }).image;
}

function definitionOf(subnet: string): LooseDefinition {
  return {
    network: { subnet },
    images: Object.fromEntries(
      ["mobileServices", "chatServers", "interactionServers", "contactServers"].map((group) => [
        group,
        image,
      ]),
    ),
    mobileServices: {
      GMS: {
        ports: { default: { port: 8080, protocol: "http" } },
        connections: ["WebAPI"],
        options: { "service.request-chat-poll": { service: "http://ors.example/x.scxml" } },
      },
    },
    webApiServers: {
      WebAPI: {
        image,
        connections: ["ChatServer1"],
        commandLineArguments: ["-stated", "two words"],
        workingDirectory: "/opt/product/pages",
        user: "500:501",
        startupTimeout: 65,
        shutdownTimeout: 20,
        resources: { memoryMb: 300, cpuMillis: 250 },
        writablePaths: ["/opt/product/data", "/var/log/product"],
        files: { "/opt/product/pages/page.jsp": "page.jsp", "/etc/product.conf": "product.conf" },
        health: { command: ["node", "-e", "process.exit(0)"], interval: 1 },
      },
    },
    chatServers: {
      ChatServer1: { redundancy: "none", connections: ["InteractionServer", "ContactServer"] },
    },
    interactionServers: { InteractionServer: {} },
    contactServers: { ContactServer: {} },
  };
}

function replaceWith(definition: LooseDefinition, other: LooseDefinition): void {
  for (const key of Object.keys(definition)) delete definition[key];
  Object.assign(definition, other);
}

/** What a process told at its last start. */
async function told(host: string): Promise<ReportedStatus> {
  const lines = (await docker("logs", stack.container(host))).trim().split("\n");
  return JSON.parse(lines.at(-1) ?? "") as ReportedStatus;
}

/** The processes that have another container than before. */
async function replacedBy(change: () => Promise<unknown>): Promise<string[]> {
  const before = await processIds(stack.name);
  await change();
  const after = await processIds(stack.name);
  return Object.keys(after).filter((name) => after[name] !== before[name]);
}

test("a process is started as the definition says, sees its own files among the image's, and writes to its writable paths", async () => {
  expect(await told("webapi")).toEqual({
    argv: ["-stated", "two words"],
    cwd: "/opt/product/pages",
    account: "500:501",
    page: "first",
    pages: ["neighbour.jsp", "page.jsp"],
    etc: "configured",
    configuration: ["application.yaml"],
    starts: 1,
    overPage: "EROFS",
    overRoot: "EROFS",
  });
});

test("one that states nothing runs as the image has it, under the usual account", async () => {
  expect(await told("gms")).toMatchObject({
    argv: ["as-the-image-has-it"],
    cwd: "/opt/product",
    account: "10001:10001",
    page: "the image's",
    starts: "EROFS",
  });
});

test("the limits and the health check are the daemon's", async () => {
  const [container] = JSON.parse(await docker("inspect", stack.container("webapi"))) as {
    HostConfig: {
      Memory: number;
      MemorySwap: number;
      CpuQuota: number;
      CpuPeriod: number;
      ReadonlyRootfs: boolean;
    };
    State: { Health?: { Status: string } };
  }[];
  expect(container?.HostConfig).toMatchObject({
    Memory: 300 * 1024 * 1024,
    MemorySwap: 300 * 1024 * 1024,
    CpuQuota: 25_000,
    CpuPeriod: 100_000,
    ReadonlyRootfs: true,
  });
  expect(container?.State.Health?.Status).toBe("healthy");
});

test("a second update changes nothing, not even after a refresh", async () => {
  const before = await containerIds(stack.name);
  await stack.up("--expect-no-changes");
  await stack.up("--refresh", "--expect-no-changes");
  expect(await containerIds(stack.name)).toEqual(before);
});

test("a changed file replaces its process and no other; what was written is kept", async () => {
  const replaced = await replacedBy(async () => {
    project.writeFile("page.jsp", "second");
    await stack.up();
  });
  expect(replaced).toEqual([stack.container("webapi")]);
  expect(await told("webapi")).toMatchObject({
    page: "second",
    pages: ["neighbour.jsp", "page.jsp"],
    starts: 2,
  });
  // The volume of before is gone with the update that replaced it.
  const { volumes } = await stackObjects(stack.name);
  expect(volumes.filter((name) => name.includes(".webapi_files_"))).toHaveLength(2);
});

test("what is no longer stated is the image's own again", async () => {
  const replaced = await replacedBy(async () => {
    stack.edit(({ webApiServers: { WebAPI } }) => {
      for (const key of ["commandLineArguments", "workingDirectory", "files", "user"]) delete WebAPI[key];
    });
    await stack.up();
  });
  expect(replaced).toEqual([stack.container("webapi")]);
  expect(await told("webapi")).toMatchObject({
    argv: ["as-the-image-has-it"],
    cwd: "/opt/product",
    account: "10001:10001",
    page: "the image's",
    starts: "EACCES",
  });
});

describe("delivered by a Configuration Server", () => {
  beforeAll(async () => {
    stack.edit((definition) => {
      definition.delivery = { configurationServer: { host: "cfg.example", port: 2021 } };
    });
    await stack.up();
  });

  test("a process gets the address of its configuration, and has no application file", async () => {
    expect(await told("chatserver1")).toMatchObject({
      argv: ["-host", "cfg.example", "-port", "2021", "-app", "ChatServer1"],
      configuration: "ENOENT",
    });
    const { volumes } = await stackObjects(stack.name);
    expect(volumes.filter((name) => name.endsWith("_config"))).toEqual([]);
  });

  test("an option changes no container, and the update says what is to be done", async () => {
    const before = await containerIds(stack.name);
    stack.edit(({ chatServers: { ChatServer1 } }) => {
      ChatServer1.options = { settings: { "session-shutdown-timeout": 200 } };
    });
    const { stdout } = await stack.up();
    expect(await containerIds(stack.name)).toEqual(before);
    expect(stdout).toMatch(new RegExp(`import them from out/${stack.name}/.*restart`));
  });
});

test("nothing is left once it is destroyed", async () => {
  await stack.destroy();
  expect(await stackObjects(stack.name)).toEqual({ containers: [], networks: [], volumes: [] });
});
