import { lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "../../system/failure";
import { root } from "../../system/project";
import { isRunning } from "../../system/running-process";
import { damageOf, isRecord, completeJson } from "../../system/state-file";
import { faultNames, faults, type Fault, type FaultName, type Target } from "./faults";
import { containerState } from "../../docker/container-process";

/** A fault that was made and not yet undone, as it is written down before it is made. */
export interface InjectedFault {
  readonly fault: FaultName;
  readonly target: Target;
}

/** The content of the file: the drill's process, and its current fault. */
interface Entry {
  /** The drill's process, on this machine. */
  readonly pid: number;
  readonly broken?: InjectedFault;
}

/** An undo that fails is tried again: a Ctrl-C reaches the Docker client too, and may end it. */
const undoAttempts = 3;

/**
 * A drill's current fault, in a file: a drill that is killed itself can undo nothing any more, and the
 * next one finds here what to do. It also keeps two drills of one stack apart.
 */
export class FaultJournal {
  private constructor(private readonly file: string) {}

  /** Of a stack; `folder` contains the stacks' output. */
  static of(stack: string, folder = join(root, "out")): FaultJournal {
    return new FaultJournal(join(folder, stack, "drill.json"));
  }

  /** What a drill that is gone has left broken; undefined where nothing is, or where its drill still runs. */
  get leftover(): InjectedFault | undefined {
    const entry = this.read();
    return entry && !isRunning(entry.pid) ? entry.broken : undefined;
  }

  /** Takes the stack for this process; reverts the fault that a killed drill left, and returns it. */
  async open(): Promise<InjectedFault | undefined> {
    const entry = this.read();
    if (entry && entry.pid !== process.pid && isRunning(entry.pid)) {
      throw new Failure(
        `A drill of this stack is under way (process ${entry.pid}): wait until it has ended, or end it with "kill ${entry.pid}".`,
      );
    }
    const { leftover } = this;
    if (leftover) await this.undo(leftover);
    this.write({ pid: process.pid });
    return leftover;
  }

  /** Releases the stack; a fault that could not be reverted stays in the file. */
  close(): void {
    if (this.read()?.broken === undefined) rmSync(this.file, { force: true });
  }

  /** Makes a fault, lets `during` pass, and undoes it however that ends. */
  async inject(fault: Fault, target: Target, during: () => Promise<void>): Promise<void> {
    const broken: InjectedFault = { fault: fault.name, target };
    this.write({ pid: process.pid, broken });
    try {
      await fault.inject(target);
      await during();
    } finally {
      await this.undo(broken);
      this.write({ pid: process.pid });
    }
  }

  private async undo({ fault, target }: InjectedFault): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        // A container that was removed meanwhile has taken the fault with it.
        if (await containerState(target.container)) await faults[fault].undo(target);
        return;
      } catch (error) {
        if (attempt < undoAttempts) continue;
        const commands = faults[fault].undoCommands(target).map((line) => `  ${line}`);
        const why = (error as Error).message;
        throw new Failure(`The fault "${fault}" could not be undone (${why}). Type:\n${commands.join("\n")}`);
      }
    }
  }

  /** Undefined also if the file was being written when its drill died, before it broke anything. */
  private read(): Entry | undefined {
    const found = completeJson(this.file);
    if (!isRecord(found) || !isProcess(found.pid)) {
      if (lstatSync(this.file, { throwIfNoEntry: false })?.isFile() === false)
        this.refuse(damageOf(this.file));
      return undefined;
    }
    const { pid, broken } = found;
    if (broken !== undefined && !isInjectedFault(broken))
      this.refuse("names no fault that this release knows");
    return { pid: Number(pid), ...(broken !== undefined && { broken }) };
  }

  private refuse(damage: string): never {
    throw new Failure(
      `The drill's journal ${this.file} ${damage}: look with "./chatstack verify" for what a drill has left broken, then move the file away.`,
    );
  }

  private write(entry: Entry): void {
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(`${this.file}.new`, `${JSON.stringify(entry, null, 2)}\n`);
    renameSync(`${this.file}.new`, this.file);
  }
}

function isInjectedFault(value: unknown): value is InjectedFault {
  if (!isRecord(value) || !faultNames.some((name) => name === value.fault) || !isRecord(value.target))
    return false;
  const { container, id, links } = value.target;
  return (
    typeof container === "string" && typeof id === "string" && Array.isArray(links) && links.every(isLink)
  );
}

function isLink(value: unknown): boolean {
  return isRecord(value) && typeof value.network === "string" && Array.isArray(value.aliases);
}

function isProcess(pid: unknown): boolean {
  return typeof pid === "number" && Number.isSafeInteger(pid) && pid > 0;
}
