// @ts-check
"use strict";

const { createHash } = require("node:crypto");
const http = require("node:http");
const path = require("node:path");
const { daemonSentence, daemonState, outdatedSentence } = require("./docker-daemon.js");
const {
  chooseDaemon,
  classify,
  classifyWords,
  daemonVariables,
  dockerEndpoint,
} = require("./docker-endpoint.js");
const { scratchFolder, lay } = require("./scratch-folder.js");

const HOME = "/nowhere";

test("without a choice it is this machine's own daemon", () => {
  expect(dockerEndpoint({ HOME })).toEqual({
    address: "unix:///var/run/docker.sock",
    source: "nothing",
    isDefault: true,
    request: { socketPath: "/var/run/docker.sock" },
  });
});

test.each([
  ["unix:///run/user/1000/docker.sock", { socketPath: "/run/user/1000/docker.sock" }],
  ["tcp://10.0.0.7:2376", { host: "10.0.0.7", port: 2376 }],
  ["tcp://box", { host: "box", port: 2375 }],
  ["tcp://[::1]:1234", { host: "::1", port: 1234 }],
  ["ssh://me@box", undefined],
])("DOCKER_HOST=%s", (address, request) => {
  expect(dockerEndpoint({ HOME, DOCKER_HOST: address })).toEqual({
    address,
    source: "DOCKER_HOST",
    isDefault: false,
    request,
  });
});

test("a daemon with certificates is left to the docker command", () => {
  expect(
    dockerEndpoint({ HOME, DOCKER_HOST: "tcp://box:2376", DOCKER_TLS_VERIFY: "1" }).request,
  ).toBeUndefined();
});

test("the context in use, and DOCKER_CONTEXT before it, name the daemon", () => {
  /** @param {string} name @param {string} host */
  const meta = (name, host) => ({
    [`contexts/meta/${createHash("sha256").update(name).digest("hex")}/meta.json`]: JSON.stringify({
      Endpoints: { docker: { Host: host } },
    }),
  });
  const DOCKER_CONFIG = lay(scratchFolder(), {
    "config.json": '{"currentContext": "rootless"}',
    ...meta("rootless", "unix:///run/user/1/docker.sock"),
    ...meta("far", "ssh://far"),
  });
  expect(dockerEndpoint({ HOME, DOCKER_CONFIG })).toMatchObject({
    address: "unix:///run/user/1/docker.sock",
    source: "the context rootless",
    isDefault: false,
  });
  expect(dockerEndpoint({ HOME, DOCKER_CONFIG, DOCKER_CONTEXT: "far" }).address).toBe("ssh://far");
  expect(dockerEndpoint({ HOME, DOCKER_CONFIG, DOCKER_CONTEXT: "default" }).isDefault).toBe(true);
});

test.each([
  ["EACCES", "denied"],
  ["ENOENT", "absent"],
  ["ECONNREFUSED", "absent"],
  ["ETIMEDOUT", "failing"],
])("%s on the way to the daemon means %s", (code, state) => {
  expect(classify(Object.assign(new Error("words"), { code }))).toEqual({ state, reason: "words" });
});

test.each([
  ["permission denied while trying to connect to the Docker daemon socket at unix:///x", "denied"],
  ["Cannot connect to the Docker daemon at tcp://x. Is the docker daemon running?", "absent"],
  ["error during connect: tls: bad certificate", "failing"],
])("the docker command's %j means %s", (words, state) => {
  expect(classifyWords(words).state).toBe(state);
});

test("a missing socket, one without a server, and one that answers are distinguished", async () => {
  const folder = scratchFolder();
  const state = (/** @type {string} */ name) =>
    daemonState(dockerEndpoint({ HOME, DOCKER_HOST: `unix://${path.join(folder, name)}` }));
  expect((await state("absent.sock")).state).toBe("absent");
  let answer = 200;
  const server = http.createServer((_, response) => response.writeHead(answer).end("OK"));
  await new Promise((resolve) => server.listen(path.join(folder, "docker.sock"), () => resolve(undefined)));
  expect((await state("docker.sock")).state).toBe("answers");
  answer = 500;
  expect(await state("docker.sock")).toEqual({ state: "failing", reason: "it answers HTTP 500" });
  await new Promise((resolve) => server.close(resolve));
});

test("each trouble is one sentence with the address and what to do", () => {
  const own = dockerEndpoint({ HOME });
  const chosen = dockerEndpoint({ HOME, DOCKER_HOST: "tcp://127.0.0.1:1" });
  expect(daemonSentence(own, { state: "denied", reason: "" })).toMatch(
    /may not use.*docker\.sock: .*usermod -aG docker/,
  );
  expect(daemonSentence(own, { state: "absent", reason: "" })).toMatch(
    /No Docker daemon answers at unix.*systemctl start docker/,
  );
  expect(daemonSentence(chosen, { state: "absent", reason: "" })).toBe(
    "No Docker daemon answers at tcp://127.0.0.1:1 (named by DOCKER_HOST): start it, or change DOCKER_HOST.",
  );
  expect(daemonSentence(chosen, { state: "failing", reason: "HTTP 500" })).toMatch(
    /does not answer as it should \(HTTP 500\)/,
  );
});

describe("one daemon for the docker command and the provider", () => {
  const key = createHash("sha256").update("remote").digest("hex");
  /** @param {string} host @param {Record<string, string>} [more] */
  const contexts = (host, more = {}) =>
    lay(scratchFolder(), {
      "config.json": '{"currentContext": "remote"}',
      [`contexts/meta/${key}/meta.json`]: JSON.stringify({ Endpoints: { docker: { Host: host } } }),
      ...more,
    });

  test("nothing is set where nothing is chosen, and where DOCKER_HOST alone is", () => {
    expect(daemonVariables({ HOME })).toEqual({});
    expect(daemonVariables({ HOME, DOCKER_HOST: "tcp://box" })).toEqual({});
  });

  test("a context in use becomes DOCKER_HOST, and messages still name the context", () => {
    /** @type {NodeJS.ProcessEnv} */
    const env = { HOME, DOCKER_CONFIG: contexts("tcp://box:2375"), DOCKER_TLS_VERIFY: "1" };
    chooseDaemon(env);
    expect(env).toMatchObject({ DOCKER_HOST: "tcp://box:2375" });
    expect(env).not.toHaveProperty("DOCKER_TLS_VERIFY");
    expect(dockerEndpoint(env)).toMatchObject({
      address: "tcp://box:2375",
      source: "the context remote",
      request: { host: "box", port: 2375 },
    });
    expect(daemonVariables(env)).toEqual({});
    expect(dockerEndpoint({ ...env, DOCKER_HOST: "tcp://other" }).source).toBe("DOCKER_HOST");
  });

  test("DOCKER_CONTEXT is unset: the provider prefers it to DOCKER_HOST, the docker command does not", () => {
    const DOCKER_CONFIG = contexts("ssh://me@box");
    expect(daemonVariables({ HOME, DOCKER_CONFIG, DOCKER_CONTEXT: "remote" })).toMatchObject({
      DOCKER_HOST: "ssh://me@box",
      DOCKER_CONTEXT: undefined,
    });
    expect(daemonVariables({ HOME, DOCKER_CONTEXT: "remote", DOCKER_HOST: "tcp://box" })).toEqual({
      DOCKER_CONTEXT: undefined,
    });
    expect(daemonVariables({ HOME, DOCKER_CONTEXT: "default" })).toEqual({ DOCKER_CONTEXT: undefined });
  });

  test("the certificates of a context, or those that the docker command takes by default, go with it", () => {
    const DOCKER_CONFIG = contexts("tcp://box:2376", { [`contexts/tls/${key}/docker/ca.pem`]: "" });
    expect(daemonVariables({ HOME, DOCKER_CONFIG })).toMatchObject({
      DOCKER_HOST: "tcp://box:2376",
      DOCKER_TLS_VERIFY: "1",
      DOCKER_CERT_PATH: path.join(DOCKER_CONFIG, "contexts", "tls", key, "docker"),
    });
    const env = { HOME, DOCKER_HOST: "tcp://box:2376", DOCKER_TLS_VERIFY: "1" };
    expect(daemonVariables(env)).toEqual({ DOCKER_CERT_PATH: path.join(HOME, ".docker") });
    expect(daemonVariables({ HOME, DOCKER_HOST: "tcp://box", DOCKER_CERT_PATH: "/certs" })).toEqual({
      DOCKER_CERT_PATH: undefined,
    });
  });

  test("a context that there is not is one sentence, and changes nothing", () => {
    const env = { HOME, DOCKER_CONTEXT: "nowhere" };
    expect(daemonVariables(env)).toEqual({});
    expect(daemonSentence(dockerEndpoint(env), { state: "failing", reason: "" })).toMatch(
      /^There is no Docker context nowhere: .*DOCKER_HOST\.$/,
    );
  });
});

test.each([
  ["1.40", true],
  ["1.9", true],
  ["1.41", false],
  ["1.56", false],
  [undefined, false],
])("an engine with API %s is too old: %s", (api, outdated) => {
  const sentence = outdatedSentence(dockerEndpoint({ HOME, DOCKER_HOST: "tcp://box" }), api);
  if (outdated)
    expect(sentence).toMatch(
      /tcp:\/\/box speaks Engine API .*20\.10 \(API 1\.41\) or newer is needed: update/,
    );
  else expect(sentence).toBeUndefined();
});
