import type { AddressInfo } from "node:net";
import { openHealth } from "./health";
import { openLog } from "./log";
import { monotonic } from "./time";

jest.mock("./time", () => ({ ...jest.requireActual<object>("./time"), monotonic: jest.fn() }));

test("a healthy process says for how long it is so: since it was not, or since somebody got no answer", async () => {
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
  const ask = async (question: string, method = "GET") => {
    const response = await fetch(`http://127.0.0.1:${port}/${question}`, { method });
    return [response.status, JSON.parse(await response.text())];
  };
  try {
    expect(await ask("health")).toEqual([503, { reason: "starting" }]);
    seconds = 200;
    why = undefined;
    expect(await ask("health")).toEqual([200, { healthy: true, healthyFor: 0 }]);
    seconds = 211.9;
    expect(await ask("health")).toEqual([200, { healthy: true, healthyFor: 11 }]);
    await ask("unanswered", "POST");
    expect(await ask("health")).toEqual([200, { healthy: true, healthyFor: 0 }]);
    seconds = 230;
    expect(await ask("in-force")).toEqual([200, { healthy: true }]);
    expect(await ask("health")).toEqual([200, { healthy: true, healthyFor: 18 }]);
    why = "gone";
    await ask("health");
    why = undefined;
    expect(await ask("health")).toEqual([200, { healthy: true, healthyFor: 0 }]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
