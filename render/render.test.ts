import { load } from "js-yaml";
import * as fc from "fast-check";
import type { Application, Deployment } from "../model";
import { deploymentOf, oneOfEach } from "../model/fixtures/single";
import {
  applicationDocument,
  applicationFile,
  canonicalJson,
  gmsUrls,
  manifest,
  optionFile,
  outputFiles,
  sha256,
} from ".";
import { restartHash } from "./restart-hash";
import { anyText } from "../test/support/any-text";

function find(deployment: Deployment, name: string): Application {
  const application = deployment.applications.find((each) => each.name === name);
  if (!application) throw new Error(`no ${name}`);
  return application;
}

/** The dev-like definition with one Chat Server option changed. */
const withSetting = (name: string, value: unknown, section = "settings") =>
  deploymentOf({
    ...oneOfEach,
    chatServers: {
      ChatServer1: { ...oneOfEach.chatServers.ChatServer1, options: { [section]: { [name]: value } } },
    },
  });

describe("the application file", () => {
  const deployment = deploymentOf();

  test("ends with the hash of every byte before that line", () => {
    const { text, hash } = applicationFile(deployment, find(deployment, "ChatServer1"));
    const at = text.lastIndexOf("hash: ");
    expect(text.slice(at)).toBe(`hash: ${hash}\n`);
    expect(sha256(text.slice(0, at))).toBe(hash);
  });

  test("parses to the document, and the values' hash is the document's", () => {
    const application = find(deployment, "ChatServer1_B");
    const { text, valuesHash } = applicationFile(deployment, application);
    const { hash: _, ...parsed } = load(text) as Record<string, unknown>;
    expect(parsed).toEqual(JSON.parse(JSON.stringify(applicationDocument(deployment, application))));
    expect(sha256(canonicalJson(parsed))).toBe(valuesHash);
  });

  test("connections stand on the primary only; the backup shows what is copied to it", () => {
    const primary = applicationDocument(deployment, find(deployment, "ChatServer1"));
    const backup = applicationDocument(deployment, find(deployment, "ChatServer1_B"));
    expect(primary.connections?.map(({ application }) => application)).toEqual([
      "ContactServer",
      "InteractionServer",
    ]);
    expect(primary.copiedFromPrimary).toBeUndefined();
    expect(backup.connections).toBeUndefined();
    expect(backup.copiedFromPrimary).toEqual({
      application: "ChatServer1",
      connections: primary.connections,
    });
    expect(backup.options).toEqual(primary.options);
    expect(backup.listeningPorts).toEqual(primary.listeningPorts);
  });

  test("a client's connection to a pair names the backup's same port", () => {
    const [link] = applicationDocument(deployment, find(deployment, "WebAPI")).connections ?? [];
    expect(link).toMatchObject({
      portId: "webapi",
      protocol: "http",
      port: 4802,
      backup: { application: "ChatServer1_B", host: "chatserver1-b", port: 4802 },
    });
  });

  test("a secret's value is in the container's file and nowhere else", () => {
    const gms = find(deployment, "GMS");
    expect(applicationFile(deployment, gms, () => "s3cret").text).toContain("s3cret");
    expect(applicationFile(deployment, gms).text).toContain("<secret:url>");
    expect([...outputFiles(deployment).values()].join()).not.toContain("s3cret");
  });

  test("any option value comes back from YAML as the string it is", () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const gms = find(deployment, "GMS");
        const application: Application = { ...gms, options: { chat: { x: value } } };
        const parsed = load(applicationFile(deployment, application).text) as {
          options: { chat: { x: unknown } };
        };
        expect(parsed.options.chat.x).toBe(value);
      }),
    );
  });
});

describe("determinism", () => {
  test("the order of keys does not change a byte", () => {
    const reversed = (value: unknown): unknown =>
      value !== null && typeof value === "object" && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, inner]) => [key, reversed(inner)]),
          )
        : value;
    expect([...outputFiles(deploymentOf(reversed(oneOfEach)))]).toEqual([...outputFiles(deploymentOf())]);
  });

  test("canonical JSON is the same for any order of keys, and different for different values", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const shuffled = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(shuffled)).toBe(canonicalJson(value));
        // JSON itself knows no negative zero.
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe("the restart hash", () => {
  const hashOf = (deployment: Deployment, name = "ChatServer1") =>
    restartHash(deployment, find(deployment, name));

  test("does not change with an option that takes effect immediately, on either member", () => {
    for (const name of ["ChatServer1", "ChatServer1_B"]) {
      expect(hashOf(withSetting("transcript-auto-save", 1), name)).toBe(hashOf(deploymentOf(), name));
    }
  });

  test.each([
    ["an option that takes effect after a restart", "session-shutdown-timeout", 200, "settings"],
    ["an unknown option", "made-up", "x", "made-up-section"],
  ])("changes with %s", (_, name, value, section) => {
    expect(hashOf(withSetting(name, value, section))).not.toBe(hashOf(deploymentOf()));
  });

  test("changes with a listening port, of the application and of those that connect to it", () => {
    const moved = deploymentOf({
      ...oneOfEach,
      chatServers: {
        ChatServer1: {
          ...oneOfEach.chatServers.ChatServer1,
          ports: { webapi: { port: 5802, protocol: "http" } },
        },
      },
    });
    for (const name of ["ChatServer1", "ChatServer1_B", "WebAPI"])
      expect(hashOf(moved, name)).not.toBe(hashOf(deploymentOf(), name));
    expect(hashOf(moved, "GMS")).toBe(hashOf(deploymentOf(), "GMS"));
  });
});

test("the option file has a section per section and keeps values verbatim", () => {
  const deployment = deploymentOf();
  expect(optionFile(deployment, find(deployment, "ChatServer1"))).toBe(
    "[endpoints:1]\ndefault=Chat In\n\n[settings]\nsession-restoration-mode=simple\ntranscript-auto-save=2\n",
  );
});

test("a GMS is reached at its published default port, at loopback if it is published everywhere", () => {
  expect(gmsUrls(deploymentOf())).toEqual([{ name: "GMS", url: "http://127.0.0.1:8080/genesys" }]);
  const everywhere = { default: { port: 8080, protocol: "http", publish: 9090, address: "0.0.0.0" } };
  const deployment = deploymentOf({
    ...oneOfEach,
    mobileServices: { GMS: { ...oneOfEach.mobileServices.GMS, ports: everywhere } },
  });
  expect(gmsUrls(deployment)).toEqual([{ name: "GMS", url: "http://127.0.0.1:9090/genesys" }]);
});

describe("what a definition says of reconnecting and of user properties", () => {
  const withMore = (more: object) =>
    deploymentOf({ ...oneOfEach, mobileServices: { GMS: { ...oneOfEach.mobileServices.GMS, ...more } } });
  const stated = withMore({
    reconnect: { attempts: 3 },
    annex: { sml: { "suspending-wait-timeout": 20, token: { secret: "url" } } },
  });

  test("is in the application's file, values as strings and secrets as in options", () => {
    const document = applicationDocument(stated, find(stated, "GMS"), () => "s3cret");
    expect(document.serverInfo.reconnect).toEqual({ timeout: 10, attempts: 3 });
    expect(document.annex).toEqual({ sml: { "suspending-wait-timeout": "20", token: "s3cret" } });
    expect([...outputFiles(stated).values()].join()).toContain("<secret:url>");
  });

  test("is in no file of an application that states none", () => {
    const text = applicationFile(stated, find(stated, "WebAPI")).text;
    expect(text).not.toMatch(/annex|reconnect/);
  });

  test("is taken in at a start: nothing says otherwise", () => {
    for (const more of [{ reconnect: { attempts: 3 } }, { annex: { sml: { a: "b" } } }]) {
      const changed = withMore(more);
      expect(restartHash(changed, find(changed, "GMS"))).not.toBe(
        restartHash(deploymentOf(), find(deploymentOf(), "GMS")),
      );
    }
  });
});

describe("the manifest's object", () => {
  const images = Object.fromEntries(
    ["mobileServices", "webApiServers", "chatServers", "interactionServers", "contactServers"].map(
      (group) => [group, "some:1"],
    ),
  );
  const delivery = {
    configurationServer: { host: "cfg.example", port: 2021, templates: { mobileServices: "GMS_811" } },
  };
  const imported = deploymentOf({
    ...oneOfEach,
    images,
    delivery,
    namePrefix: "acme_",
    mobileServices: {
      GMS: {
        ...oneOfEach.mobileServices.GMS,
        host: "host1",
        commandLine: ["./run.sh"],
        commandLineArguments: ["-v"],
        workingDirectory: "/opt/gms",
        startupTimeout: 120,
        reconnect: { timeout: 5 },
      },
    },
  });
  const objectOf = (name: string) =>
    manifest(imported).applications.find((application) => application.name === name)?.object;

  test("says what the definition does, as the process is started", () => {
    expect(objectOf("acme_GMS")).toEqual({
      tenant: "Environment",
      folder: "Applications",
      template: "GMS_811",
      host: "host1",
      workingDirectory: "/opt/gms",
      commandLine: ["./run.sh"],
      commandLineArguments: ["-host", "cfg.example", "-port", "2021", "-app", "acme_GMS", "-v"],
      startupTimeout: 120,
      shutdownTimeout: 90,
      timeout: 5,
      attempts: 1,
    });
  });

  test("has the product's own values if it doesn't, and leaves out what is the image's", () => {
    expect(objectOf("acme_ChatServer1_B")).toEqual({
      tenant: "Environment",
      folder: "Applications",
      commandLineArguments: ["-host", "cfg.example", "-port", "2021", "-app", "acme_ChatServer1_B"],
      startupTimeout: 90,
      shutdownTimeout: 90,
      timeout: 10,
      attempts: 1,
    });
  });

  test("is there with this delivery only", () => {
    expect(manifest(deploymentOf()).applications.some((application) => "object" in application)).toBe(false);
  });
});
