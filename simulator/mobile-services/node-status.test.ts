import { Plain, Routes } from "../http-port";
import { addNodeStatus } from "./node-status";

async function paths(release: string, online = true): Promise<string[]> {
  const routes = new Routes();
  addNodeStatus(routes, release, () => online);
  const found: string[] = [];
  for (const path of ["/genesys/1/node", "/genesys/1/admin/node/status"]) {
    try {
      const answer = (await routes.find("GET", path).handler(undefined as never)) as Plain;
      found.push(`${path} ${answer.status} ${answer.text}`);
    } catch {
      // Not a path of this release.
    }
  }
  return found;
}

test.each([
  ["8.1.100.28", "/genesys/1/node 200 ONLINE"],
  ["8.1.1", "/genesys/1/node 200 ONLINE"],
  ["8.1.200.01", "/genesys/1/admin/node/status 200 ONLINE"],
  ["8.5.000.10", "/genesys/1/admin/node/status 200 ONLINE"],
])("release %s", async (release, expected) => {
  expect(await paths(release)).toEqual([expected]);
});

test("from 8.1.2 on OFFLINE is status 200 too: clients must read the body", async () => {
  expect(await paths("8.1.200.01", false)).toEqual(["/genesys/1/admin/node/status 200 OFFLINE"]);
});
