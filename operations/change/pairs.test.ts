import { twoPairs } from "../../model/fixtures/pairs";
import { container, healthy, withFacts, withContainer, withProcess } from "../../test/support/situations";
import type { NetworkFact } from "../verify/facts";
import type { Situation } from "../verify/situation";
import type { ContainerChange } from "./preview-steps";
import { refusals } from "./refusal";
import { refusalText } from "./refusal-text";
import { rollSentence, touchOf } from "./rolling-update";
import { pairStatuses } from "../health/pair-status";

/* How pairs stand, what a change does to their members, and when it is refused: all from the same facts. */

const [primary, standby] = ["chatserver1", "chatserver1-b"];
const right = healthy(twoPairs());

type Hosts = readonly string[];

/** A change that replaces or removes the containers of these hosts. */
function planFor({ restarted = [], removed = [] }: { restarted?: Hosts; removed?: Hosts }) {
  const changes = (action: ContainerChange["action"], hosts: Hosts) =>
    hosts.map((host) => ({
      application: host,
      component: host,
      container: container(host),
      action,
      reasons: [],
    }));
  return { containers: [...changes("replaced", restarted), ...changes("removed", removed)] };
}

const says = (situation: Situation, application: string, role: "active" | "standby", sessions: number) =>
  withProcess(situation, application, (fact) => ({
    ...fact,
    status: { ...fact.status!, role, sessions, epoch: role === "active" ? 1 : 0 },
  }));

const swapped = (situation: Situation) =>
  says(says(situation, "ChatServer1", "standby", 0), "ChatServer1_B", "active", 12);
const busy = says(right, "ChatServer1", "active", 12);
const stopped = (situation: Situation, host: string) =>
  withContainer(situation, container(host), { status: "exited", health: undefined });

describe("who moves where", () => {
  const sentence = (situation: Situation, hosts: { restarted?: Hosts; removed?: Hosts }) => {
    const pair = pairStatuses(situation)[0]!;
    return rollSentence(pair, touchOf(pair, planFor(hosts)));
  };
  const both = { restarted: [primary, standby] };

  test("a standby first, then the primary hands over", () => {
    expect(sentence(busy, both)).toBe(
      "ChatServer1_B restarts first (standby); then ChatServer1 hands its 12 sessions to ChatServer1_B and restarts.",
    );
  });

  test("with swapped roles the sessions move twice", () => {
    expect(sentence(swapped(right), both)).toBe(
      "ChatServer1_B hands its 12 sessions to ChatServer1 and restarts first; " +
        "then ChatServer1 hands its 12 sessions to ChatServer1_B and restarts.",
    );
  });

  test("one member alone", () => {
    expect(sentence(busy, { restarted: [standby] })).toBe("ChatServer1_B restarts (standby).");
    expect(sentence(right, { restarted: [primary] })).toBe(
      "ChatServer1 hands its role to ChatServer1_B and restarts.",
    );
  });

  test("a pair that is untouched says nothing", () => {
    expect(sentence(busy, { restarted: ["gms"] })).toBeUndefined();
  });

  test("a pair that is removed: the last one's sessions end", () => {
    expect(sentence(busy, { removed: [primary, standby] })).toBe(
      "ChatServer1 hands its 12 sessions to ChatServer1_B and is removed; " +
        "then ChatServer1_B is removed, and ends its 12 sessions.",
    );
  });

  test("a standby that is removed hands back its sessions", () => {
    expect(sentence(busy, { restarted: [primary], removed: [standby] })).toBe(
      "ChatServer1 hands its 12 sessions to ChatServer1_B and restarts first; " +
        "then ChatServer1_B hands its 12 sessions to ChatServer1 and is removed.",
    );
  });

  test("a stopped member takes nothing over", () => {
    expect(sentence(stopped(busy, standby), { restarted: [primary] })).toBe(
      "ChatServer1 restarts: no member takes over, and it continues its 12 sessions when it is back.",
    );
    // Unless it is brought back before.
    expect(sentence(stopped(busy, standby), both)).toBe(
      "ChatServer1_B restarts first (does not run now); " +
        "then ChatServer1 hands its 12 sessions to ChatServer1_B and restarts.",
    );
  });

  test("without restoration they are lost, and it is said", () => {
    const definition = twoPairs();
    definition.chatServers!.ChatServer1!.options = { settings: { "session-restoration-mode": "none" } };
    const without = says(healthy(definition), "ChatServer1", "active", 1);
    expect(sentence(without, { restarted: [primary] })).toContain(
      "(session-restoration-mode is not simple: this loses its 1 session)",
    );
  });

  test("members of a named image tell nothing, and only their order is said", () => {
    const definition = twoPairs();
    definition.chatServers!.ChatServer1!.image = "registry.example/chat:1";
    expect(sentence(healthy(definition), both)).toBe(
      "ChatServer1_B restarts first; then ChatServer1 restarts.",
    );
  });
});

describe("a change is refused", () => {
  const refused = (situation: Situation, ...restarted: string[]) =>
    refusals(pairStatuses(situation), planFor({ restarted })).map(
      ({ touched, findings }) =>
        `${touched.join(" and ")}: ${findings.map(({ remedy }) => remedy).join(" ; ")}`,
    );
  const start = `docker start ${container(standby)}`;

  test("not where all is healthy", () => {
    expect(refused(busy, primary, standby)).toEqual([]);
  });

  test("if the surviving member would stop, with the command that fixes the other", () => {
    expect(refused(stopped(busy, standby), primary)).toEqual([`ChatServer1: ${start}`]);
    expect(refused(stopped(busy, standby), primary, standby)).toEqual([
      `ChatServer1 and ChatServer1_B: ${start}`,
    ]);
  });

  test("not where an interrupted update has removed a standby that is created before its primary restarts", () => {
    const begun = (situation: Situation, hosts: { restarted?: Hosts; removed?: Hosts }, ...names: string[]) =>
      refusals(pairStatuses(situation), planFor(hosts), new Set(names.map(container))).length;
    const without = (host: string) => withContainer(busy, container(host), undefined);
    const both = { restarted: [primary, standby] };
    expect(begun(without(standby), both, standby)).toBe(0);
    // Removed by hand, or not created by this change before the primary restarts.
    expect(begun(without(standby), both)).toBe(1);
    expect(begun(without(standby), { restarted: [primary] }, standby)).toBe(1);
    expect(begun(without(standby), { restarted: [standby], removed: [primary] }, standby)).toBe(1);
    // A standby would restart first, and no member would serve.
    const taken = says(without(primary), "ChatServer1_B", "active", 12);
    expect(begun(taken, both, primary)).toBe(1);
    // Something else is wrong, too.
    const ill = withContainer(without(standby), container(primary), { health: "unhealthy" });
    expect(begun(ill, both, standby)).toBe(1);
  });

  test("not where only the broken member is touched, or none of the pair", () => {
    expect(refused(stopped(busy, standby), standby)).toEqual([]);
    expect(refused(stopped(busy, standby), "chatserver2", "chatserver2-b")).toEqual([]);
    const ill = withContainer(busy, container(standby), { health: "unhealthy" });
    expect(refused(ill, standby)).toEqual([]);
  });

  test.each([
    ["paused", { status: "paused" }, `docker unpause ${container(standby)}`],
    ["not healthy", { health: "unhealthy" }, `docker restart -t 15 ${container(standby)}`],
    ["starting", { health: "starting" }, "./chatstack verify --stack dev"],
    [
      "out of the network",
      { networks: {} },
      `docker network connect --alias ${standby} genesys-chat.dev ${container(standby)}`,
    ],
    ["gone", undefined, "./chatstack up --stack dev --refresh"],
  ])("for a standby that is %s", (_, change, remedy) => {
    expect(refused(withContainer(busy, container(standby), change), primary)).toEqual([
      `ChatServer1: ${remedy}`,
    ]);
  });

  test("for a standby that is frozen: it runs and does not answer", () => {
    const frozen = withProcess(busy, "ChatServer1_B", () => ({ links: [], failure: "no answer within 8 s" }));
    expect(refused(frozen, primary)).toEqual([`ChatServer1: docker restart -t 15 ${container(standby)}`]);
    // It is not active, and the active one continues.
    expect(refused(frozen, standby)).toEqual([]);
  });

  test("for an active member that is ill itself, whatever its partner is", () => {
    const ill = withContainer(busy, container(primary), { health: "unhealthy" });
    expect(refused(ill, primary)).toHaveLength(1);
  });

  test("for a broken standby where the other one does not serve either", () => {
    const ill = withContainer(busy, container(standby), { health: "unhealthy" });
    expect(refused(ill, standby)).toEqual([]);
    expect(refused(says(ill, "ChatServer1", "standby", 0), standby)).toHaveLength(1);
    expect(refused(withContainer(ill, container(primary), { health: "unhealthy" }), standby)).toHaveLength(1);
  });

  test("for a pair with two active members, or with none: it is unknown which one serves", () => {
    expect(refused(says(busy, "ChatServer1_B", "active", 0), standby)).toHaveLength(1);
    expect(refused(says(busy, "ChatServer1", "standby", 0), standby)).toHaveLength(1);
    const ill = withContainer(busy, container(standby), { health: "unhealthy" });
    expect(refused(says(ill, "ChatServer1_B", "active", 0), standby)).toHaveLength(1);
  });

  test("for a network that is gone, and not for one that is otherwise odd", () => {
    expect(refused(withFacts(busy, { networks: new Map() }), primary)).toHaveLength(1);
    const [[name, network]] = [...busy.facts.networks] as [[string, NetworkFact]];
    const odd = new Map([[name, { ...network, subnets: [...network.subnets, "fd00::/64"] }]]);
    expect(refused(withFacts(busy, { networks: odd }), primary)).toEqual([]);
  });

  test("not for a pair of which nothing runs, or that is removed completely", () => {
    const down = stopped(stopped(busy, primary), standby);
    expect(refused(down, primary, standby)).toEqual([]);
    const plan = planFor({ removed: [primary, standby] });
    expect(refusals(pairStatuses(stopped(busy, standby)), plan)).toEqual([]);
  });

  test("for a named image by what its containers show", () => {
    const definition = twoPairs();
    definition.chatServers!.ChatServer1!.image = "registry.example/chat:1";
    const named = healthy(definition);
    expect(refused(named, primary, standby)).toEqual([]);
    expect(refused(stopped(named, standby), primary)).toEqual([`ChatServer1: ${start}`]);
    expect(refused(stopped(named, standby), standby)).toEqual([]);
  });

  test("with the way out: an up restores what is gone only without the edit", () => {
    const gone = withContainer(busy, container(standby), undefined);
    const text = refusalText(refusals(pairStatuses(gone), planFor({ restarted: [primary] })), "dev");
    expect(text).toBe(
      `The pair of ChatServer1 is degraded, and this change would stop ChatServer1.
error [container] ChatServer1_B: ${container(standby)} is not there.
  impact: There is no fail-over: ChatServer1 has to serve alone, and without it their chats stand still.
  fix:    revert the edit of Pulumi.dev.yaml, run ./chatstack up --stack dev --refresh, then make the edit again
`,
    );
  });
});

test("a Chat Server that was declared to stand alone is none of a refusal", () => {
  const definition = twoPairs();
  definition.chatServers!.ChatServer1!.redundancy = "none";
  const alone = withContainer(healthy(definition), container(primary), { health: "unhealthy" });
  expect(refusals(pairStatuses(alone), planFor({ restarted: [primary] }))).toEqual([]);
});
