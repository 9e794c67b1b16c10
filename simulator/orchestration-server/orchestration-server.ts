import { connectionsOf } from "../application-file";
import { Plain, Routes } from "../http-port";
import type { Role, SimulatedProcess, ProcessContext } from "../process";
import { Refusal } from "../refusal";
import { InteractionWatch } from "./interaction-watch";
import { samples } from "./samples";
import { fetchScxml, ScxmlUnusable, type ScxmlApplication } from "./scxml-fetch";

/** How many sessions are kept; beyond that the oldest is forgotten. */
const sessionLimit = 20_000;
/** How many SCXML applications are fetched at once; the simulator's own bound on memory. */
const fetchLimit = 64;
/** The bounds of how long fetching an SCXML application may take, in milliseconds. */
const fetchMs = { least: 100, most: 10_000 };

/** What GMS asks for when a service begins. */
interface Beginning {
  /** The service's id, which becomes the session's: a request that is repeated begins no second session. */
  readonly id: string;
  /** The address of the service's SCXML application. */
  readonly application: string;
  /** How long GMS waits for the answer, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * The Orchestration Server: fetches and checks the SCXML application of a service when the service begins, and routes the chats that the
 * Interaction Server submits: the queue's workflow hands each back to its service. SCXML is not executed.
 */
export class OrchestrationServer implements SimulatedProcess {
  readonly statusOn = ["default"];
  readonly ports: Record<string, Routes>;
  /** The sessions by their ids, with what their SCXML applications say. */
  private readonly sessions = new Map<string, ScxmlApplication>();
  private readonly watches: readonly InteractionWatch[];
  private fetching = 0;

  constructor(private readonly surroundings: ProcessContext) {
    this.watches = connectionsOf(surroundings.configuration.current)
      .filter(({ type }) => type === "InteractionServer")
      .map((connection) => new InteractionWatch(connection, (id) => this.sessions.has(id), surroundings.log));
    this.ports = {
      default: new Routes("the Orchestration Server has no such path")
        .on("POST", "/sessions", (incoming) => this.begin(incoming.json<Beginning>()))
        .on("GET", "/sessions", () => ({ sessions: [...this.sessions.keys()] }))
        .on("GET", "/agents", () => ({ announced: this.watches.some(({ isConnected }) => isConnected) }))
        .on("GET", "/samples/:name", ({ params }) => {
          const text = Object.hasOwn(samples, params.name ?? "") ? samples[params.name ?? ""] : undefined;
          if (text === undefined) throw new Refusal(404, "there is no such sample");
          return new Plain(text);
        }),
    };
  }

  status(): Role {
    return { role: "active", epoch: 0, sessions: this.sessions.size };
  }

  unhealthy(): undefined {
    return undefined;
  }

  start(): void {
    for (const watch of this.watches) watch.start();
  }

  /** Nothing is left to finish: a chat that waits for its routing waits in the Interaction Server. */
  stop(): Promise<void> {
    for (const watch of this.watches) watch.stop();
    return Promise.resolve();
  }

  private async begin({ id, application, timeoutMs }: Beginning): Promise<unknown> {
    if (typeof id !== "string" || typeof application !== "string")
      throw new Refusal(400, "id and application are missing");
    const known = this.sessions.get(id);
    if (known) return { session: id, ...known };
    if (this.fetching >= fetchLimit) throw new Refusal(503, "too many services begin at once");
    this.fetching += 1;
    let fetched: ScxmlApplication;
    try {
      const patience = Math.min(fetchMs.most, Math.max(fetchMs.least, Number(timeoutMs) || fetchMs.least));
      fetched = await fetchScxml(application, patience);
    } catch (error) {
      if (!(error instanceof ScxmlUnusable)) throw error;
      this.surroundings.log.warn({ reason: error.message }, "an SCXML application can't be used");
      throw new Refusal(422, `the SCXML application ${error.message}`);
    } finally {
      this.fetching -= 1;
    }
    this.sessions.set(id, fetched);
    for (const oldest of this.sessions.keys()) {
      if (this.sessions.size <= sessionLimit) break;
      this.sessions.delete(oldest);
    }
    return { session: id, ...fetched };
  }
}
