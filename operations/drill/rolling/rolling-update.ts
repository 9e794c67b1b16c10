import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Deployment } from "../../../model/deployment";
import { definitionHash } from "../../../render";
import { Failure } from "../../../system/failure";
import { heldSentence, isStale } from "../../../engine/lock";
import { project, root } from "../../../system/project";
import { pulumiApart, pulumiEnvironment, pulumiRun, pulumiSentence } from "../../../engine/pulumi";
import { read } from "../../stack";
import { LocalState } from "../../../engine/state";
import { DrillAborted } from "../drill-aborted";
import { containerState } from "../../../docker/container-process";
import type { Pair } from "../pairs";

/**
 * Rolls pairs as an edit with an option that takes effect at a restart does, by the engine and in its order: the standby's
 * carrier and container are replaced, and only when that is healthy the primary's. The definition stays as it is, so
 * nothing needs to be restored.
 */
export class RollingUpdate {
  constructor(
    private readonly stack: string,
    private readonly deployment: Deployment,
    /** The engine's output; kept if it fails. */
    private readonly log = join(root, "out", stack, "drill-roll.log"),
  ) {}

  /** Throws if another process is changing the stack, or was killed while doing so. */
  async requireUnlocked(): Promise<void> {
    const { PULUMI_BACKEND_URL: backend } = await pulumiEnvironment();
    // Where the state is kept elsewhere, the engine itself refuses, at the first rolling change.
    const [lock] = LocalState.at(backend, project, this.stack)?.locks() ?? [];
    if (!lock) return;
    throw new Failure(
      isStale(lock)
        ? `A run of Pulumi about stack ${this.stack} (process ${lock.pid}) was killed. Nothing was broken; first type:\n  ./chatstack up --stack ${this.stack}`
        : heldSentence(lock, this.stack),
    );
  }

  /** Fails where the definition is not what is deployed: a rolling change would bring the rest along, in silence. */
  async requireNoEdit(): Promise<void> {
    const { code, stdout, stderr } = await pulumiRun(...this.words("preview"), "--expect-no-changes");
    if (code === 0) return;
    const said = `${stdout}${stderr}`;
    if (said.includes("no changes were expected")) throw new Failure(this.editPending("has changes"));
    throw new Failure(pulumiSentence(said) ?? `pulumi preview failed:\n${said.trim()}`);
  }

  /** Replaces a pair's containers, one after the other; throws `DrillAborted` if the engine can't, or did not. */
  async roll({ name, members }: Pair): Promise<void> {
    const { deployment } = read({ stack: this.stack });
    if (!deployment || definitionHash(deployment) !== definitionHash(this.deployment))
      throw new Failure(this.editPending("was edited during the drill, so that it has changes"));
    const ids = () => Promise.all(members.map(async (one) => (await containerState(one.container))?.id));
    const before = await ids();
    const replaced = members.flatMap(({ resource }) => [
      ...["--replace", `**Container::${resource}-carrier`],
      ...["--replace", `**Container::${resource}`],
    ]);
    mkdirSync(dirname(this.log), { recursive: true });
    const words = [...this.words("up"), "--yes", "--skip-preview", ...replaced];
    const code = await pulumiApart(this.log, ...words);
    if (code !== 0) throw new DrillAborted(this.engineFailed(name, code));
    rmSync(this.log, { force: true });
    const after = await ids();
    const kept = members.filter((_, index) => before[index] === after[index]);
    if (kept.length === 0) return;
    throw new DrillAborted(
      `${name} was rolled, and ${kept.map(({ application }) => application).join(" and ")} runs in the old container.`,
    );
  }

  private words(command: string): string[] {
    return [command, "--stack", this.stack, "--non-interactive", "--suppress-outputs"];
  }

  private editPending(what: string): string {
    return (
      `Stack ${this.stack} ${what} that are not deployed, and a rolling change would take them along. ` +
      `Nothing is rolled; first type:\n  ./chatstack up --stack ${this.stack}`
    );
  }

  private engineFailed(pair: string, code: number): string {
    const said = readFileSync(this.log, "utf8");
    const errors = said.split("\n").filter((line) => /\berror: /.test(line));
    const why = pulumiSentence(said) ?? errors.at(-1)?.trim() ?? "it says no error";
    return (
      `The rolling change of ${pair} ended with ${code} (${why}; all of it: ${this.log}). ` +
      `What it did is kept; type:\n  ./chatstack up --stack ${this.stack}`
    );
  }
}
