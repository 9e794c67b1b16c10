import { twoPairs } from "../../model/fixtures/pairs";
import {
  container,
  healthy,
  withFacts,
  findingLines,
  withContainer,
  withProcess,
} from "../../test/support/situations";
import { evaluate } from "./evaluation";
import type { Situation } from "./situation";

let right: Situation;

beforeEach(() => {
  right = healthy(twoPairs());
});

describe("containers", () => {
  test.each([
    ["is gone", undefined, "./chatstack up --stack dev --refresh"],
    ["has stopped", { status: "exited" }, `docker start ${container("webapi")}`],
    ["is paused", { status: "paused" }, `docker unpause ${container("webapi")}`],
    [
      "ends again and again",
      { status: "restarting" },
      "./chatstack up --stack dev --replace '**Container::WebAPI'",
    ],
    ["is not healthy", { health: "unhealthy" }, `docker restart -t 15 ${container("webapi")}`],
    [
      "was made by hand",
      { id: "another" },
      `docker stop -t 15 ${container("webapi")} && docker rm ${container("webapi")} && ./chatstack up --stack dev --refresh`,
    ],
  ])("one that %s is the only finding", (_, change, remedy) => {
    expect(findingLines(evaluate(withContainer(right, container("webapi"), change)))).toEqual([
      `error container WebAPI $ ${remedy}`,
    ]);
  });

  test("a process that is unhealthy because of another is fixed with that one", () => {
    const stopped = withContainer(right, container("webapi"), { status: "exited", exitCode: 137 });
    const both = withContainer(stopped, container("gms"), {
      health: "unhealthy",
      healthReason: "no Web API Server answers",
    });
    const findings = evaluate(both);
    expect(findings.map(({ remedy }) => remedy)).toEqual(
      Array(2).fill(`docker start ${container("webapi")}`),
    );
    expect(findings[0]?.message).toContain("not healthy: no Web API Server answers");
    expect(findings[1]?.message).toContain("exit code 137");
  });

  test("a process that runs and answers nothing is found though Docker calls it healthy", () => {
    const frozen = withProcess(right, "GMS", ({ links }) => ({
      links: links.map((link) => ({ ...link, reason: "no answer within 2.5 s" })),
    }));
    expect(findingLines(evaluate(frozen))).toEqual([
      `error container GMS $ docker restart -t 15 ${container("gms")}`,
    ]);
  });

  test("a member of a pair that is down costs the fail-over, not the chats", () => {
    const [finding] = evaluate(withContainer(right, container("chatserver1-b"), { status: "exited" }));
    expect(finding?.impact).toMatch(/no fail-over: ChatServer1 has to serve alone/);
  });

  test("nothing there at all is one finding", () => {
    const gone = withFacts(right, {
      containers: new Map(),
      ownVolumes: [],
      volumes: new Set(),
      networks: new Map(),
    });
    expect(findingLines(evaluate(gone))).toEqual(["error state null $ ./chatstack up --stack dev --refresh"]);
  });
});

describe("images", () => {
  test("another image is found with the container that uses it", () => {
    const foreign = { id: "another", image: "own:1", imageId: "sha256:2" };
    const [finding, ...others] = evaluate(withContainer(right, container("gms"), foreign));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ check: "image", application: "GMS" });
    expect(finding?.message).toMatch(/own:1.*simulator:1 is declared/);
  });

  test("a tag that stands for another image now", () => {
    const moved = withFacts(right, { images: new Map([["simulator:1", "sha256:2222"]]) });
    const findings = evaluate(moved);
    expect(findings).toHaveLength(8);
    expect(findingLines(findings)[0]).toBe(
      "error image ChatServer1 $ ./chatstack up --stack dev --replace '**Container::ChatServer1'",
    );
  });
});

describe("the network", () => {
  test("gone, it is the only finding: all else follows", () => {
    const findings = evaluate(withFacts(right, { networks: new Map() }));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ check: "network", application: null, severity: "error" });
  });

  test("another subnet, made by hand", () => {
    const [network] = right.facts.networks.values();
    const other = { ...network!, id: "another", subnets: ["10.9.0.0/24"] };
    const [finding] = evaluate(withFacts(right, { networks: new Map([[other.name, other]]) }));
    expect(finding?.message).toContain("10.9.0.0/24");
    expect(finding?.remedy).toMatch(/^docker rm --force .*docker network rm genesys-chat.dev && /);
  });

  test("a container without its name in it", () => {
    const nameless = { networks: { "genesys-chat.dev": ["0123456789ab"] } };
    const [finding] = evaluate(withContainer(right, container("contactserver"), nameless));
    expect(finding).toMatchObject({ check: "network", application: "ContactServer" });
    expect(finding?.remedy).toContain("docker network disconnect");
  });
});
