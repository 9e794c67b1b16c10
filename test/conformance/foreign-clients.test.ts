import { execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { pause, until } from "../../simulator/testbed/testbed";
import { conformanceStack } from "./stack";

/*
 * Conversations held by HTTP clients from elsewhere: curl, with a form and with multipart, and a browser's fetch from a page of
 * another origin. curl is needed; without a Chromium on PATH the browser's test is skipped, and says so.
 */
const stack = conformanceStack();

const entry = (list: string[][], event: string, text: string, party: string) =>
  list.some(([type, , body, , partyType]) => type === event && body === text && partyType === party);

test.each([
  ["a form", "--data-urlencode", "application/x-www-form-urlencoded"],
  ["multipart", "--form-string", "multipart/form-data"],
])(
  "curl with %s: an agent, typing, a poke and a disconnect",
  async (_, option, type) => {
    const trace: string[] = [];
    const curl = (address: string, fields: Record<string, string> = {}): Record<string, unknown> => {
      const args = Object.entries(fields).flatMap(([name, value]) => [option, `${name}=${value}`]);
      const body = args.length > 0 ? args : ["--request", "POST"];
      const answered = execFileSync(
        "curl",
        ["--silent", "--show-error", "--fail-with-body", "--verbose", ...body, stack.api.base + address],
        {
          encoding: "utf8",
          stdio: ["ignore", "pipe", "ignore"],
        },
      );
      trace.push(answered);
      return JSON.parse(answered) as Record<string, unknown>;
    };
    const created = curl("/genesys/1/service/request-chat-poll", { _verbose: "true" });
    const started = curl(String(created["_chatIxnAPI-CREATE-URL"]), {
      firstName: "Ada",
      subject: "Ärger & Ehre",
      message: "first",
    });
    const url = (name: string) => String(started[`_chatIxnAPI_${name}_URL`]);
    const transcript = () => curl(url("REFRESH"), { transcriptPosition: "0" }).transcriptToShow as string[][];
    await until(
      "the agent has joined",
      async () => (await pause(50), entry(transcript(), "Notice.Joined", "has joined the session", "AGENT")),
    );
    curl(url("START_TYPING"));
    curl(url("SEND"), { message: `a message by ${type}: 100% & ü` });
    curl(url("STOP_TYPING"));
    await until(
      "the agent has answered",
      async () => (
        await pause(50),
        entry(transcript(), "Message.Text", `You said: a message by ${type}: 100% & ü`, "AGENT")
      ),
    );
    for (const [event, text] of [
      ["Notice.TypingStarted", "is typing"],
      ["Notice.TypingStopped", "has stopped typing"],
    ] as const)
      expect(entry(transcript(), event, text, "AGENT")).toBe(true);
    curl(`/genesys/1/service/${String(created._id)}/poke`);
    curl(`/genesys/1/service/${String(created._id)}/poke`, { poke_message: "An agent asks you to come" });
    const poked = transcript();
    for (const text of ["Please join", "An agent asks you to come"])
      expect(entry(poked, "Message.Text", text, "EXTERNAL")).toBe(true);
    expect(curl(url("DISCONNECT")).chatIxnState).toBe("DISCONNECTED");
    expect(transcript().at(-1)?.[0]).toBe("Notice.Left");
  },
  60_000,
);

/** A Chromium on PATH; undefined if there is none. */
const chromium = ["chromium", "chromium-browser", "google-chrome"]
  .flatMap((name) => (process.env.PATH ?? "").split(path.delimiter).map((folder) => path.join(folder, name)))
  .find((file) => fs.existsSync(file));
if (chromium === undefined) {
  process.stderr.write(
    "The browser's conversation was NOT tested: there is no Chromium on PATH. Install one to run it.\n",
  );
}

/** The page of a customer's site: holds a conversation with GMS at another origin, and posts what came of it to its own. */
function page(gms: string): string {
  const script = async (gms: string): Promise<void> => {
    const log: unknown[] = [];
    const json = (url: string, body: object, credentials: "include" | "omit" = "omit") =>
      fetch(gms + url, {
        method: "POST",
        credentials,
        headers: {
          "Content-Type": "application/json",
          gms_user: "ada",
          "X-Requested-With": "XMLHttpRequest",
        },
        body: JSON.stringify(body),
      });
    try {
      const created = (await (
        await fetch(`${gms}/genesys/1/service/request-chat-poll?_verbose=true`)
      ).json()) as Record<string, string>;
      const chat = created["_chatIxnAPI-CREATE-URL"] ?? "";
      const ask = async (
        path: string,
        body: object,
      ): Promise<{ chatIxnState: string; transcriptToShow: string[][] }> =>
        (await (await json(chat + path, body, "include")).json()) as never;
      log.push((await ask("", { FirstName: "Ada", message: "first" })).chatIxnState);
      const until = async (text: string, party: string): Promise<void> => {
        for (let count = 0; count < 100; count += 1) {
          const { transcriptToShow } = await ask("/refresh", { transcriptPosition: 0 });
          if (transcriptToShow.some((one) => one[2] === text && one[4] === party))
            return void log.push(`${party}: ${text}`);
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        throw new Error(`never seen: ${text}`);
      };
      await until("has joined the session", "AGENT");
      await ask("/startTyping", {});
      const form = new FormData();
      form.append("message", "by FormData");
      await fetch(`${gms}${chat}/send`, { method: "POST", body: form });
      await ask("/stopTyping", {});
      await until("is typing", "AGENT");
      await until("You said: by FormData", "AGENT");
      await fetch(`${gms}/genesys/1/service/${created._id}/poke`, {
        method: "POST",
        body: new URLSearchParams({ poke_message: "poked" }),
      });
      await until("poked", "EXTERNAL");
      log.push((await ask("/disconnect", {})).chatIxnState);
      const wrong = await json("/genesys/1/service/no-such-service", {});
      log.push(wrong.status, typeof ((await wrong.json()) as { message: unknown }).message);
      const handshake = await json("/genesys/cometd/handshake", [{ channel: "/meta/handshake" }]);
      log.push(((await handshake.json()) as { successful: boolean }[])[0]?.successful);
    } catch (error) {
      log.push(String(error));
    }
    await fetch("/result", { method: "POST", body: JSON.stringify(log) });
  };
  return `<!doctype html><title>Customer</title><script>(${script.toString()})(${JSON.stringify(gms)})</script>`;
}

(chromium === undefined ? test.skip : test)(
  `a browser's fetch from another origin (${chromium ?? "NOT RUN: no Chromium on PATH"})`,
  async () => {
    let result: string | undefined;
    const site = http.createServer((request, response) => {
      if (request.url !== "/result")
        return void response.setHeader("content-type", "text/html").end(page(stack.api.base));
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => response.end(() => (result = body)));
    });
    await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
    const profile = fs.mkdtempSync(path.join(os.tmpdir(), "simulator-browser-"));
    const flags =
      "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage --no-proxy-server";
    const browser = spawn(
      chromium ?? "",
      [
        ...flags.split(" "),
        `--user-data-dir=${profile}`,
        `http://127.0.0.1:${(site.address() as AddressInfo).port}/`,
      ],
      { stdio: "ignore", detached: true },
    );
    try {
      await until("the page has posted its result", () => result !== undefined, 60_000, 100);
      expect(JSON.parse(result ?? "")).toEqual([
        "TRANSCRIPT",
        "AGENT: has joined the session",
        "AGENT: is typing",
        "AGENT: You said: by FormData",
        "EXTERNAL: poked",
        "DISCONNECTED",
        404,
        "string",
        false,
      ]);
    } finally {
      const ended = new Promise((resolve) => browser.once("exit", resolve));
      // All of the browser's processes: they are a group of their own.
      if (browser.pid !== undefined) process.kill(-browser.pid, "SIGKILL");
      await ended;
      site.closeAllConnections();
      site.close();
      fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  },
  90_000,
);
