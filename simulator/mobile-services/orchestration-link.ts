import type { Configuration } from "../configuration";
import { call, Unreachable, type Peer } from "../http-client";
import { Reachability } from "../log";
import type { ProcessContext } from "../process";
import { Refusal } from "../refusal";
import { monotonic, sleep } from "../time";
import { beginService, type BeginService, type IsAgentAnnounced } from "./begin-service";
import { isFirstGeneration } from "./node-status";
import type { ServiceSettings } from "./service-settings";

/** The class of the errors of a service that Orchestration Server can't run. */
const exception = "com.genesyslab.gsg.services.ors.OrsServiceException";
/** The documented text if no Orchestration Server answers; the other texts are the simulator's own. */
const unreachable = "ORS request failed: cannot connect to ORS. IO issue.";
/** Between two attempts, in milliseconds. */
const pauseMs = 50;
/** Share of GMS's timeout that Orchestration Server has for fetching: its refusal must arrive before GMS times out. */
const fetchShare = 0.75;
/** How long one server may take to answer whether an agent is available, in milliseconds. */
const announceMs = 1000;

/** What an Orchestration Server answers when a service begins. */
interface Begun {
  readonly error?: string;
  /** True if the service's SCXML application waits for an agent before its chat may start. */
  readonly waitsForAgent?: boolean;
}

/**
 * GMS's way to the Orchestration Servers. If one is declared, by a connection or by the option `_ors`, a service of type `ors` begins only
 * after that has fetched its SCXML application.
 */
export class OrchestrationLink {
  private readonly reachability = new Map<string, Reachability>();
  private turn = 0;

  constructor(private readonly surroundings: ProcessContext) {}

  /** Begins a service: what `ChatApi` calls before it answers. */
  readonly begin: BeginService = async (settings, service) => {
    const servers = settings.type === "ors" ? this.serversOf(settings) : [];
    if (servers.length === 0) return beginService(settings, service);
    if (settings.service === undefined) throw failed("the service names no SCXML application");
    const { waitsForAgent } = await this.request(servers, { id: service.id, application: settings.service });
    if (waitsForAgent) service.agentAnnounced = false;
  };

  /** Asks the servers one after the other; one that does not answer announces no agent. */
  readonly isAgentAnnounced: IsAgentAnnounced = async (settings) => {
    for (const server of this.serversOf(settings)) {
      try {
        const { status, body } = await call<{ announced?: boolean }>(server, "/agents", {
          timeoutMs: announceMs,
        });
        if (status === 200 && body.announced === true) return true;
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
      }
    }
    return false;
  };

  /** The servers to ask, in this order. */
  private serversOf({ section }: ServiceSettings): Peer[] {
    const { configuration } = this.surroundings;
    const either = (name: string) =>
      configuration.option(section, name) || configuration.option("server", name);
    const stated = either("_ors");
    const servers =
      stated === undefined || stated === ""
        ? (configuration.current.connections ?? []).filter(({ type }) => type === "OrchestrationServer")
        : stated.split(",").flatMap((address) => peerOf(address.trim()));
    if (either("_ors_lb_strategy") === "linear" || servers.length === 0) return servers;
    const first = this.turn++ % servers.length;
    return [...servers.slice(first), ...servers.slice(0, first)];
  }

  /**
   * Asks one server after the other, within the time of one connection and one answer in all. A server that does not accept a connection is
   * asked again as often as `max_ors_request_attempts` says; a request that may have been received can be repeated, since it has an id.
   */
  private async request(
    servers: readonly Peer[],
    beginning: { id: string; application: string },
  ): Promise<Begun> {
    const { configuration } = this.surroundings;
    const [connectMs, answerMs] = patience(configuration);
    const deadline = monotonic() + connectMs + answerMs;
    const attempts = Math.max(1, configuration.number("ors", "max_ors_request_attempts", 3));
    for (let attempt = 0; attempt < attempts && monotonic() + pauseMs < deadline; attempt += 1) {
      const server = servers[attempt % servers.length]!;
      const reachability = this.reachabilityOf(server);
      if (attempt > 0) await sleep(pauseMs);
      try {
        const timeoutMs = Math.min(connectMs + answerMs, deadline - monotonic());
        const body = { ...beginning, timeoutMs: Math.min(answerMs, timeoutMs) * fetchShare };
        const reply = await call<Begun>(server, "/sessions", { body, timeoutMs, connectMs });
        reachability.up();
        if (reply.status === 200) return reply.body;
        throw failed(reply.body.error ?? `ORS answered with status ${reply.status}`);
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        reachability.down(error.message);
      }
    }
    throw new Refusal(500, unreachable, undefined, { exception });
  }

  private reachabilityOf({ host, port }: Peer): Reachability {
    const name = `${host}:${port}`;
    const known = this.reachability.get(name) ?? new Reachability(this.surroundings.log, name);
    this.reachability.set(name, known);
    return known;
  }
}

function failed(reason: string): Refusal {
  return new Refusal(500, `ORS request failed: ${reason}.`, undefined, { exception });
}

/** How long a connection and an answer may take, in milliseconds: the section `gms`, with the defaults of the release. */
function patience(configuration: Configuration): [connectMs: number, answerMs: number] {
  const otherwise = isFirstGeneration(configuration.current.application.release) ? 2 : 10;
  const ms = (name: string) => 1000 * Math.max(1, configuration.number("gms", name, otherwise));
  return [ms("http.connection_timeout"), ms("http.socket_timeout")];
}

/** An address of the option `_ors`; none if it is no http address, which the simulator does not support. */
function peerOf(address: string): Peer[] {
  if (!URL.canParse(address)) return [];
  const { protocol, hostname, port } = new URL(address);
  return protocol === "http:" ? [{ host: hostname, port: Number(port || 80) }] : [];
}
