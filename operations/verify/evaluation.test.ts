import { twoPairs } from "../../model/fixtures/pairs";
import {
  container,
  healthy,
  withFacts,
  findingLines,
  withContainer,
  withProcess,
} from "../../test/support/situations";
import { evaluate, notes } from "./evaluation";
import type { Situation } from "./situation";

let right: Situation;

beforeEach(() => {
  right = healthy(twoPairs());
});

test("a stack that is as declared has no finding, and nothing to note", () => {
  expect(evaluate(right)).toEqual([]);
  expect(notes(right)).toEqual([]);
});

describe("ports and connections", () => {
  const failing = (situation: Situation, application: string, about: string, name: string) =>
    withProcess(situation, application, (fact) => ({
      ...fact,
      links: fact.links.map((link) =>
        link.about === about && link.name === name ? { ...link, reason: "ECONNREFUSED" } : link,
      ),
    }));

  test("a port that does not listen", () => {
    const [finding, ...others] = evaluate(failing(right, "ChatServer1", "listening-port", "ESP"));
    expect(others).toEqual([]);
    expect(finding?.message).toBe("ChatServer1 does not listen on its port ESP (4803): ECONNREFUSED.");
    expect(finding?.impact).toBe("No agent can join its chats.");
  });

  test("the standby is asked for over the connection's backup", () => {
    const [finding] = evaluate(failing(right, "WebAPI", "connection", "ChatServer1_B"));
    expect(finding).toMatchObject({ check: "connection", object: "WebAPI -> ChatServer1_B" });
    expect(finding?.message).toContain("chatserver1-b:4802");
  });

  test("a connection to one that is down is no finding of its own", () => {
    const stopped = withContainer(right, container("interactionserver"), { status: "exited" });
    const findings = evaluate(failing(stopped, "ChatServer1", "connection", "InteractionServer"));
    expect(findings.map(({ check }) => check)).toEqual(["container"]);
  });

  test("a published port that does not answer", () => {
    const published = [
      { application: "GMS", portId: "default", address: "127.0.0.1", port: 8080, reason: "ECONNREFUSED" },
    ];
    expect(findingLines(evaluate(withFacts(right, { published })))).toEqual([
      "error published-port GMS $ ./chatstack up --stack dev --replace '**Container::GMS'",
    ]);
  });

  test("an external server is a warning: nothing of the stack fixes it", () => {
    const definition = twoPairs();
    const external = healthy({
      ...definition,
      externalServers: { MessageServer: { type: "MessageServer", host: "fw.example", port: 7120 } },
      mobileServices: {
        GMS: { ...definition.mobileServices!.GMS, connections: ["WebAPI", "MessageServer"] },
      },
    });
    const [finding] = evaluate(failing(external, "GMS", "connection", "MessageServer"));
    expect(finding).toMatchObject({ severity: "warning", check: "connection" });
    expect(finding?.remedy).toContain("edit /externalServers/MessageServer in Pulumi.dev.yaml");
  });
});

describe("pairs", () => {
  const role = (situation: Situation, application: string, is: "active" | "standby", epoch: number) =>
    withProcess(situation, application, (fact) => ({
      ...fact,
      status: { ...fact.status!, role: is, epoch },
    }));

  test("two active members: the one with the older lease is to go", () => {
    const [finding] = evaluate(role(right, "ChatServer1_B", "active", 2));
    expect(finding).toMatchObject({ check: "pair", application: "ChatServer1" });
    expect(finding?.message).toContain("ChatServer1 (epoch 1) and ChatServer1_B (epoch 2)");
    expect(finding?.remedy).toBe(`docker restart -t 15 ${container("chatserver1")}`);
  });

  test("no active member", () => {
    expect(findingLines(evaluate(role(right, "ChatServer2", "standby", 0)))).toEqual([
      `error pair ChatServer2 $ docker restart -t 15 ${container("chatserver2")}`,
    ]);
  });

  test("no active member, since the Contact Server is down", () => {
    const down = withContainer(right, container("contactserver"), { status: "exited" });
    const pair = evaluate(role(down, "ChatServer2", "standby", 0)).find(({ check }) => check === "pair");
    expect(pair?.remedy).toBe(`docker start ${container("contactserver")}`);
  });

  test("swapped roles are said, and no finding", () => {
    const swapped = role(role(right, "ChatServer1", "standby", 0), "ChatServer1_B", "active", 2);
    expect(evaluate(swapped)).toEqual([]);
    expect(notes(swapped)).toEqual([expect.stringContaining("ChatServer1_B is the active member")]);
  });
});

describe("conversations", () => {
  const expected = ["ChatServer1", "ChatServer2"];
  const held = (chatServer: string | null, failure?: { hop: string; message: string }) => ({
    mobileServices: "GMS",
    chatServer,
    ...(failure && { failure }),
  });

  test("a failed one names the Chat Server it came to, once", () => {
    const failure = { hop: "Chat Server -> Interaction Server -> agent", message: "no agent joined" };
    const conversations = [
      {
        mobileServices: "GMS",
        expected,
        held: [held("ChatServer1"), held("ChatServer2", failure), held("ChatServer2", failure)],
      },
    ];
    const findings = evaluate(withFacts(right, { conversations }));
    expect(findingLines(findings)).toEqual([
      `error conversation ChatServer2 $ docker restart -t 15 ${container("interactionserver")}`,
    ]);
    expect(findings[0]?.message).toContain("no agent joined");
  });

  test("a Chat Server that none came to", () => {
    const conversations = [
      { mobileServices: "GMS", expected, held: [held("ChatServer1"), held("ChatServer1")] },
    ];
    expect(evaluate(withFacts(right, { conversations }))).toMatchObject([
      { check: "conversation", severity: "warning", application: "ChatServer2" },
    ]);
  });

  test("what is known to be broken is what must be fixed", () => {
    const failure = { hop: "GMS -> WebAPI", message: "the Web API Server does not answer" };
    const conversations = [{ mobileServices: "GMS", expected, held: [held(null, failure)] }];
    const down = withContainer(right, container("webapi"), { status: "exited" });
    const findings = evaluate(withFacts(down, { conversations }));
    expect(findings.map(({ remedy }) => remedy)).toEqual(
      Array(2).fill(`docker start ${container("webapi")}`),
    );
  });
});

test("leftovers: what the state knows goes with up, all else by hand", () => {
  const old = { ...right.facts.containers.get(container("gms"))!, id: "old", name: container("old") };
  const containers = new Map([...right.facts.containers, [old.name, old]]);
  const ownVolumes = [...right.facts.ownVolumes, "genesys-chat.dev.old_data"];
  const volumes = new Set(ownVolumes);
  const found = evaluate(withFacts(right, { containers, ownVolumes, volumes }));
  expect(findingLines(found)).toEqual([
    `warning leftover null $ docker stop -t 15 ${old.name} && docker rm ${old.name}`,
    "warning leftover null $ docker volume rm genesys-chat.dev.old_data",
  ]);
  const applied = { ...right.facts.applied!, ids: new Set([...right.facts.applied!.ids, "old"]) };
  expect(findingLines(evaluate(withFacts(right, { containers, applied })))).toEqual([
    "warning leftover null $ ./chatstack up --stack dev",
  ]);
});

describe("a state that is the wrong one, or gone", () => {
  const none = { recorded: false, ids: new Set<string>(), files: new Map<string, string>(), interrupted: [] };
  const others = new Set(["id of another", "another network-id"]);

  test.each([
    ["has no record of the stack", none],
    ["has a record of other containers", { ...none, recorded: true, ids: others }],
  ])("that %s is one finding, whose remedy removes nothing", (_, applied) => {
    const findings = evaluate(withFacts(right, { applied }));
    expect(findings).toMatchObject([{ check: "state", severity: "error", application: null }]);
    expect(findings[0]!.message).toMatch(/the state in use has no record of it: look at PULUMI_BACKEND_URL/);
    expect(findings[0]!.remedy).not.toMatch(/\b(?:rm|destroy|stop|replace|refresh)\b/);
  });

  test("volumes that stayed are another state's too", () => {
    const findings = evaluate(withFacts(right, { applied: none, containers: new Map() }));
    expect(findings).toMatchObject([
      { check: "state", message: expect.stringMatching(/\(4 volumes|volumes\)/) as string },
    ]);
  });

  test("one container that was made by hand in the stack's own network is not the state's trouble", () => {
    const [finding, ...rest] = evaluate(withContainer(right, container("gms"), { id: "by hand" }));
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ check: "container", application: "GMS" });
  });

  test("a state that is kept elsewhere may know what nothing declares: no command removes it", () => {
    const ownVolumes = [...right.facts.ownVolumes, "genesys-chat.dev.old_data"];
    const { applied: _, ...facts } = withFacts(right, { ownVolumes, volumes: new Set(ownVolumes) }).facts;
    expect(findingLines(evaluate({ ...right, facts }))).toEqual([
      "warning leftover null $ ./chatstack up --stack dev",
    ]);
  });
});

test("a run that was cut short", () => {
  const applied = { ...right.facts.applied!, interrupted: ["creating GMS"] };
  expect(evaluate(withFacts(right, { applied }))).toMatchObject([{ check: "state", severity: "warning" }]);
});
