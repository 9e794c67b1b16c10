import { twoPairs } from "../../model/fixtures/pairs";
import { applicationFile, definitionHash, sha256 } from "../../render";
import {
  container,
  healthy,
  withFacts,
  findingLines,
  withContainer,
  withFile,
  withProcess,
} from "../../test/support/situations";
import { evaluate, notes } from "./evaluation";
import type { Situation } from "./situation";

let right: Situation;

beforeEach(() => {
  right = healthy(twoPairs());
});

describe("files and what is in force", () => {
  const file = (name: string) => {
    const { deployment } = right.declared;
    const application = deployment.applications.find((one) => one.name === name)!;
    return applicationFile(deployment, application).text;
  };
  const rehashed = (text: string) => {
    const body = text.slice(0, text.lastIndexOf("hash: "));
    return `${body}hash: ${sha256(body)}\n`;
  };

  test("an edit that leaves the hash as it was", () => {
    const edited = withFile(right, "ChatServer1", file("ChatServer1").replace("Chat In", "Chat Out"));
    expect(findingLines(evaluate(edited))).toEqual([
      "error file ChatServer1 $ ./chatstack up --stack dev --replace '**Container::ChatServer1-carrier'",
    ]);
  });

  test("an edit with a corrected hash names what differs", () => {
    const text = rehashed(file("ChatServer1").replace("Chat In", "Chat Out"));
    const [finding] = evaluate(withFile(right, "ChatServer1", text));
    expect(finding).toMatchObject({ check: "file", application: "ChatServer1" });
    expect(finding?.message).toContain("endpoints:1/default");
  });

  test("what an earlier up wrote is no edit", () => {
    const text = rehashed(file("ChatServer1").replace("Chat In", "Chat Out"));
    const applied = {
      ...right.facts.applied!,
      files: new Map([[`${container("chatserver1")}_carrier`, text]]),
    };
    const earlier = withFacts(withFile(right, "ChatServer1", text), { applied });
    expect(findingLines(evaluate(earlier))).toEqual([
      "error configuration ChatServer1 $ ./chatstack up --stack dev",
    ]);
  });

  test("a file that the state has sealed: whether the definition changed since tells an edit from an earlier file", () => {
    const text = rehashed(file("GMS").replace("3600", "60"));
    const sealed = { ...right.facts.applied!, files: new Map<string, string>() };
    const edited = withFile(right, "GMS", text);
    const unchanged = { ...sealed, definitionHash: definitionHash(right.declared.deployment) };
    expect(evaluate(withFacts(edited, { applied: unchanged }))).toMatchObject([{ check: "file" }]);
    const changed = { ...sealed, definitionHash: "another" };
    expect(evaluate(withFacts(edited, { applied: changed }))).toMatchObject([{ check: "configuration" }]);
  });

  test("a file that is gone", () => {
    expect(findingLines(evaluate(withFile(right, "GMS", undefined)))[0]).toMatch(/^error file GMS/);
  });

  test("values that wait for a restart", () => {
    const waiting = withProcess(right, "ChatServer2", (fact) => ({
      ...fact,
      status: { ...fact.status!, inForce: "other", restartPending: ["settings/session-shutdown-timeout"] },
    }));
    const [finding] = evaluate(waiting);
    expect(finding?.message).toContain("settings/session-shutdown-timeout");
    expect(finding?.remedy).toBe(`docker restart -t 15 ${container("chatserver2")}`);
  });

  test("a process that has not taken its file in", () => {
    const late = withProcess(right, "GMS", (fact) => ({
      ...fact,
      status: { ...fact.status!, inForce: "other" },
    }));
    expect(evaluate(late)).toMatchObject([{ check: "configuration", application: "GMS" }]);
  });
});

describe("custom images", () => {
  const images = Object.fromEntries(
    ["mobileServices", "webApiServers", "chatServers", "interactionServers", "contactServers"].map(
      (group) => [group, "registry.example/genesys:1"],
    ),
  );

  test("what they have in force can't be seen, and is said; what can be seen is judged", () => {
    const named = healthy({ ...twoPairs(), images });
    expect(evaluate(named)).toEqual([]);
    expect(notes(named)).toEqual([
      expect.stringMatching(/^ChatServer1, .*report neither the configuration in force/),
    ]);
    expect(findingLines(evaluate(withContainer(named, container("webapi"), { status: "exited" })))).toEqual([
      `error container WebAPI $ docker start ${container("webapi")}`,
    ]);
  });

  test("a container that was made for an earlier configuration shows it by its label", () => {
    const named = healthy({ ...twoPairs(), images });
    const old = { labels: { "genesys-chat.restart-hash": "0123456789abcdef" } };
    expect(findingLines(evaluate(withContainer(named, container("gms"), old)))).toEqual([
      "error configuration GMS $ ./chatstack up --stack dev",
    ]);
  });

  test("with delivery by Configuration Server no file is looked for, and it is said what can't be seen", () => {
    const delivery = { configurationServer: { host: "config.example" } };
    const delivered = healthy({ ...twoPairs(), images, delivery });
    expect(evaluate(delivered)).toEqual([]);
    expect(notes(delivered)).toEqual([
      expect.stringContaining(
        "Configuration Server at config.example: which options are in force can't be seen",
      ),
    ]);
    expect(delivered.declared.applications.flatMap(({ volumes }) => volumes.map(({ role }) => role))).toEqual(
      ["data", "data"],
    );
  });
});
