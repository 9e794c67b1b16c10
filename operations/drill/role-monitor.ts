import { type DockerSession, dockerSession } from "../../docker/command";
import { controlAgentPort } from "../../model/defaults";
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
const patienceMs = 400;
/** Between two attempts to watch a container that is not running. */
const againMs = 250;

/**
 * Asks the process beside it again and again, and writes what it said, a line each. It ends with its standard input, so
 * with the drill however that ends; and it asks without fetch, which would cost the container twice the memory.
 */
const watchScript = `
const http = require("node:http");
const [port, every, patience] = process.argv.slice(1).map(Number);
process.stdin.on("end", () => process.exit()).resume();
const say = (word) => { process.stdout.write(word + "\\n"); setTimeout(ask, every); };
function ask() {
  let done = false;
  const once = (word) => { if (!done) { done = true; clearTimeout(late); say(word); } };
  const late = setTimeout(() => { once("down"); request.destroy(); }, patience);
  const request = http.get({ host: "127.0.0.1", port, path: "/status", agent: false }, (response) => {
    let text = "";
    response.on("data", (chunk) => (text += chunk)).on("end", () => {
      try { once(JSON.parse(text).role === "active" ? "active" : "standby"); } catch { once("down"); }
    }).on("error", () => once("down"));
  }).on("error", () => once("down"));
}
ask();
`;

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
    const words = ["exec", "-i", container, "node", ...nodeFlags, "-e", watchScript];
    const numbers = [controlAgentPort, everyMs, patienceMs].map(String);
    // In a group of its own: a Ctrl-C is the drill's, which needs to see the roles until it has put everything right.
    const child = dockerSession([...words, ...numbers]);
    this.child = child;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      const last = text.trimEnd().split("\n").at(-1);
      if (last === "active" || last === "standby" || last === "down") this.note(last);
    });
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
