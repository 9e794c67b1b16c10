import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import type { Address } from "./connect-probe";
import { output } from "./process";

const port = 7777;

const listening = `require("node:net").createServer((socket) => socket.end()).listen(${port}, "0.0.0.0", () => console.log("ready"))`;

/**
 * A machine outside of the Docker host, as far as networks can tell: a network namespace behind a link of its own, with no route to any
 * subnet of a stack. It needs Linux, root and `ip`, as `OwnDaemon` does.
 */
export class OutsideMachine {
  private constructor(
    private readonly server: ChildProcess,
    /** The address of its server. */
    readonly address: Address,
  ) {}

  static async start(): Promise<OutsideMachine> {
    const server = spawn("unshare", ["--net", process.execPath, "-e", listening], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(server.stdout, "data");
    const first = 4 * (process.pid % 64);
    const [here, there] = [`203.0.113.${first + 1}`, `203.0.113.${first + 2}`];
    const link = `gc-out-${process.pid}`;
    const ip = (...words: string[]) => output("ip", words, { cwd: tmpdir() });
    const inside = (...words: string[]) =>
      output("nsenter", [`--target=${server.pid}`, "--net", "ip", ...words], { cwd: tmpdir() });
    await ip("link", "add", link, "type", "veth", "peer", "name", "outside", "netns", String(server.pid));
    await ip("address", "add", `${here}/30`, "dev", link);
    await ip("link", "set", link, "up");
    await inside("address", "add", `${there}/30`, "dev", "outside");
    await inside("link", "set", "outside", "up");
    return new OutsideMachine(server, { host: there, port });
  }

  /** Ends it; the link goes with its namespace. */
  remove(): void {
    this.server.kill("SIGKILL");
  }
}
