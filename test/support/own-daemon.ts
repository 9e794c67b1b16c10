import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { output, run } from "./process";
import { until } from "./until";

/**
 * A Docker daemon of a test's own, which it may kill: with data of its own, in a network of its own, so that neither its
 * bridges nor its firewall rules meet those of the machine's daemon. It needs Linux, root and a dockerd.
 */
export class OwnDaemon {
  private daemon: ChildProcess | undefined;
  private settings: object = {};

  private constructor(
    private readonly folder: string,
    private readonly network: ChildProcess,
  ) {}

  /** Why there can be none here; undefined where there can. */
  static async obstacle(): Promise<string | undefined> {
    if (process.platform !== "linux" || process.getuid?.() !== 0) return "it needs root on Linux";
    const { code } = await run("sh", ["-c", "command -v dockerd unshare nsenter ip"], { cwd: tmpdir() });
    return code === 0 ? undefined : "dockerd, unshare, nsenter or ip is not there";
  }

  /** Starts one that has these images of the machine's daemon. */
  static start(...images: string[]): Promise<OwnDaemon> {
    return OwnDaemon.startWith({}, ...images);
  }

  /** Starts one with settings of its own, as daemon.json has them. */
  static async startWith(settings: object, ...images: string[]): Promise<OwnDaemon> {
    const folder = mkdtempSync(join(tmpdir(), "genesys-chat-daemon-"));
    // It holds the network as long as the test runs, also while no daemon does.
    const network = spawn("unshare", ["--net", "--mount", "sleep", "infinity"], { stdio: "ignore" });
    const own = new OwnDaemon(folder, network);
    own.settings = settings;
    try {
      await own.begin(images);
    } catch (error) {
      await own.remove();
      throw error;
    }
    return own;
  }

  get host(): string {
    return `unix://${join(this.folder, "docker.sock")}`;
  }

  /** The words before a command that is to reach the ports that containers publish. */
  get entering(): string[] {
    return ["nsenter", `--target=${this.network.pid}`, "--net"];
  }

  /** Ends it as a crash does; its containers live on or not, as it comes. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Restarts it as an operator does; the containers of Docker's restart policy come back. */
  async reload(): Promise<void> {
    await this.end("SIGTERM");
    await this.restart();
  }

  /** Has it come back with another ID, as after a new installation; its containers stay. */
  async forgetId(): Promise<void> {
    await this.end("SIGTERM");
    for (const name of ["etc/key.json", "data/engine-id"]) rmSync(join(this.folder, name), { force: true });
    await this.restart();
  }

  /** Starts it, on what was there before. */
  async restart(): Promise<void> {
    const inside = (name: string) => join(this.folder, name);
    writeFileSync(inside("daemon.json"), JSON.stringify(this.settings));
    // They stay behind after a kill, and would name some other process.
    for (const name of ["docker.pid", "exec/containerd/containerd.pid"])
      rmSync(inside(name), { force: true });
    const [enter = "", ...words] = [...this.entering, "--mount"];
    const places = [
      ["--config-file", inside("daemon.json")],
      ["--data-root", inside("data")],
      ["--exec-root", inside("exec")],
      ["--pidfile", inside("docker.pid")],
      ["--host", this.host],
    ];
    const log = openSync(inside("log"), "a");
    this.daemon = spawn(enter, [...words, "dockerd", ...places.flat()], { stdio: ["ignore", log, log] });
    await until("the test's own daemon answers", 60, async () => {
      const { code } = await run("docker", ["version"], this.options);
      return code === 0 || undefined;
    });
  }

  async remove(): Promise<void> {
    await this.end("SIGTERM");
    this.network.kill("SIGKILL");
    const mounts = readFileSync("/proc/mounts", "utf8")
      .split("\n")
      .map((line) => line.split(" ")[1] ?? "")
      .filter((place) => place.startsWith(`${this.folder}/`));
    if (mounts.length > 0) await run("umount", ["--lazy", ...mounts.reverse()], { cwd: tmpdir() });
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async begin(images: readonly string[]): Promise<void> {
    await until("the network is apart", 60, async () => (await this.isApart()) || undefined);
    await this.inside("ip", "link", "set", "lo", "up");
    // Docker 20.10 keeps its ID there: two daemons of a machine would have the same.
    mkdirSync(join(this.folder, "etc"));
    mkdirSync("/etc/docker", { recursive: true });
    await this.inside("mount", "--bind", join(this.folder, "etc"), "/etc/docker");
    await this.restart();
    for (const image of images) {
      const file = join(this.folder, "image.tar");
      await output("docker", ["save", "--output", file, image], { cwd: this.folder, env: machines() });
      await this.docker("load", "--input", file);
      rmSync(file);
    }
  }

  private docker(...words: string[]): Promise<string> {
    return output("docker", words, this.options);
  }

  private get options() {
    return { cwd: this.folder, env: { ...process.env, DOCKER_HOST: this.host } };
  }

  private inside(...words: string[]): Promise<string> {
    const [enter = "", ...rest] = [...this.entering, "--mount"];
    return output(enter, [...rest, ...words], { cwd: this.folder });
  }

  /** The holder has its network from the moment on when it is another program. */
  private async isApart(): Promise<boolean> {
    const program = await run("readlink", [`/proc/${this.network.pid}/exe`], { cwd: this.folder });
    return /sleep|coreutils|busybox/.test(program.stdout);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { daemon } = this;
    if (!daemon || daemon.exitCode !== null || daemon.signalCode !== null) return;
    const ended = new Promise((resolve) => daemon.once("exit", resolve));
    daemon.kill(signal);
    await ended;
  }
}

/** The environment in which the docker command reaches the machine's daemon. */
function machines(): NodeJS.ProcessEnv {
  const { DOCKER_HOST: _, ...others } = process.env;
  return others;
}
