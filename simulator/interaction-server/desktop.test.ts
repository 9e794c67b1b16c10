import dns from "node:dns";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openLog } from "../log";
import { Desktop } from "./desktop";
import type { Interaction } from "./interactions";

const log = openLog();
log.level = "silent";

test("a page's host is found without getaddrinfo, which would keep a process that ends from ending", async () => {
  const server = createServer((_, response) => response.end("a page"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const asked = jest.spyOn(dns, "lookup");
  const interaction: Interaction = {
    ...{ session: "s1", endpoint: "default", queue: "q", tenant: 1, pair: "A" },
    state: "waiting",
  };
  const url = `http://localhost:${(server.address() as AddressInfo).port}/plugin.jsp`;
  new Desktop(log).show(interaction, { iws_plugin_url: url });
  while (interaction.view?.page === "waiting") await new Promise((resolve) => setTimeout(resolve, 10));
  server.close();
  expect(interaction.view?.page).toBe("loaded");
  expect(asked).not.toHaveBeenCalled();
});
