import { connectionsOf, type Connection } from "../application-file";
import { call } from "../http-client";
import { Reachability } from "../log";
import type { ProcessContext } from "../process";
import { Repeater } from "../time";
import type { Membership } from "./membership";
import type { Session } from "./session";

/** Between two reports, in milliseconds. */
const reportMs = 1000;
/** The same while the Interaction Server does not answer: an active member is not healthy without it. */
const retryMs = 150;

/** An open session in the form that the Interaction Server gets. */
interface Submission {
  readonly session: string;
  readonly endpoint: string;
  readonly queue: string;
  readonly tenant: number;
  /** The id of the service of GMS that the chat belongs to. */
  readonly service: string;
}

/**
 * The link to the Interaction Server: sessions are submitted as interactions and closed there when they end. One request
 * at a time, in order, so that the two can't disagree for long; an Interaction Server that has restarted is known by its
 * incarnation and gets all open sessions again.
 */
export class InteractionLink {
  private readonly connection: Connection | undefined;
  private readonly reachability: Reachability;
  private readonly worker = new Repeater(
    () => this.report(),
    () => (this.membership.active && !this.reachable ? retryMs : reportMs),
  );
  private readonly newOnes = new Map<string, Submission>();
  private readonly ended = new Set<string>();
  private peerIncarnation: string | undefined;
  private everything = true;

  constructor(
    private readonly surroundings: ProcessContext,
    private readonly membership: Membership,
    private readonly openSessions: () => readonly Session[],
  ) {
    this.connection = connectionsOf(surroundings.configuration.current).find(
      ({ type }) => type === "InteractionServer",
    );
    this.reachability = new Reachability(
      surroundings.log,
      this.connection?.application ?? "InteractionServer",
    );
  }

  /** Whether this application has a connection to an Interaction Server. */
  get declared(): boolean {
    return this.connection !== undefined;
  }

  /** Whether it answers. */
  get reachable(): boolean {
    return this.reachability.reachable;
  }

  start(): void {
    if (this.connection) this.worker.start();
  }

  stop(): void {
    this.worker.stop();
  }

  opened(session: Session): void {
    this.newOnes.set(session.id, submission(session));
    this.worker.wake();
  }

  closed(id: string): void {
    this.newOnes.delete(id);
    this.ended.add(id);
    this.worker.wake();
  }

  /** Tells the Interaction Server of all open sessions, in the place of what it knows of this pair. */
  resubmit(): void {
    this.everything = true;
    this.worker.wake();
  }

  /** The role is lost: what was to be said is another member's to say. */
  forget(): void {
    this.newOnes.clear();
    this.ended.clear();
  }

  private async report(): Promise<void> {
    if (!this.connection || !this.membership.active) return;
    const all = this.everything;
    this.everything = false;
    const open = all ? this.openSessions().map(submission) : [...this.newOnes.values()];
    const closed = [...this.ended];
    const { pair, epoch, term } = this.membership;
    const member = this.surroundings.configuration.current.application.name;
    try {
      const { status, body } = await call<{ incarnation: string }>(this.connection, "/interactions", {
        body: { pair, member, store: term?.store ?? "", epoch, all, open, closed },
        timeoutMs: 1000,
        // It may be another stack's, which knows its own credential only.
        to: "sharing",
      });
      if (status !== 200) throw new Error(`status ${status}`);
      this.reachability.up();
      for (const { session } of open) this.newOnes.delete(session);
      for (const id of closed) this.ended.delete(id);
      if (this.peerIncarnation !== body.incarnation && !all) this.resubmit();
      this.peerIncarnation = body.incarnation;
    } catch (error) {
      this.everything ||= all;
      this.reachability.down((error as Error).message);
    }
  }
}

function submission({ head }: Session): Submission {
  const { id: session, endpoint, queue, tenant, requestId: service } = head;
  return { session, endpoint, queue, tenant, service };
}
