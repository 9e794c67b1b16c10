import { setTimeout as sleep } from "node:timers/promises";
import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Application } from "../model/deployment";
import { isWaitedFor, startSecondsOf } from "../docker/process-settings";
import { hasProcess, isHealthy } from "../docker/pair-health";
import type { Container } from "./container";
import type { Daemon, KnownContainer } from "./daemon";
import { userError } from "./user-error";

/** Milliseconds between two questions about a process. */
const lookMs = 250;

/** Milliseconds that a standby which was healthy when the update began may take to apply its new file. */
const standbyMs = 30_000;

/** The provider's own inputs for waiting until a container is healthy. */
type ProviderWait = Pick<docker.ContainerArgs, "wait" | "waitTimeout">;

/** What is asked about a process. */
export interface ReadinessQuestion {
  /** The container's name. */
  readonly name: string;
  /** The primary that must not change before this standby has its configuration in force; default none. */
  readonly primary?: string;
}

/**
 * Decides when a process is ready, which ends an update and lets its successors in the order start. The program asks the process itself: Docker
 * asks for the first time when an interval has passed, and the provider looks at the answer once a second. If the client gets no answer, or if
 * the program brings a provider of its own, the provider waits for Docker's health check instead.
 */
export class Readiness {
  constructor(
    private readonly daemon: Pick<Daemon, "containers" | "unready"> | undefined,
    /** Whether the program brings a provider of its own, of which the client knows nothing. */
    private readonly hasOwnProvider: boolean,
  ) {}

  /** Inputs of an application's container: a preview asks no daemon, and shows those of an update whose client gets an answer. */
  providerWait(application: Application): ProviderWait {
    if (!isWaitedFor(application)) return {};
    const none = { wait: undefined, waitTimeout: undefined };
    const waitTimeout = startSecondsOf(application);
    if (this.hasOwnProvider) return { wait: true, waitTimeout };
    if (!this.daemon) return none;
    const isUnknown = pulumi.output(this.daemon.containers().then((known) => known === undefined));
    // An undefined input is not stated at all.
    return {
      wait: isUnknown.apply((waits) => (waits ? true : undefined)),
      waitTimeout: isUnknown.apply((waits) => (waits ? waitTimeout : undefined)),
    };
  }

  /**
   * Resolves once a process is ready; rejects, which ends the program, if it does not become so in time. A container that was healthy when the
   * update began is asked only if it is a standby whose primary follows: the update waits for what it changes, and for what an
   * earlier one left unhealthy.
   */
  async of(container: Container, application: Application, question: ReadinessQuestion): Promise<void> {
    // A preview knows no id of a container that it plans: what waits for it would never continue. It knows the URN.
    if (!this.daemon) return registered(container.urn).then(() => undefined);
    // The engine must not take the program for finished while a process is asked.
    const release = pulumi.runtime.rpcKeepAlive();
    try {
      await this.ask(this.daemon, await registered(container.id), application, question);
    } finally {
      release();
    }
  }

  private async ask(
    daemon: Pick<Daemon, "containers" | "unready">,
    id: string,
    application: Application,
    { name, primary }: ReadinessQuestion,
  ): Promise<void> {
    const all = await daemon.containers();
    if (all === undefined) return;
    const isSettled = wasSettled(all.get(name), id);
    // The engine's success is all that is known of a custom image without a health check.
    if (primary === undefined && (isSettled || !isWaitedFor(application))) return;
    const allMs = isSettled ? standbyMs : startSecondsOf(application) * 1000;
    const reason = await reasonAfter(allMs, () => daemon.unready(id, application));
    if (reason === undefined) return;
    // Other processes are asked on meanwhile, and each that fails is named.
    throw userError(sentence(application.name, name, reason, allMs, primary));
  }
}

/** Returns true if a container existed when the update began, and Docker had no doubt about its health: healthy, or not running. */
function wasSettled(known: KnownContainer | undefined, id: string): boolean {
  return known?.id === id && (isHealthy(known) || !hasProcess(known) || known.status === "paused");
}

/** A registered container's value once it is there; if registration fails, the engine has said why, and the program ends. */
function registered(value: pulumi.Output<string>): Promise<string> {
  return new Promise((resolve) => value.apply(resolve));
}

/** The last reason why a process is not ready, once `allMs` have passed; undefined as soon as it is. */
async function reasonAfter(
  allMs: number,
  unready: () => Promise<string | undefined>,
): Promise<string | undefined> {
  const deadline = Date.now() + allMs;
  for (;;) {
    const reason = await unready();
    if (reason === undefined || Date.now() > deadline) return reason;
    await sleep(lookMs);
  }
}

function sentence(
  application: string,
  container: string,
  reason: string,
  allMs: number,
  primary: string | undefined,
): string {
  const stack = pulumi.getStack();
  if (primary !== undefined) {
    return (
      `${application} is not a healthy standby with its configuration in force (${reason}), so ${primary} was left as it was. ` +
      `"./chatstack verify --stack ${stack}" names the fix. Then run up again, or revert the change.`
    );
  }
  return (
    `${application} is not healthy ${allMs / 1000} s after its start (${reason}). ` +
    `"docker logs ${container}" shows its log, and "./chatstack verify --stack ${stack}" names the fix. Then run up again, or revert the change.`
  );
}
