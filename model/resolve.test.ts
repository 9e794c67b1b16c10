import { withValue } from "./fixtures/edit";
import { fullDefinition, shortDefinition } from "./fixtures/seed";
import { resolve } from "./resolve";
import { readSource } from "./source";

function resolved(text: string) {
  const { definition, source } = readSource(text, "Pulumi.dev.yaml");
  return resolve(definition, source);
}

describe("the seed's page", () => {
  const short = resolved(shortDefinition);
  const full = resolved(fullDefinition);

  test("is accepted in a dozen lines and written out, without an error or a warning", () => {
    const bad = [...short.problems, ...full.problems].filter(({ severity }) => severity !== "advice");
    expect(bad.map(({ rule, path }) => `${rule} ${path}`)).toEqual([]);
  });

  test("has the seed's values by default", () => {
    const options = Object.fromEntries(
      short.deployment!.applications.map(({ key, options }) => [key, options]),
    );
    expect(options).toEqual({
      GMS: {
        chat: {
          chat_load_balancer_url_path: "WebAPI812/SimpleSamples812/ChatHA/ChatLBServerInfo.jsp",
          chat_session_request_timeout: "30000",
          ixn_server_submit_queue: "default",
        },
        "service.request-chat-poll": {
          service: "http://ors.example/request-chat-poll.scxml",
          ttl: "3600",
          type: "ors",
        },
      },
      WebAPI: {},
      ChatServer1: chatOptions,
      ChatServer1_B: chatOptions,
      InteractionServer: {},
      ContactServer: {},
    });
  });

  test("means the same in a dozen lines and written out, but for what only the latter says", () => {
    const poke = (name: string) => ["GMS", "options", "service.request-chat-poll", name];
    const onlyFull = [["GMS", "image"], ["ChatServer1_B", "options", "log"], ...pokeOptions.map(poke)];
    const byKey = (resolution: typeof short) => ({
      ...resolution.deployment!,
      applications: Object.fromEntries(
        resolution.deployment!.applications.map((known) => [known.key, known]),
      ),
      externalServers: [],
    });
    const rest = onlyFull.reduce(
      (data, path) => withValue(data, ["applications", ...path], undefined),
      byKey(full),
    );
    expect(rest).toEqual(byKey(short));
  });

  test("resolves every connection to both members of a pair", () => {
    const webApi = short.deployment!.applications.find(({ key }) => key === "WebAPI")!;
    expect(webApi.connections).toEqual([
      {
        key: "ChatServer1",
        application: "ChatServer1",
        type: "ChatServer",
        host: "chatserver1",
        portId: "webapi",
        port: 4802,
        protocol: "http",
        backup: { application: "ChatServer1_B", host: "chatserver1-b", port: 4802 },
      },
    ]);
  });

  test("has an external server that is connected to like others", () => {
    const text = fullDefinition.replace(
      "[InteractionServer, ContactServer]",
      "[InteractionServer, ContactServer, MessageServer]",
    );
    const chat = resolved(text).deployment!.applications.find(({ key }) => key === "ChatServer1")!;
    expect(chat.connections.at(-1)).toEqual({
      key: "MessageServer",
      application: "MessageServer",
      type: "MessageServer",
      host: "fw.example",
      portId: "default",
      port: 7120,
    });
  });

  test("puts the prefix before names, and not before host names", () => {
    const { deployment } = resolved(fullDefinition.replace('namePrefix: ""', "namePrefix: acme_"));
    const backup = deployment!.applications.find(({ role }) => role === "backup")!;
    expect([backup.key, backup.name, backup.serverInfo.host]).toEqual([
      "ChatServer1_B",
      "acme_ChatServer1_B",
      "chatserver1-b",
    ]);
    expect(backup.serverInfo.primaryServer).toEqual({
      application: "acme_ChatServer1",
      host: "chatserver1",
      port: 4801,
    });
  });
});

const pokeOptions = [
  "chat_endpoint",
  "internal_api_url_base",
  "default_poke_message",
  "iws_plugin_url",
  "iws_plugin_view_name",
];

const chatOptions = {
  "endpoints:1": { default: "Chat In" },
  settings: { "session-restoration-mode": "simple", "transcript-auto-save": "2" },
};

describe("redundancy", () => {
  const chat = (redundancy: string) =>
    resolved(shortDefinition.replace("ContactServer] }", `ContactServer], redundancy: ${redundancy} }`))
      .deployment!.applications.filter(({ type }) => type === "ChatServer")
      .map(({ key, role, serverInfo, options }) => [
        key,
        role,
        serverInfo.redundancyType,
        options["settings"],
      ]);

  test.each([
    ["none", [["ChatServer1", "primary", "none", undefined]]],
    ["n-plus-one", [["ChatServer1", "primary", "n-plus-one", chatOptions.settings]]],
    [
      "warm-standby",
      [
        ["ChatServer1", "primary", "warm-standby", chatOptions.settings],
        ["ChatServer1_B", "backup", "warm-standby", chatOptions.settings],
      ],
    ],
  ])("%s", (redundancy, expected) => expect(chat(redundancy)).toEqual(expected));
});

test("a standby has its primary's ports and options, but for what differs and what is published", () => {
  const text = shortDefinition.replace(
    "ContactServer] }",
    `ContactServer], ports: { webapi: { port: 4902, protocol: http, publish: 4902 } },
        backup: { ports: { default: { port: 5801, publish: 5801 } }, options: { log: { verbose: all } } } }`,
  );
  const backup = resolved(text).deployment!.applications.find(({ role }) => role === "backup")!;
  expect(backup.ports).toEqual([
    { id: "ESP", port: 4803, address: "127.0.0.1" },
    { id: "default", port: 5801, publish: 5801, address: "127.0.0.1" },
    { id: "webapi", port: 4902, protocol: "http", address: "127.0.0.1" },
  ]);
  expect(backup.options["log"]).toEqual({ verbose: "all" });
  expect(backup.connections).toEqual([]);
});

test("values become strings in one place", () => {
  const text = shortDefinition.replace(
    "service.request-chat-poll: {",
    'gms: { http.socket_timeout: 5, a: true, b: "010", c: { secret: z } }, service.request-chat-poll: {',
  );
  const gms = resolved(`${text}  genesys-chat:secrets.z: { secure: v1:abc }\n`).deployment!.applications.find(
    ({ key }) => key === "GMS",
  )!;
  expect(gms.options["gms"]).toEqual({ "http.socket_timeout": "5", a: "true", b: "010", c: { secret: "z" } });
});

test.each([[undefined], [null], [{}]])("an empty definition gets the minimum as a hint: %p", (definition) => {
  const { deployment, problems } = resolve(definition);
  expect(deployment).toBeUndefined();
  expect(problems).toMatchObject([{ rule: "deployment-least", path: "", severity: "error" }]);
  expect(problems[0]!.hint).toMatch(/mobileServices, webApiServers, chatServers/);
});

test("all problems are reported at once, in the order of the file", () => {
  const text = shortDefinition
    .replace("connections: [WebAPI]", "conections: [WebAPI]")
    .replace("connections: [ChatServer1]", "connections: [ChatServr1]")
    .replace("InteractionServer: {} }", "InteractionServer: { ports: { default: { port: 70000 } } } }");
  const { problems } = resolved(text);
  expect(problems.filter(({ severity }) => severity === "error")).toMatchObject([
    {
      rule: "unknown-key",
      path: "/mobileServices/GMS/conections",
      line: 5,
      hint: 'Did you mean "connections"?',
    },
    {
      rule: "connection-exists",
      path: "/webApiServers/WebAPI/connections/0",
      line: 7,
      allowed: expect.arrayContaining(["ChatServer1"]),
    },
    { rule: "value-not-allowed", path: "/interactionServers/InteractionServer/ports/default/port", line: 9 },
  ]);
});

test("an Interaction Server links back to the primaries that submit to it, and to no others", () => {
  const text = shortDefinition
    .replace("InteractionServer: {} }", "InteractionServer: {}, Other: {} }")
    .replace("chatServers: {", "chatServers: { Z: { connections: [Other, ContactServer] },");
  const { deployment } = resolved(text.replace("[ChatServer1]", "[ChatServer1, Z]"));
  const links = (key: string) =>
    deployment!.applications
      .find((each) => each.key === key)!
      .connections.map((link) => [link.key, link.portId, link.backup?.application]);
  expect(links("InteractionServer")).toEqual([["ChatServer1", "ESP", "ChatServer1_B"]]);
  expect(links("Other")).toEqual([["Z", "ESP", "Z_B"]]);
});

test("an unknown endpoint is refused with those that exist", () => {
  const { definition, source } = readSource(
    shortDefinition.replace("options: {", "options: { chat: { ixn_server_submit_queue: Chat In },"),
    "Pulumi.dev.yaml",
  );
  expect(resolve(definition, source).problems.filter(({ severity }) => severity === "error")).toEqual([
    {
      rule: "endpoint-exists",
      severity: "error",
      subject: { kind: "GMS applications", name: "GMS" },
      path: "/mobileServices/GMS/options/chat/ixn_server_submit_queue",
      message:
        'chat/ixn_server_submit_queue names the endpoint "Chat In", which is missing in endpoints:1 of ChatServer1, endpoints:1 of ChatServer1_B.',
      allowed: ["default"],
      hint: "An endpoint is an option's name there, not the name of a queue.",
      file: "Pulumi.dev.yaml",
      line: 6,
      column: 53,
    },
  ]);
});

test("the engine's values and the file's have to agree", () => {
  const { source, definition } = readSource(shortDefinition, "Pulumi.dev.yaml");
  expect(resolve(structuredClone(definition), source).deployment).toBeDefined();
  const ports = { default: { port: 8091, protocol: "http" } };
  const other = withValue(definition, ["webApiServers", "WebAPI", "ports"], ports);
  expect(resolve(other, source).problems).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ rule: "engine-disagrees", path: "/webApiServers/WebAPI/ports", line: 7 }),
    ]),
  );
});
