import { setTimeout as sleep } from "node:timers/promises";
import { ChatError, Customer, type TranscriptEntry } from "../../operations/customer";

/** A message that GMS acknowledged, with the times at which the customer wanted it out and knew it was in. */
export interface Acknowledged {
  readonly text: string;
  readonly wantedAt: number;
  readonly acceptedAt: number;
}

/** What one customer lived through. */
export interface CustomerRecord {
  /** In the order in which they were acknowledged, over all chats of this customer. */
  readonly acknowledged: readonly Acknowledged[];
  /** Answers other than an acknowledgement, by what they said. */
  readonly refusals: Readonly<Record<string, number>>;
  /** How often the chat was lost and the customer had to start again. */
  readonly restarts: number;
}

/** Between two tries of the same message. */
const retryMs = 50;

/**
 * A customer who writes and never gives up. Without an acknowledgement nobody knows whether a message was stored, so it
 * is looked for in the transcript first and sent again only if it is not there, as a customer's app has to do it.
 */
export class ChattingCustomer {
  private customer: Customer;
  private readonly acknowledged: Acknowledged[] = [];
  private readonly refusals: Record<string, number> = {};
  private restarts = 0;

  constructor(
    private readonly url: string,
    private readonly name: string,
    /** When to give up for good, in milliseconds since the epoch: a load always ends. */
    private readonly deadline: number,
  ) {
    this.customer = this.newCustomer();
  }

  get record(): CustomerRecord {
    return { acknowledged: this.acknowledged, refusals: this.refusals, restarts: this.restarts };
  }

  async start(): Promise<void> {
    await this.persist(async () => {
      this.customer = this.newCustomer();
      await this.customer.start(`load of ${this.name}`);
      return true;
    });
  }

  /** Gets a message stored, however often that has to be tried. */
  async say(text: string): Promise<void> {
    const wantedAt = Date.now();
    let unsure = false;
    const stored = await this.persist(async () => {
      if (unsure && (await this.stands(text))) return true;
      unsure = true;
      await this.customer.send(text);
      return true;
    });
    if (stored) this.acknowledged.push({ text, wantedAt, acceptedAt: Date.now() });
  }

  /** The whole transcript, as GMS hands it out. */
  async transcript(): Promise<readonly TranscriptEntry[]> {
    let entries: readonly TranscriptEntry[] = [];
    const read = await this.persist(async () => {
      entries = (await this.customer.refresh(0)).entries;
      return true;
    });
    if (!read)
      throw new Error(`${this.name} could not read the transcript: ${JSON.stringify(this.refusals)}`);
    return entries;
  }

  async leave(): Promise<void> {
    // Losing the chat here loses nothing: its transcript has been read.
    await this.customer.disconnect().catch(() => undefined);
  }

  private async stands(text: string): Promise<boolean> {
    const { entries } = await this.customer.refresh(0);
    return entries.some((entry) => entry.partyType === "CLIENT" && entry.text === text);
  }

  /** Tries until it works; gives false where the deadline came first. */
  private async persist(attempt: () => Promise<boolean>): Promise<boolean> {
    while (Date.now() < this.deadline) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof ChatError)) throw error;
        const said = `${error.status} ${error.hop}: ${error.message.replaceAll(/[0-9a-f-]{8,}/g, "…")}`;
        this.refusals[said] = (this.refusals[said] ?? 0) + 1;
        if (error.lost) await this.startAgain();
        else await sleep(retryMs);
      }
    }
    return false;
  }

  /** A lost chat takes what was acknowledged in it along; the tally finds those missing from the new transcript. */
  private async startAgain(): Promise<void> {
    this.restarts += 1;
    await sleep(retryMs);
    this.customer = this.newCustomer();
    try {
      await this.customer.start(`load of ${this.name}, again`);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
    }
  }

  private newCustomer(): Customer {
    return new Customer(this.url, this.name);
  }
}
