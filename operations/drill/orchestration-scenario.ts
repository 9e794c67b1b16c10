import { setTimeout as sleep } from "node:timers/promises";
import { DrillAborted } from "./drill-aborted";
import { type Scenario, noticeMs, type ScenarioContext, recoverySeconds } from "./scenario";
import { type FaultName, faults } from "./faults";
import { containerState } from "../../docker/container-process";
import type { OrchestrationName } from "./orchestration-names";

/** The documented refusal of a service while no Orchestration Server answers. */
const exception = "com.genesyslab.gsg.services.ors.OrsServiceException";
/** Between two new services, and how long the answer to one may take, in milliseconds. */
const everyMs = 200;
const answerMs = 25_000;
/**
 * Docker waits twice as long before each restart of a container that did not run for 10 s; the tenth such kill in a row would find it down
 * for most of a minute (docs.docker.com, "Start containers automatically").
 */
const settledMs = 11_000;

/**
 * A scenario that hits an Orchestration Server: chats in progress must lose nothing, a new service begins or is refused as documented, and
 * services begin again afterwards.
 */
export function orchestrationScenario(name: OrchestrationName): Scenario {
  const fault = faults[name.replace("orchestration-", "") as FaultName];
  return {
    name,
    atMostSeconds: (settledMs + fault.lastsMs + answerMs) / 1000 + recoverySeconds,
    bothWays: false,
    perform: (context) => perform(name, context),
    objection: (_, before, after) =>
      before === after
        ? undefined
        : `${after} took over from ${before}, and only the Orchestration Server was hit (${name}).`,
  };
}

async function perform(name: OrchestrationName, context: ScenarioContext): Promise<void> {
  const { orchestration, journal, signal, note, active } = context;
  const server = orchestration?.servers[0];
  const state = server && (await containerState(server.container));
  if (!orchestration || !server || !state)
    throw new DrillAborted(`No Orchestration Server runs that ${name} could hit.`);
  const fault = faults[name.replace("orchestration-", "") as FaultName];
  const { id, image, pid, links } = state;
  await sleep(Math.max(0, state.startedAt + settledMs - Date.now()), undefined, { signal });
  const from = Date.now();
  await journal.inject(fault, { container: server.container, id, image, pid, links }, async () => {
    const end = Date.now() + fault.lastsMs;
    do {
      await beginService(name, orchestration.url);
      await sleep(everyMs, undefined, { signal });
    } while (Date.now() < end);
  });
  note({ kind: "fault", from, to: fault.lastsMs > 0 ? Date.now() : from, active: active.member.application });
  await sleep(noticeMs, undefined, { signal });
  const deadline = Date.now() + recoverySeconds * 1000;
  while (!(await beginService(name, orchestration.url))) {
    if (Date.now() > deadline) {
      throw new DrillAborted(
        `After ${name} no new service began within ${recoverySeconds} s. Read the log of ${server.container}.`,
      );
    }
    await sleep(everyMs, undefined, { signal });
  }
}

/** Begins a service; returns false if it is refused as documented, and ends the drill on any other answer. */
async function beginService(name: string, url: string): Promise<boolean> {
  const options = { method: "POST", signal: AbortSignal.timeout(answerMs) };
  const response = await fetch(`${url}/1/service/request-chat-poll`, options).catch((error: unknown) => {
    throw new DrillAborted(
      `During ${name} GMS did not answer the request for a new service: ${(error as Error).message}`,
    );
  });
  const body = (await response.json().catch(() => ({}))) as {
    _id?: string;
    exception?: string;
    message?: string;
  };
  if (response.ok && body._id !== undefined) return true;
  if (response.status === 500 && body.exception === exception) return false;
  throw new DrillAborted(
    `During ${name} GMS answered the request for a new service with ${response.status}: ${body.message ?? "no message"}.`,
  );
}
