import type { AddressInfo } from "node:net";
import { openHealth } from "./health";
import { openLog } from "./log";
import { monotonic } from "./time";

jest.mock("./time", () => ({ ...jest.requireActual<object>("./time"), monotonic: jest.fn() }));

test("a process is settled when it has been healthy for a while, and every check that stayed came to its end", async () => {
  let why: string | undefined = "starting";
  let seconds = 100;
  jest.mocked(monotonic).mockImplementation(() => seconds * 1000);
  process.env.GENESYS_HEALTH_PORT = "0";
  const server = await openHealth(
    () => why,
    () => undefined,
    openLog(),
  );
  const { port } = server.address() as AddressInfo;
  const ask = async (question: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/${question}`);
    return [response.status, await response.json()] as unknown;
  };
  const [settled, unsettled] = [true, false].map((is) => [200, { healthy: true, settled: is }]);
  try {
    expect(await ask("health")).toEqual([503, { reason: "starting" }]);
    seconds = 200;
    why = undefined;
    expect(await ask("health")).toEqual(unsettled);
    seconds = 201;
    expect(await ask("health")).toEqual(unsettled);
    // Docker's next check, 2 s after the first.
    seconds = 202;
    expect(await ask("health")).toEqual(settled);
    expect(await ask("health?on")).toEqual(settled);
    expect(await ask("in-force")).toEqual([200, { healthy: true }]);
    expect(await ask("health?last")).toEqual(settled);
    expect(await ask("health")).toEqual(settled);
    // That one was given up.
    expect(await ask("health")).toEqual(unsettled);
    seconds = 230;
    expect(await ask("health")).toEqual(settled);
    why = "gone";
    expect(await ask("health?on")).toEqual([503, { reason: "gone" }]);
    why = undefined;
    expect(await ask("health")).toEqual(unsettled);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
