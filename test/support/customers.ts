import { setTimeout as sleep } from "node:timers/promises";
import { ChattingCustomer } from "./chatting-customer";
import { type Tally, tally, type Waits, waits } from "./tally";

/** A load: how many customers, how fast, and how long at most. */
export interface LoadPlan {
  readonly url: string;
  readonly customers: number;
  /** Over all customers together. */
  readonly messagesPerSecond: number;
  /** The load ends by itself after this, whatever happens around it. */
  readonly atMostSeconds: number;
}

/** What a load came to, with how long each fault was felt. */
export interface LoadResult extends Tally {
  readonly waits: Waits;
  readonly seconds: number;
}

/** Customers who chat, evenly spread over time, until they are told to stop. */
export class Customers {
  private readonly began = Date.now();
  private readonly faults: number[] = [];
  private readonly all: ChattingCustomer[];
  private readonly talking: Promise<void>[] = [];
  private stopping = false;

  private constructor(private readonly plan: LoadPlan) {
    // Reading the transcripts afterwards has to be possible too.
    const deadline = this.began + (plan.atMostSeconds + 30) * 1000;
    const names = Array.from({ length: plan.customers }, (_, index) => `Customer ${index + 1}`);
    this.all = names.map((name) => new ChattingCustomer(plan.url, name, deadline));
  }

  /** Starts every chat, then lets all of them write. */
  static async start(plan: LoadPlan): Promise<Customers> {
    const customers = new Customers(plan);
    await Promise.all(customers.all.map((customer) => customer.start()));
    customers.all.forEach((customer, index) => customers.talking.push(customers.talk(customer, index)));
    return customers;
  }

  /** To be called when something is broken on purpose; a wait is measured from here. */
  fault(): void {
    this.faults.push(Date.now());
  }

  /** The number of messages that are stored so far. */
  get acknowledged(): number {
    return this.all.reduce((sum, customer) => sum + customer.record.acknowledged.length, 0);
  }

  /** Lets every customer finish the message that is under way, then reads every transcript and counts. */
  async stop(): Promise<LoadResult> {
    this.stopping = true;
    await Promise.all(this.talking);
    const seconds = (Date.now() - this.began) / 1000;
    const transcripts = await Promise.all(this.all.map((customer) => customer.transcript()));
    await Promise.all(this.all.map((customer) => customer.leave()));
    const records = this.all.map(({ record }) => record);
    return { ...tally(records, transcripts), waits: waits(records, this.faults), seconds };
  }

  private async talk(customer: ChattingCustomer, index: number): Promise<void> {
    const { customers, messagesPerSecond, atMostSeconds } = this.plan;
    const everyMs = (customers / messagesPerSecond) * 1000;
    let next = Date.now() + (everyMs * index) / customers;
    for (let number = 1; !this.stopping && Date.now() < this.began + atMostSeconds * 1000; number += 1) {
      await sleep(Math.max(0, next - Date.now()));
      if (this.stopping) return;
      // No catching up after a wait: the load is to stay what was asked for.
      next = Math.max(Date.now(), next) + everyMs;
      await customer.say(`${index + 1}/${number}`);
    }
  }
}
