import { chmodSync, lstatSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../support/tools";
import { damage, damages, layFile } from "./damage";

/* Files that the set-up keeps or reads on the machine, each damaged in every way. */

type Environment = Record<string, string | undefined>;
/** The set-up is plain JavaScript outside the build. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const setup = <T>(name: string): T => require(join(checkout, "setup", `${name}.js`)) as T;
const { checkedArtifact } = setup<{ checkedArtifact(this: void, folder: string): unknown }>("artifact");
const { buildState } = setup<{ buildState(this: void, root: string): string }>("sources");
const { cliOnPath } = setup<{ cliOnPath(this: void, minimum: string, env: Environment): Promise<unknown> }>(
  "pulumi-cli",
);
const { dockerEndpoint } = setup<{ dockerEndpoint(this: void, env: Environment): { address: string } }>(
  "docker-endpoint",
);
const { passphraseVariables } = setup<{
  passphraseVariables(this: void, stack: string, env: Environment): unknown;
}>("passphrase");
const { pulumiVariables } = setup<{
  pulumiVariables(this: void, root: string, tools: unknown, env: Environment): Environment;
}>("environment");
const { selectedStack } = setup<{
  selectedStack(this: void, root: string, env: Environment): string | undefined;
}>("stack");
const { withLock } = setup<{ withLock<T>(this: void, file: string, work: () => Promise<T>): Promise<T> }>(
  "lock",
);

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "genesys-chat-hostile-setup-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each(damages)("$title, in the place of", (how) => {
  const isMissing = how.kind === "missing";
  const isOther = how.kind === "other";

  test("the record of a tool in the cache: the tool is made again", () => {
    layFile(join(folder, "tool"), "x");
    const sha256 = createHash("sha256").update("x").digest("hex");
    const files = { tool: { sha256, size: 1, mtimeMs: 0 } };
    const whole = JSON.stringify({ how: "built", files });
    layFile(join(folder, "record.json"), whole);
    expect(checkedArtifact(folder)).toMatchObject({ how: "built" });
    damage(join(folder, "record.json"), whole, how);
    expect(checkedArtifact(folder)).toBeUndefined();
  });

  test("the known version of a CLI: it is asked again", async () => {
    const script = "#!/bin/sh\necho v9.9.9\n";
    for (const name of ["pulumi", "pulumi-language-nodejs"])
      writeFileSync(join(folder, name), script, { mode: 0o755 });
    const memory = join(folder, "cache", "genesys-chat", "pulumi-on-path.json");
    damage(memory, JSON.stringify({ identity: "x", version: "1" }), how);
    const env = { PATH: `${folder}:/usr/bin:/bin`, XDG_CACHE_HOME: join(folder, "cache") };
    expect(await cliOnPath("3.200.0", env)).toMatchObject({ file: join(folder, "pulumi") });
    expect(JSON.parse(readFileSync(memory, "utf8"))).toMatchObject({ version: "v9.9.9" });
  });

  test("a lock: it is taken over, or refused in one sentence", async () => {
    const lock = join(folder, "a.lock");
    damage(lock, JSON.stringify({ pid: 2 ** 30, host: "elsewhere", started: "1" }), how);
    const ended = withLock(lock, () => Promise.resolve("done"));
    if (how.kind === "text") expect(await ended).toBe("done");
    else await expect(ended).rejects.toThrow(/a\.lock is not an ordinary file, .*: move it away, then run/);
    expect(lstatSync(lock, { throwIfNoEntry: false }) === undefined).toBe(how.kind === "text");
  });

  test("the record of a build: it is built again", () => {
    layFile(join(folder, "tsconfig.build.json"), "{}");
    damage(join(folder, "bin", "build.json"), '{"sources": "x"}', how);
    expect(buildState(folder)).toBe("absent");
  });

  test("Pulumi's login: one sentence, or none where the backend is set", () => {
    const file = join(folder, ".pulumi", "credentials.json");
    damage(file, '{"current": "https://backend.example"}', how);
    const variables = (more: Environment) =>
      pulumiVariables(folder, { cli: {}, plugin: {} }, { HOME: folder, ...more });
    const isLoggedOut = isMissing || how.title === "an empty object" || how.title.endsWith("in objects");
    if (isLoggedOut) expect(variables({}).PULUMI_BACKEND_URL).toMatch(/^file:/);
    else expect(() => variables({})).toThrow(/credentials\.json is damaged, .*: set PULUMI_BACKEND_URL to/);
    expect(variables({ PULUMI_BACKEND_URL: "file:///x" }).PULUMI_BACKEND_URL).toBeUndefined();
  });

  test("the stack that bare pulumi uses: none is selected", () => {
    layFile(join(folder, "Pulumi.yaml"), "name: p\n");
    const place = createHash("sha1").update(join(folder, "Pulumi.yaml")).digest("hex");
    damage(join(folder, "workspaces", `p-${place}-workspace.json`), '{"stack": "dev"}', how);
    expect(selectedStack(folder, { PULUMI_HOME: folder })).toBeUndefined();
  });

  test("the Docker client's settings, and one of its contexts: the docker command says what is wrong", () => {
    damage(join(folder, "config.json"), '{"currentContext": "far"}', how);
    expect(dockerEndpoint({ DOCKER_CONFIG: folder }).address).toBe("unix:///var/run/docker.sock");
    const key = createHash("sha256").update("far").digest("hex");
    const meta = join(folder, "contexts", "meta", key, "meta.json");
    damage(meta, '{"Endpoints": {"docker": {"Host": "tcp://far:1"}}}', how);
    expect(dockerEndpoint({ DOCKER_CONFIG: folder, DOCKER_CONTEXT: "far" }).address).toBe("");
  });

  test("a stack's passphrase: one sentence if it can't be one", () => {
    const file = join(folder, "acme");
    damage(file, "secret\n", how);
    if (how.kind === "text") chmodSync(file, 0o600);
    const read = () => passphraseVariables("acme", { GENESYS_CHAT_PASSPHRASES: folder });
    const isBlank = how.title === "empty" || how.title.endsWith("of blanks");
    if (isBlank || isOther || isMissing)
      expect(read).toThrow(/acme is (?:empty|no file): put the passphrase/);
    else expect(read()).toMatchObject({ PULUMI_CONFIG_PASSPHRASE_FILE: file });
  });
});
