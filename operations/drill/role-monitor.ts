import { createInterface } from "node:readline";
import { type DockerSession, dockerSession } from "../../docker/command";
import { controlAgentPort } from "../../model/defaults";
import { probeArguments, readProbeAnswer } from "../health/probe-script";
import type { Member } from "./pairs";

/** What a member is, as its own `/status` says; `down` where nothing answers. */
export type Condition = "active" | "standby" | "down";

/** From when on a member was what it was; milliseconds since the epoch. */
export interface Change {
  readonly at: number;
  readonly condition: Condition;
}

/** Between two questions, and how long an answer may take, in milliseconds. */
const everyMs = 100;
const limitMs = 400;
/** Between two attempts to watch a container that is not running. */
const againMs = 250;

/** Small: the container's memory is bounded, and the process beside it needs it. */
const nodeFlags = ["--max-old-space-size=16", "--max-semi-space-size=1", "--v8-pool-size=1"];

/** Follows one member's role from inside its container, since no port of it is published; also while it is cut off. */
export class RoleMonitor {
  private readonly seen: Change[] = [{ at: Date.now(), condition: "down" }];
  private child: DockerSession | undefined;
  private again: NodeJS.Timeout | undefined;
  private ended = false;

  constructor(readonly member: Member) {
    this.begin();
  }

  /** Every change so far, the oldest first. */
  get changes(): readonly Change[] {
    return this.seen;
  }

  /** What the member is now. */
  get condition(): Condition {
    return this.seen.at(-1)?.condition ?? "down";
  }

  /** Stops watching; what was seen stays. */
  end(): void {
    this.ended = true;
    clearTimeout(this.again);
    this.child?.kill();
  }

  private begin(): void {
    const { container } = this.member;
    const question = { statusPorts: [controlAgentPort], links: [], limitMs, everyMs };
    // In a group of its own: a Ctrl-C is the drill's, which needs to see the roles until it has put everything right.
    const child = dockerSession([
      ...["exec", "-i", container, "node", ...nodeFlags],
      ...probeArguments(question),
    ]);
    this.child = child;
    createInterface({ input: child.stdout }).on("line", (line) => this.note(conditionOf(line)));
    // An input that is closed while the container goes down is no news.
    child.stdin.on("error", () => undefined);
    child.on("error", () => undefined);
    child.on("close", () => {
      this.note("down");
      if (!this.ended) this.again = setTimeout(() => this.begin(), againMs);
    });
  }

  private note(condition: Condition): void {
    if (!this.ended && condition !== this.condition) this.seen.push({ at: Date.now(), condition });
  }
}

/** A line may be cut off: the container can end at any time. */
function conditionOf(line: string): Condition {
  try {
    return readProbeAnswer(line).status?.role ?? "down";
  } catch {
    return "down";
  }
}
