import { call, Unreachable, type Reply } from "../http-client";
import type { ProcessContext } from "../process";
import { Refusal } from "../refusal";
import { monotonic, sleep } from "../time";
import type { LoadBalancers, Located } from "./load-balancers";

/** How long a request is tried in all, and one attempt may take, in milliseconds. */
const patienceMs = 1900;
const attemptMs = 700;
/** Within this a Chat Server that runs accepts a connection; where none does, the load balancer is asked again. */
const connectMs = 250;
/** Between two attempts while no member is active. */
const pauseMs = 40;

/** A request to a Chat Server. It may be sent more than once: it carries an id where that matters. */
export interface ChatRequest {
  readonly path: string;
  readonly body?: unknown;
}

/**
 * GMS's way to the Chat Servers: it remembers which member of a pair is active and asks the load balancer again when that
 * one fails or is not active any more.
 */
export class ChatLink {
  private readonly active = new Map<string, Located>();
  private readonly asking = new Map<string, Promise<Located>>();

  constructor(
    private readonly surroundings: ProcessContext,
    private readonly balancers: LoadBalancers,
  ) {}

  /** Where a new chat goes; asked once a chat, so that every answer of the load balancer counts as one. */
  async place(tenant: string): Promise<Located> {
    const deadline = monotonic() + patienceMs;
    for (;;) {
      try {
        const located = await this.balancers.ask(tenant);
        this.active.set(located.alias, located);
        return located;
      } catch (error) {
        if (!retryable(error) || monotonic() + pauseMs > deadline) throw error;
        await sleep(pauseMs);
      }
    }
  }

  /** The active member of a pair as far as is known. */
  known(alias: string): Located | undefined {
    return this.active.get(alias);
  }

  /**
   * Sends a request to the active member of a pair, again and again within the time there is. `Refusal` 404 means that
   * the chat is lost, 503 that no member answered; then it is unknown whether the request was done.
   */
  async send<T>(alias: string, tenant: string, request: ChatRequest): Promise<T> {
    const deadline = monotonic() + patienceMs;
    for (;;) {
      let failure: Refusal;
      try {
        const located = this.active.get(alias) ?? (await this.locate(alias, tenant));
        const done = await this.attempt<T>(located, request, deadline);
        if (!(done instanceof Refusal)) return done.body;
        failure = done;
        if (this.active.get(alias) === located) this.active.delete(alias);
      } catch (error) {
        if (!retryable(error)) throw error;
        failure = error;
      }
      if (monotonic() + pauseMs >= deadline) throw failure;
      await sleep(pauseMs);
    }
  }

  /** The reply, or why another attempt is worth it. */
  private async attempt<T>(
    located: Located,
    request: ChatRequest,
    deadline: number,
  ): Promise<Reply<T> | Refusal> {
    const hop = `${this.surroundings.configuration.current.application.name} -> ${located.alias}`;
    try {
      const timeoutMs = Math.max(50, Math.min(attemptMs, deadline - monotonic()));
      const reply = await call<T & Failure>(located, request.path, {
        body: request.body,
        timeoutMs,
        connectMs,
      });
      if (reply.status === 200) return reply;
      return refusalOf(reply, hop);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return new Refusal(503, "the Chat Server does not answer", hop);
    }
  }

  /** Asks the load balancer which member is active; all requests of a pair that wait share one answer. */
  private locate(alias: string, tenant: string): Promise<Located> {
    let asking = this.asking.get(alias);
    if (!asking) {
      asking = this.balancers
        .ask(tenant, alias)
        .then((located) => {
          this.active.set(alias, located);
          return located;
        })
        .finally(() => this.asking.delete(alias));
      this.asking.set(alias, asking);
    }
    return asking;
  }
}

/** What a Chat Server says when it refuses. */
interface Failure {
  readonly error?: string;
  readonly hop?: string;
  /** The session is lost permanently. */
  readonly lost?: boolean;
  /** The session has come to its end. */
  readonly ended?: boolean;
  /** A limit is reached and nothing was stored; the status says which kind. */
  readonly limit?: boolean;
}

/** What a Chat Server's refusal means to the customer's side; a 503 may pass, anything else would be said again. */
function refusalOf({ status, body }: Reply<Failure>, hop: string): Refusal {
  const message = body.error ?? `the Chat Server answered with status ${status}`;
  if (body.limit) throw new Refusal(status, message, body.hop ?? hop);
  if (status === 503) return new Refusal(503, message, body.hop ?? hop);
  if (status === 413) throw new Refusal(413, message);
  if (body.lost || body.ended) {
    throw new Refusal(404, message, undefined, { lost: body.lost === true, ended: body.ended === true });
  }
  throw new Refusal(500, message, body.hop ?? hop);
}

function retryable(error: unknown): error is Refusal {
  return error instanceof Refusal && error.status === 503;
}
