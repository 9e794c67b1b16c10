import { twoPairs } from "../../model/fixtures/pairs";
import { diagramOf } from "../../render";
import { healthy, withContainer, withProcess } from "../../test/support/situations";
import type { Situation } from "../verify/situation";
import { statesOf } from "./live";

const container = (situation: Situation, name: string) =>
  situation.declared.applications.find(({ application }) => application.name === name)!.container;

/** The lines below an application's name, but the first one, which is its type and release. */
function linesOf({ declared, facts }: Situation, name: string): readonly string[] {
  const { hosts } = diagramOf(declared.deployment, "dev", statesOf(declared, facts));
  const nodes = hosts.flatMap((host) => host.nodes);
  return nodes.find((node) => node.name === name)!.details.slice(1);
}

const seen = healthy(twoPairs());
const withContainerOf = (name: string, change: Parameters<typeof withContainer>[2]) =>
  withContainer(seen, container(seen, name), change);

/** As `gatherPairs` returns it: only a running process is asked. */
function withoutAnswer(situation: Situation, name: string): Situation {
  return withProcess(situation, name, () => ({ links: [], failure: "no answer within 8 s" }));
}

test.each([
  ["an active member", "ChatServer1", seen, "active, 0 sessions, healthy"],
  ["a standby", "ChatServer1_B", seen, "standby, healthy"],
  ["another type", "GMS", seen, "healthy"],
  [
    "one chat",
    "ChatServer1",
    withProcess(seen, "ChatServer1", (fact) => ({ ...fact, status: { ...fact.status!, sessions: 1 } })),
    "active, 1 session, healthy",
  ],
  [
    "a paused standby, whatever it reported before",
    "ChatServer1_B",
    withContainerOf("ChatServer1_B", { status: "paused" }),
    "paused",
  ],
  ["a stopped primary", "ChatServer1", withContainerOf("ChatServer1", { status: "exited" }), "exited"],
  ["an unhealthy GMS", "GMS", withContainerOf("GMS", { health: "unhealthy" }), "unhealthy"],
  ["a removed GMS", "GMS", withContainerOf("GMS", undefined), "not there"],
  [
    "a Chat Server that doesn't answer",
    "ChatServer1",
    withoutAnswer(withContainerOf("ChatServer1", { health: "unhealthy" }), "ChatServer1"),
    "role unknown, unhealthy",
  ],
])("%s is described", (_, name, situation, line) => expect(linesOf(situation, name)).toEqual([line]));

test("without any container every application is not there", () => {
  const { declared } = seen;
  const states = statesOf(declared, { containers: new Map(), processes: new Map() });
  expect(states.size).toBe(declared.applications.length);
  expect(new Set([...states.values()].map(({ health }) => health))).toEqual(new Set(["not there"]));
});
