import * as pulumi from "@pulumi/pulumi";
import type { Client } from "./daemon";
import { daemonIn, moveVariable } from "../docker/daemon-record";
import { daemonOfUpdate } from "./stack-daemon";

const host = "unix:///var/run/docker.sock";
const local = { id: "AAAA:BBBB:CCCC:DDDD", endpoint: host };
const remote = { id: "0f1e2d3c-aaaa-bbbb", endpoint: "tcp://box:2375" };

/** A Docker client of a machine on which these daemons answer, with a context in use. */
function clients(inUse: typeof local): (where: readonly string[]) => Client {
  return ([flag, value]) =>
    (words) => {
      if (words[0] === "context") return Promise.resolve({ code: 0, output: `${inUse.endpoint}\n` });
      const endpoint = flag === "--host" ? value : inUse.endpoint;
      const found = [local, remote].find((daemon) => daemon.endpoint === endpoint);
      return Promise.resolve(found ? { code: 0, output: `${found.id}\n` } : { code: 1, output: "no daemon" });
    };
}

const update = (recorded: typeof local | undefined, env: NodeJS.ProcessEnv, inUse = local) =>
  daemonOfUpdate("dev", recorded, clients(inUse), env);

beforeEach(() => pulumi.runtime.setAllConfig({}));

test("the daemon that an update meets is recorded, and met again", async () => {
  expect(await update(undefined, {})).toEqual(local);
  expect(await update(local, {})).toEqual(local);
  expect(await update(remote, { DOCKER_HOST: remote.endpoint })).toEqual(remote);
});

test("another one is refused in one sentence that names both, unless it is meant", async () => {
  const refused = update(local, { DOCKER_HOST: remote.endpoint });
  await expect(refused).rejects.toThrow(
    /^Stack dev is on the Docker daemon AAAA:BBBB:CCCC… at unix:\S+, and this is 0f1e2d3c-aaaa-… at tcp:\/\/box:2375: set DOCKER_HOST=unix:\S+ .*--move-daemon" \(docs\/daemons\.md\)\. Nothing was registered, nothing was changed\.$/,
  );
  const env = { DOCKER_HOST: remote.endpoint, [moveVariable]: remote.id };
  expect(await update(local, env)).toEqual(remote);
  await expect(update(local, { ...env, [moveVariable]: "another" })).rejects.toThrow(/Stack dev is on/);
});

test("the same daemon by another spelling is that daemon", async () => {
  expect(await update({ ...local, endpoint: "tcp://127.0.0.1:2375" }, {})).toEqual(local);
});

test("a context in use that the provider does not know is refused, with the variable to set", async () => {
  await expect(update(undefined, {}, remote)).rejects.toThrow(/set DOCKER_HOST=tcp:\/\/box:2375 and unset/);
  expect(await update(undefined, { DOCKER_HOST: host }, remote)).toEqual(local);
});

test("where the provider has a setting of its own, its daemon is the stack's", async () => {
  pulumi.runtime.setAllConfig({ "docker:host": remote.endpoint });
  expect(await update(undefined, {})).toEqual(remote);
  // ./chatstack asks the Docker client, which is on another one.
  await expect(update(undefined, { GENESYS_CHAT_COMMAND: "1" })).rejects.toThrow(/set DOCKER_HOST=unix/);
});

test("a daemon that does not answer is the provider's to report", async () => {
  expect(await update(local, { DOCKER_HOST: "tcp://127.0.0.1:1" })).toBeUndefined();
});

test("outputs of an earlier release name no daemon", () => {
  expect(daemonIn({})).toBeUndefined();
  expect(daemonIn({ daemon: "x" })).toBeUndefined();
  expect(daemonIn({ daemon: remote })).toEqual(remote);
});
