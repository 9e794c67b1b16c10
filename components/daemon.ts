import * as pulumi from "@pulumi/pulumi";
import type { Application } from "../model/deployment";
import { query } from "../docker/command";
import { labelPrefix } from "../docker/names";
import { isHealthy, listedHealth, type ProcessHealth } from "../docker/pair-health";
import { isWaitedFor } from "../docker/process-settings";
import { isEngineRun } from "./engine-run";
import { hostArguments } from "./host-availability";

/** How the Docker client ended: what it printed, or why it could not be run at all. */
export interface Answer {
  readonly code: number | "not run";
  readonly output: string;
}

/** Runs the Docker client with some words. */
export type Client = (words: readonly string[]) => Promise<Answer>;

/** A container as it was when the update began. */
export interface KnownContainer extends ProcessHealth {
  readonly id: string;
}

/** Seconds for an answer: more than the check in a container, which asks for 5 s, takes if its process does not answer (2 s). */
const patienceSeconds = 10;

/**
 * Asks the process of the container it runs in every 0.1 s, for 5 s at most: the start of one such script costs as much as hundreds of
 * questions. Only what bash has itself: the image holds no other tools. It says so itself when the process is ready: the client of Docker 20.10 may
 * end with 0 before the daemon knows how the script ended.
 */
const askUntilReady =
  'for ((n = 0; n < 50 && SECONDS < 5; n++)); do said=$(/app/health in-force) && echo ready && exit 0; read -r -t 0.1 <> <(:); done; echo "$said"; exit 1';

/**
 * What a program asks the Docker daemon beside the provider: whether containers are there, and whether one is healthy. The provider tells
 * neither; it is asked by the Docker client, only while something changes, and never in a preview.
 */
export class Daemon {
  private known: Promise<ReadonlyMap<string, KnownContainer> | undefined> | undefined;

  constructor(
    private readonly project: string,
    private readonly stack: string,
    private readonly client: Client = dockerClient(hostArguments()),
  ) {}

  /** The daemon of this run; undefined in a preview, and where no engine runs the program, as in a program's own tests. */
  static ofThisRun(): Daemon | undefined {
    if (pulumi.runtime.isDryRun() || !isEngineRun()) return undefined;
    return new Daemon(pulumi.getProject(), pulumi.getStack());
  }

  /** The stack's containers when the update began, by name; undefined where no daemon answers the client. */
  containers(): Promise<ReadonlyMap<string, KnownContainer> | undefined> {
    this.known ??= this.list();
    return this.known;
  }

  /**
   * The reason why a container is not healthy with its complete file in force; undefined if it is. A simulated process gets up to 5 s
   * to become so. Only a custom image itself knows what it has in force: it must be healthy, if its definition has a health check.
   */
  async unready(container: string, application: Application): Promise<string | undefined> {
    const answer = await this.client(question(container, application));
    if (answer.code !== 0) return reasonIn(answer.output);
    if (application.image === undefined) {
      const said = answer.output.trim();
      return said === "ready" ? undefined : reasonIn(said) || "its health command did not end";
    }
    const state = answer.output.trim();
    const [status, health] = state.split(" ");
    return isHealthy({ status, health }) ? undefined : `it is ${state}`;
  }

  private async list(): Promise<ReadonlyMap<string, KnownContainer> | undefined> {
    const filters = Object.entries({ project: this.project, stack: this.stack }).flatMap(([label, value]) => [
      "--filter",
      `label=${labelPrefix}${label}=${value}`,
    ]);
    const format = "{{.ID}} {{.Names}} {{.State}} {{.Status}}";
    const { code, output } = await this.client(["ps", "--all", "--no-trunc", ...filters, "--format", format]);
    if (code === 0) return new Map(output.split("\n").filter(Boolean).map(knownContainer));
    void pulumi.log.warn(
      `The Docker client does not get an answer (${reasonIn(output)}), so no check ensures that a standby has its ` +
        "configuration in force before its primary changes. Install the client, or set DOCKER_HOST as the provider has it.",
    );
    return undefined;
  }
}

/** Neither an id, a name nor a state holds a blank. */
function knownContainer(line: string): [name: string, container: KnownContainer] {
  const [id = "", name = "", state = "", ...status] = line.split(" ");
  return [name, { id, ...listedHealth({ state, status: status.join(" ") }) }];
}

function question(container: string, application: Application): string[] {
  if (application.image === undefined) return ["exec", container, "/bin/bash", "-c", askUntilReady];
  const health = isWaitedFor(application) ? " {{.State.Health.Status}}" : "";
  return ["inspect", "--format", `{{.State.Status}}${health}`, container];
}

/** The reason in one line: the process's if it answered, else the client's. */
function reasonIn(output: string): string {
  const text = output.trim().split("\n").at(-1) ?? "";
  try {
    return (JSON.parse(text) as { reason: string }).reason;
  } catch {
    return text.replace(/^Error response from daemon: /, "");
  }
}

/** The Docker client, given some words first that say where the daemon is. */
export function dockerClient(where: readonly string[]): Client {
  return async (words) => {
    try {
      const { code, stdout, stderr } = await query(words, patienceSeconds, where);
      if (code === null) return { code: 1, output: `no answer within ${patienceSeconds} s` };
      const answer = stdout.toString("utf8");
      return { code, output: code === 0 ? answer : `${answer}${stderr}`.trim() };
    } catch (error) {
      return { code: "not run", output: error instanceof Error ? error.message : String(error) };
    }
  };
}
