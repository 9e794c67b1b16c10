import { setTimeout as sleep } from "node:timers/promises";
import { ChatError, Customer, type TranscriptEntry } from "../chat/customer";

/** A message that a customer wanted out, and when GMS acknowledged it; times in milliseconds since the epoch. */
export interface Message {
  /** Unique over all drills. */
  readonly text: string;
  /** The chat that took it; empty where none did. */
  readonly session: string;
  readonly wantedAt: number;
  /** Undefined where the customer gave up first. */
  readonly acknowledgedAt?: number;
  /** When the customer turned to the next message. */
  readonly endedAt: number;
}

/** What one customer lived through. */
export interface CustomerRecord {
  /** In the order in which they were written, over all chats of this customer. */
  readonly messages: readonly Message[];
  /** Answers other than an acknowledgement, by what they said. */
  readonly refusals: Readonly<Record<string, number>>;
  /** How often the chat was lost, or refused outright, and the customer had to start again. */
  readonly restarts: number;
}

/** Between two tries of the same message. */
const retryMs = 50;

/**
 * A customer who writes and does not give up before the load ends. Without an acknowledgement it is unknown whether a
 * message was stored, so it is looked for in the transcript first and sent again only if it is not there, as a
 * customer's app has to do it.
 */
export class ChattingCustomer {
  private customer: Customer;
  private session = "";
  /** How far the transcript is known: an unclear message can only be after this. */
  private position = 0;
  private chatting = false;
  private readonly messages: Message[] = [];
  private readonly refusals: Record<string, number> = {};
  private restarts = 0;

  constructor(
    private readonly url: string,
    private readonly name: string,
    /** The time after which no message is retried, in milliseconds since the epoch: a load always ends. */
    private deadline: number,
  ) {
    this.customer = new Customer(this.url, this.name);
  }

  /** What was lived through so far. */
  get record(): CustomerRecord {
    return { messages: this.messages, refusals: this.refusals, restarts: this.restarts };
  }

  /** Stops at once, whatever is under way. */
  giveUp(): void {
    this.deadline = 0;
  }

  /** Sets when to give up, in milliseconds since the epoch, unless that has happened. */
  giveUpAt(deadline: number): void {
    if (this.deadline > 0) this.deadline = deadline;
  }

  /** Starts the chat; false where that could not be done in time. */
  start(): Promise<boolean> {
    return this.persist(() => Promise.resolve());
  }

  /** Gets a message stored, with as many attempts as needed. */
  async say(text: string): Promise<void> {
    const wantedAt = Date.now();
    let unsure = false;
    const stored = await this.persist(async () => {
      if (unsure && (await this.isStored(text))) return;
      unsure = true;
      this.position = (await this.customer.send(text)).position;
    });
    const endedAt = Date.now();
    const message = { text, session: this.session, wantedAt, endedAt };
    this.messages.push(stored ? { ...message, acknowledgedAt: endedAt } : message);
  }

  /** The customer's own messages in a new read of the complete transcript; undefined if it could not be read. */
  async transcript(): Promise<readonly string[] | undefined> {
    let texts: string[] = [];
    const read = await this.persist(async () => {
      const entries = await this.entriesFrom(0);
      texts = entries
        .filter(({ type, partyType }) => type === "Message.Text" && partyType === "CLIENT")
        .map(({ text }) => text);
    });
    return read ? texts : undefined;
  }

  /** Ends the chat. Losing it here loses nothing: its transcript has been read. */
  async leave(): Promise<void> {
    await this.customer.disconnect().catch(() => undefined);
  }

  private async isStored(text: string): Promise<boolean> {
    const entries = await this.entriesFrom(this.position);
    return entries.some((entry) => entry.partyType === "CLIENT" && entry.text === text);
  }

  /** All entries after a position; GMS answers them in pages. */
  private async entriesFrom(position: number): Promise<TranscriptEntry[]> {
    const entries: TranscriptEntry[] = [];
    for (let after = position; ;) {
      const page = await this.customer.refresh(after);
      // A GMS that does not move on would be asked forever.
      if (page.entries.length === 0 || page.position <= after) return entries;
      entries.push(...page.entries);
      after = page.position;
    }
  }

  /** Tries until it works, in a chat that is begun first where there is none; false where the deadline came first. */
  private async persist(attempt: () => Promise<void>): Promise<boolean> {
    while (Date.now() < this.deadline) {
      try {
        if (!this.chatting) await this.begin();
        await attempt();
        return true;
      } catch (error) {
        if (!(error instanceof ChatError)) throw error;
        this.count(error);
        // A lost chat takes what was acknowledged in it along; the audit finds those missing from the new transcript.
        const lost = this.chatting && error.lost;
        // Refused for what is configured, such as an endpoint that the chosen Chat Server does not have.
        const refused = !this.chatting && error.status === 500;
        if (lost || refused) this.restarts += 1;
        if (lost) this.chatting = false;
        await sleep(retryMs);
      }
    }
    return false;
  }

  private async begin(): Promise<void> {
    this.customer = new Customer(this.url, this.name);
    this.position = 0;
    this.session = (await this.customer.start(`drill of ${this.name}`)).sessionId;
    this.chatting = true;
  }

  private count({ status, hop, message }: ChatError): void {
    const said = `${status} ${hop}: ${message.replaceAll(/[0-9a-f-]{8,}/g, "…")}`;
    this.refusals[said] = (this.refusals[said] ?? 0) + 1;
  }
}
