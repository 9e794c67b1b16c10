import type { Connection } from "../application-file";
import { call, readLines, type LineReader } from "../http-client";
import { Reachability, type Log } from "../log";
import { sleep } from "../time";
import { samples } from "./samples";
import { scxmlProblem } from "./scxml-check";

/** Between two attempts to reach the Interaction Server, in milliseconds. */
const retryMs = 150;
/** An Interaction Server that says nothing for so long is frozen or cut off; it sends a sign of life every second. */
const silenceMs = 2200;
const timeoutMs = 1500;
const attempts = 5;

/** An interaction that waits for its routing, as the Interaction Server submits it. */
interface Submitted {
  readonly session?: unknown;
  readonly service?: unknown;
}

/**
 * The Orchestration Server's own connection to an Interaction Server: for every interaction that waits there it performs the queue's
 * workflow, `inbound_chat.scxml`, which hands the chat back to its service; the service has it routed to an agent. A chat whose service is
 * unknown, since this process was restarted meanwhile, is routed all the same.
 */
export class InteractionWatch {
  private reader: LineReader | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private connected = false;
  private readonly reachability: Reachability;

  constructor(
    private readonly connection: Connection,
    private readonly isService: (id: string) => boolean,
    private readonly log: Log,
  ) {
    this.reachability = new Reachability(log, connection.application);
  }

  /** Returns true while the Interaction Server answers: its scripted agents are available then. */
  get isConnected(): boolean {
    return this.connected;
  }

  start(): void {
    const problem = scxmlProblem(samples["inbound_chat.scxml"] ?? "");
    if (problem !== undefined) throw new Error(`inbound_chat.scxml ${problem}`);
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.reader?.close();
  }

  private connect(): void {
    this.reader = readLines(this.connection, "/submitted", silenceMs, {
      open: () => {
        this.connected = true;
        this.reachability.up();
      },
      line: (submitted) => void this.route(submitted),
      end: (reason) => {
        this.connected = false;
        this.reachability.down(reason);
        if (!this.stopped) this.timer = setTimeout(() => this.connect(), retryMs).unref();
      },
    });
  }

  private async route({ session, service }: Submitted): Promise<void> {
    if (typeof session !== "string") return;
    const handedBack = typeof service === "string" && this.isService(service);
    const body = { by: handedBack ? "service" : "default" };
    for (let attempt = 1; attempt <= attempts && !this.stopped; attempt += 1) {
      try {
        const path = `/interactions/${encodeURIComponent(session)}/route`;
        const { status } = await call(this.connection, path, { body, timeoutMs });
        // Gone meanwhile: the chat has ended.
        if (status === 200 || status === 404) return;
      } catch {
        // When the connection is there again, what waits is submitted again.
      }
      await sleep(100 * attempt);
    }
    this.log.warn({ peer: this.connection.application }, "an interaction could not be routed");
  }
}
