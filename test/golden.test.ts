import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { resolveFile } from "../system/stack-file";
import { type Deployment, hasErrors, resolve } from "../model";
import { outputFiles } from "../render";
import { checkout } from "./support/project-copy";
import { sequence, shuffled } from "./support/shuffled";
import { repositoryDefinition } from "./support/test-stack";

/*
 * Every rendered file of the repository's stacks, byte for byte. After a wanted change: GOLDEN=update npx jest golden,
 * and the review shows what became of the files.
 */
const update = process.env.GOLDEN === "update";
const stacks = ["dev", "acme"] as const;

const goldenFolder = (stack: string) => join(__dirname, "golden", stack);

function deploymentOf(stack: string): Deployment {
  const { deployment, problems } = resolveFile(join(checkout, `Pulumi.${stack}.yaml`));
  if (!deployment || hasErrors(problems))
    throw new Error(`${stack} is not valid: ${JSON.stringify(problems)}`);
  return deployment;
}

function goldenPaths(stack: string): string[] {
  const folder = goldenFolder(stack);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

function write(stack: string, files: ReadonlyMap<string, string>): void {
  rmSync(goldenFolder(stack), { recursive: true, force: true });
  for (const [path, text] of files) {
    const file = join(goldenFolder(stack), path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

describe.each(stacks)("the files of %s", (stack) => {
  const files = outputFiles(deploymentOf(stack));
  if (update) write(stack, files);

  test("are those that are kept, no more and no fewer", () => {
    expect([...files.keys()].sort()).toEqual(goldenPaths(stack));
  });

  test.each([...files.keys()])("%s has the bytes that are kept", (path) => {
    expect(files.get(path)).toBe(readFileSync(join(goldenFolder(stack), path), "utf8"));
  });

  test("are the same whatever the order of the definition's keys", () => {
    const random = sequence(20);
    for (let round = 0; round < 20; round += 1) {
      const { deployment } = resolve(shuffled(repositoryDefinition(stack), random));
      expect(deployment && [...outputFiles(deployment)]).toEqual([...files]);
    }
  });
});

/** What the golden files stand for: were they updated without a look, this would still say so. */
test("the deployment guide's own values stand in dev's files", () => {
  const files = outputFiles(deploymentOf("dev"));
  const gms = files.get("applications/GMS.cfg") ?? "";
  const chatServers = ["ChatServer1", "ChatServer1_B", "ChatServer2", "ChatServer2_B"];
  for (const line of [
    "chat_load_balancer_url_path=WebAPI812/SimpleSamples812/ChatHA/ChatLBServerInfo.jsp",
    "chat_session_request_timeout=30000",
    "ixn_server_submit_queue=default",
    // The guide leaves the address open: "url to SCXML application"; dev has the simulator's own sample.
    "service=http://orchestrationserver:7140/samples/request-chat-poll.scxml",
    "ttl=3600",
    "type=ors",
    "chat_endpoint=default",
    "internal_api_url_base=http://gms:8080",
    "default_poke_message=Please join",
    "iws_plugin_url=http://samples.example/plugin.jsp",
    "iws_plugin_view_name=Poke",
  ]) {
    expect(gms.split("\n")).toContain(line);
  }
  for (const server of chatServers) {
    const lines = (files.get(`applications/${server}.cfg`) ?? "").split("\n");
    expect(lines).toEqual(
      expect.arrayContaining([
        "[endpoints:1]",
        "default=Chat In",
        "[settings]",
        "session-restoration-mode=simple",
        "transcript-auto-save=2",
      ]),
    );
  }
});
