import { Recognizer } from "../../engine/fingerprint/recognition";
import { pulumiEnvironment } from "../../engine/pulumi";
import type { StackState } from "../../engine/state";
import { resolve, type Deployment } from "../../model";
import { twoPairs } from "../../model/fixtures/pairs";
import { opensSeal } from "../../system/stack-seal";
import { DaemonSnapshot } from "../../docker/snapshot";
import { stacksUsed } from "../../model/sharing";
import { changedByHand } from "./daemon-objects";
import { settledStack, type SettledPlan } from "./settled-stack";

jest.mock("../../engine/fingerprint/recognition");
jest.mock("../../engine/pulumi");
jest.mock("../../system/stack-seal");
jest.mock("../../model/sharing", () => ({
  ...jest.requireActual<object>("../../model/sharing"),
  stacksUsed: jest.fn(),
}));
jest.mock("./daemon-objects");

/*
 * What only the engine can say, besides what the fingerprint covers (engine/fingerprint/recognition.test.ts: the definition and all that it
 * is deployed with, and a state that is no complete update's) and what the daemon has (daemon-objects.test.ts).
 */
const { deployment } = resolve(twoPairs()) as { deployment: Deployment };
const inputs = { labels: [{ label: "genesys-chat.run", value: "a" }] };
const known: StackState = {
  pending: [],
  resources: [{ urn: "u:gms", type: "docker:index/container:Container", id: "c", inputs }],
};
const plan: SettledPlan = {
  ...{ deployment, stack: "dev", known, words: [], daemon: new DaemonSnapshot() },
  resolution: { deployment, problems: [], files: ["Pulumi.dev.yaml"], texts: new Map() } as never,
};
const env = { GENESYS_CHAT_RUN: "a" };
const recognised = jest.spyOn(Recognizer.prototype, "recognise");

beforeEach(() => {
  jest.mocked(pulumiEnvironment).mockResolvedValue({ PULUMI_BACKEND_URL: "file:///state" });
  recognised.mockReturnValue({ unchanged: true });
  jest.mocked(opensSeal).mockResolvedValue(true);
  jest.mocked(stacksUsed).mockReturnValue([]);
  jest.mocked(changedByHand).mockResolvedValue([]);
});

test("a stack is as deployed if nothing that is known of it has changed", async () => {
  expect(await settledStack(plan, env)).toEqual({ kind: "as deployed" });
});

test("Docker objects that were changed by hand are named", async () => {
  jest.mocked(changedByHand).mockResolvedValue(["x.dev.gms"]);
  expect(await settledStack(plan, env)).toEqual({ kind: "changed by hand", changed: ["x.dev.gms"] });
});

test.each<[string, () => [Partial<SettledPlan>?, NodeJS.ProcessEnv?]]>([
  ["the state is not in a folder", () => [{ known: undefined }]],
  ["arguments of pulumi up", () => [{ words: ["--refresh"] }]],
  [
    "anything of the fingerprint",
    () => (recognised.mockReturnValue({ unchanged: false, reasons: ["the program changed"] }), []),
  ],
  ["the passphrase", () => (jest.mocked(opensSeal).mockResolvedValue(false), [])],
  ["servers of another stack are used", () => (jest.mocked(stacksUsed).mockReturnValue(["core"]), [])],
  ["a variable for a flag of Pulumi", () => [{}, { ...env, PULUMI_OPTION_REFRESH: "true" }]],
  ["the label of a run", () => [{}, { GENESYS_CHAT_RUN: "b" }]],
  ["the label of a run is gone", () => [{}, {}]],
])("only the engine knows: %s", async (_, change) => {
  const [differs = {}, environment = env] = change();
  expect(await settledStack({ ...plan, ...differs }, environment)).toEqual({ kind: "only the engine knows" });
});
