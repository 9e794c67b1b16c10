import * as http from "node:http";
import * as https from "node:https";
import { lookup } from "../host-lookup";
import type { Log } from "../log";
import type { Interaction } from "./interactions";

/** How long a page may take, in milliseconds, and how many bytes of it are read. */
const timeoutMs = 2000;
const pageLimit = 262_144;
/** How many pages are fetched at once, and may wait. */
const parallel = 4;
const waitingLimit = 1000;
/** How much of a value of the user data is kept, in characters; the transcript has all of it. */
const valueLimit = 2048;

/** The agent's desktop: shows an interaction's data, and loads the page of its plug-in in a view of its own. */
export class Desktop {
  private readonly waiting: Interaction[] = [];
  private busy = 0;

  constructor(private readonly log: Log) {}

  /** Shows an interaction with its data; the page is loaded beside it, and nothing waits for it. */
  show(interaction: Interaction, data: Readonly<Record<string, string>>): void {
    if (interaction.userData) return;
    interaction.userData = Object.fromEntries(
      Object.entries(data).map(([name, value]) => [name, value.slice(0, valueLimit)]),
    );
    if (data.iws_plugin_url === undefined) return;
    interaction.view = { name: data.iws_plugin_view_name ?? "Plug-in", page: "waiting" };
    if (this.waiting.length >= waitingLimit) return this.shown(interaction, "too many pages are waiting");
    this.waiting.push(interaction);
    this.work();
  }

  private work(): void {
    while (this.busy < parallel) {
      const interaction = this.waiting.shift();
      if (!interaction) return;
      this.busy += 1;
      void load(interaction.userData?.iws_plugin_url ?? "")
        .then(
          () => this.shown(interaction, undefined),
          (error: Error) => this.shown(interaction, error.message),
        )
        .finally(() => {
          this.busy -= 1;
          this.work();
        });
    }
  }

  private shown({ view, queue }: Interaction, failure: string | undefined): void {
    if (!view) return;
    view.page = failure === undefined ? "loaded" : `failed: ${failure}`;
    // Not the page's address: it may hold a secret.
    if (failure === undefined) this.log.info({ view: view.name, queue }, "plug-in page loaded");
    else this.log.warn({ view: view.name, queue, reason: failure }, "plug-in page can't be loaded");
  }
}

/** Loads a page; rejects with a reason that says nothing of its address. Redirects are not followed. */
function load(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    const client = url?.protocol === "http:" ? http : url?.protocol === "https:" ? https : undefined;
    if (!url || !client) return reject(new Error("the address is no HTTP URL"));
    // The process would end only after `getaddrinfo` has: up to ten seconds without a name server.
    const request = client.get(url, { agent: false, headers: { accept: "text/html" }, lookup });
    const timer = setTimeout(() => request.destroy(new Error(`no page within ${timeoutMs} ms`)), timeoutMs);
    request.on("close", () => clearTimeout(timer));
    request.on("error", (error: NodeJS.ErrnoException) => reject(new Error(error.code ?? error.message)));
    request.on("response", (response) => {
      const { statusCode = 0 } = response;
      if (statusCode < 200 || statusCode > 299) {
        request.destroy();
        return reject(new Error(`status ${statusCode}`));
      }
      let length = 0;
      response.on("data", (chunk: Buffer) => {
        length += chunk.length;
        if (length > pageLimit) request.destroy(new Error(`the page is larger than ${pageLimit} bytes`));
      });
      response.on("error", (error) => reject(error));
      response.on("aborted", () => reject(new Error("the page was cut off")));
      response.on("end", () => resolve());
    });
  });
}
