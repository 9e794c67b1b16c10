import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../../system/failure";
import { ChattingCustomer, type CustomerRecord, type Message } from "./chatting-customer";
import { type ReadTranscripts, type MessageAudit, auditMessages } from "./message-audit";

/** A load: how many customers, how fast, and how long at most. */
export interface LoadPlan {
  /** Where GMS is; customers take the addresses in turn. */
  readonly urls: readonly string[];
  readonly conversations: number;
  /** Over all customers together. */
  readonly messagesPerSecond: number;
  /** The load ends by itself after this, whatever happens around it. */
  readonly atMostSeconds: number;
  /** Messages that every customer has written, as fast as they are acknowledged, before the load begins; default 0. */
  readonly transcript?: number;
  /** Ends the writing in advance. */
  readonly signal?: AbortSignal;
  /** Asks the store for the customers' messages by session; undefined if it can't be asked. */
  readonly stored?: (
    sessions: readonly string[],
  ) => Promise<ReadonlyMap<string, readonly string[]> | undefined>;
}

/** What a load came to. */
export interface LoadResult extends MessageAudit {
  readonly conversations: number;
  readonly seconds: number;
  readonly messages: readonly Message[];
  /** Whether the store's own transcripts were looked at too. */
  readonly storeAsked: boolean;
}

/** Not every chat could be started, and what GMS said to that. */
export class NoConversation extends Error {
  constructor(readonly refusals: readonly string[]) {
    super(`not every conversation could be started: ${refusals.join("; ")}`);
  }
}

/** Within this every conversation has to have begun. */
const startSeconds = 15;
/** For finishing the message under way and reading the transcripts afterwards. */
const endSeconds = 30;
/** Messages a second of each customer that a deployment must acknowledge while transcripts are written in advance. */
const leastPerSecond = 5;
/** Messages a second, of all customers, that must be read when transcripts are counted. */
const leastReadPerSecond = 500;

/** Customers who chat, evenly spread over time, until they are stopped. */
export class Customers {
  private began = Date.now();
  private readonly token = randomBytes(3).toString("hex");
  private readonly all: readonly ChattingCustomer[];
  private readonly talking: Promise<void>[] = [];
  private stopping = false;

  private constructor(private readonly plan: LoadPlan) {
    const advance = (plan.transcript ?? 0) / leastPerSecond;
    const deadline = this.began + (advance + plan.atMostSeconds + endSeconds) * 1000;
    this.all = Array.from({ length: plan.conversations }, (_, index) => {
      const url = plan.urls[index % plan.urls.length] ?? "";
      return new ChattingCustomer(url, `Customer ${index + 1}`, deadline);
    });
  }

  /** Starts every chat, then lets all of them write; throws `NoConversation` where one could not be started. */
  static async start(plan: LoadPlan): Promise<Customers> {
    const customers = new Customers(plan);
    const late = setTimeout(() => customers.giveUp(), startSeconds * 1000);
    const started = await Promise.all(customers.all.map((customer) => customer.start()));
    clearTimeout(late);
    if (!started.every(Boolean)) {
      await customers.abandon();
      const said = customers.records.flatMap(({ refusals }) => Object.keys(refusals));
      throw new NoConversation([...new Set(said)].sort());
    }
    await customers.writeTranscripts();
    customers.all.forEach((customer, index) => customers.talking.push(customers.converse(customer, index)));
    return customers;
  }

  /** The number of messages that are acknowledged so far. */
  get acknowledged(): number {
    return this.records.reduce(
      (sum, { messages }) => sum + messages.filter((one) => one.acknowledgedAt !== undefined).length,
      0,
    );
  }

  /** Lets every customer finish the message that is under way, then reads every transcript and counts. */
  async stop(): Promise<LoadResult> {
    this.stopping = true;
    await Promise.all(this.talking);
    const seconds = (Date.now() - this.began) / 1000;
    const read = await Promise.all(this.all.map((customer) => customer.transcript()));
    // A store that saves at the end only has it all after that.
    await Promise.all(this.all.map((customer) => customer.leave()));
    const { records } = this;
    const messages = records.flatMap((record) => record.messages);
    const sessions = [...new Set(messages.map(({ session }) => session))];
    const stored = await this.plan.stored?.(sessions);
    const transcripts = records.map((_, index): ReadTranscripts => ({
      customer: read[index] ?? [],
      ...(stored && { stored }),
    }));
    return {
      ...auditMessages(records, transcripts),
      conversations: this.all.length,
      seconds,
      messages,
      storeAsked: stored !== undefined,
    };
  }

  /** Ends without counting anything. */
  async abandon(): Promise<void> {
    this.stopping = true;
    this.giveUp();
    await Promise.all(this.talking);
    await Promise.all(this.all.map((customer) => customer.leave()));
  }

  private get records(): readonly CustomerRecord[] {
    return this.all.map(({ record }) => record);
  }

  private giveUp(): void {
    for (const customer of this.all) customer.giveUp();
  }

  /** Writes in advance; what a customer has written then is not in the time that the load may take. */
  private async writeTranscripts(): Promise<void> {
    const { conversations, transcript = 0, atMostSeconds, signal } = this.plan;
    const wanted = conversations * transcript;
    await Promise.all(this.all.map((customer, index) => this.writeAhead(customer, index)));
    if (signal?.aborted !== true && this.acknowledged < wanted) {
      await this.abandon();
      throw new Failure(
        `Only ${this.acknowledged} of ${wanted} messages were acknowledged in advance, in ${Math.round((Date.now() - this.began) / 1000)} s: ` +
          "pass a smaller --transcript or --conversations. Nothing was broken.",
      );
    }
    this.began = Date.now();
    const seconds = atMostSeconds + endSeconds + wanted / leastReadPerSecond;
    for (const customer of this.all) customer.giveUpAt(this.began + seconds * 1000);
  }

  private async writeAhead(customer: ChattingCustomer, index: number): Promise<void> {
    const { transcript = 0, signal } = this.plan;
    for (let number = 1; number <= transcript && signal?.aborted !== true; number += 1)
      await customer.say(`drill ${this.token} ${index + 1}/ahead ${number}`);
  }

  private async converse(customer: ChattingCustomer, index: number): Promise<void> {
    const { conversations, messagesPerSecond, atMostSeconds } = this.plan;
    const everyMs = (conversations / messagesPerSecond) * 1000;
    let next = Date.now() + (everyMs * index) / conversations;
    for (let number = 1; !this.stopping && Date.now() < this.began + atMostSeconds * 1000; number += 1) {
      while (!this.stopping && Date.now() < next) await sleep(Math.min(100, Math.max(1, next - Date.now())));
      if (this.stopping) return;
      // No catching up after a wait: the load is to stay what was asked for.
      next = Math.max(Date.now(), next) + everyMs;
      await customer.say(`drill ${this.token} ${index + 1}/${number}`);
    }
  }
}
