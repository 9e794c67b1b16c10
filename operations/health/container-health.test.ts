import { containers, type ContainerSummary } from "../../docker/client";
import { project } from "../../system/project";
import { requireHealthy } from "./container-health";

jest.mock("../../docker/client", () => ({
  ...jest.requireActual<object>("../../docker/client"),
  containers: jest.fn(),
}));
jest.mock("node:timers/promises", () => ({ setTimeout: () => Promise.resolve() }));

const labels = { "genesys-chat.project": project, "genesys-chat.stack": "dev" };
const gms = { id: "1", name: "x.dev.gms", labels };

/** A container as `docker ps` lists it. */
const listed = (state: string, status: string) => ({ ...gms, state, status }) as unknown as ContainerSummary;

const well = listed("running", "Up 3 seconds (healthy)");

beforeEach(() => {
  // Thirty seconds pass at every look.
  let now = 0;
  jest.spyOn(Date, "now").mockImplementation(() => (now += 30_000));
  jest.spyOn(process.stderr, "write").mockReturnValue(true);
});

afterEach(() => jest.restoreAllMocks());

test.each([
  ["healthy", well],
  ["before its first check", listed("running", "Up 1 second (health: starting)")],
  ["without a health check", listed("running", "Up 3 seconds")],
  ["a carrier, which is never started", listed("created", "Created")],
])("an update ends well with a container that is %s", async (_, container) => {
  await expect(requireHealthy("dev", [container])).resolves.toBeUndefined();
});

test.each([
  ["unhealthy", listed("running", "Up 3 minutes (unhealthy)")],
  ["paused", listed("paused", "Up 3 minutes (Paused)")],
  ["paused and called healthy", listed("paused", "Up 3 minutes (healthy) (Paused)")],
  ["restarted again and again", listed("restarting", "Restarting (1) 2 seconds ago")],
  ["dead", listed("dead", "Dead")],
])("no update ends well with a container that is %s", async (_, container) => {
  jest.mocked(containers).mockResolvedValue([container]);
  await expect(requireHealthy("dev", [container])).rejects.toThrow(
    /^x\.dev\.gms is not healthy.*verify --stack dev/,
  );
});

test("another stack's containers are not asked about", async () => {
  const other = {
    ...listed("paused", "Up 3 minutes (Paused)"),
    labels: { ...labels, "genesys-chat.stack": "acme" },
  };
  await expect(requireHealthy("dev", [other])).resolves.toBeUndefined();
});

test("what becomes healthy in time is waited for", async () => {
  jest.spyOn(Date, "now").mockReturnValue(0);
  jest.mocked(containers).mockResolvedValue([well]);
  await expect(requireHealthy("dev", [listed("paused", "Up 3 minutes (Paused)")])).resolves.toBeUndefined();
});
