import { ChatError, Customer } from "./customer";
import { pause, type Testbed } from "./testbed";

/** What a load has found. */
export interface Findings {
  readonly conversations: number;
  readonly acknowledged: number;
  /** Acknowledged messages that the store does not have. */
  readonly lost: number;
  /** Messages that the store has more than once. */
  readonly duplicated: number;
  readonly outOfOrder: number;
  /** Chats that were lost and must be started again. */
  readonly restarted: number;
  /** Customer messages the agent did not answer exactly once. */
  readonly unanswered: number;
  readonly waitMedianMs: number;
  readonly waitWorstMs: number;
}

/** Customers who chat all the while, together at a given rate of messages a second. */
export class Load {
  private running = true;
  private lostChats = 0;
  private failure: Error | undefined;
  private readonly loops: Promise<void>[];

  private constructor(
    private readonly stack: Testbed,
    private readonly customers: readonly Customer[],
    rate: number,
  ) {
    const interval = (1000 * customers.length) / rate;
    this.loops = customers.map((customer, index) => this.talk(customer, index, interval));
  }

  /** Opens the conversations and begins to send. */
  static async begin(stack: Testbed, conversations = 20, rate = 20): Promise<Load> {
    const customers: Customer[] = [];
    for (let count = 0; count < conversations; count += 1)
      customers.push(await Customer.begin(stack.url("GMS")));
    return new Load(stack, customers, rate);
  }

  /** How long each message sent since the last call took, in milliseconds. */
  waits(): number[] {
    return this.customers.flatMap((customer) => customer.waits.splice(0));
  }

  /** Stops sending, lets the agents catch up, and holds the store's transcripts against what was acknowledged. */
  async end(): Promise<Findings> {
    this.running = false;
    await Promise.all(this.loops);
    if (this.failure) throw this.failure;
    const waits = this.waits().sort((a, b) => a - b);
    const found = { lost: 0, duplicated: 0, outOfOrder: 0, unanswered: 0 };
    for (const customer of this.customers) await this.examine(customer, found);
    return {
      conversations: this.customers.length,
      acknowledged: this.customers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0),
      ...found,
      restarted: this.lostChats,
      waitMedianMs: Math.round(waits[Math.floor(waits.length / 2)] ?? 0),
      waitWorstMs: Math.round(waits.at(-1) ?? 0),
    };
  }

  private async talk(customer: Customer, index: number, interval: number): Promise<void> {
    await pause((interval * index) / this.customers.length);
    for (let count = 1; this.running; count += 1) {
      const start = performance.now();
      try {
        await customer.say(`message ${count} of customer ${index}`);
      } catch (error) {
        if (error instanceof ChatError && error.status === 404) {
          this.lostChats += 1;
          return;
        }
        // Kept for `end`: a rejected promise without a handler would end the test run.
        this.failure ??= error as Error;
        return;
      }
      await pause(Math.max(0, interval - (performance.now() - start)));
    }
  }

  private async examine(
    customer: Customer,
    found: { lost: number; duplicated: number; outOfOrder: number; unanswered: number },
  ): Promise<void> {
    let texts: string[] = [];
    let answers: string[] = [];
    const settled = (): boolean =>
      texts.every((text) => answers.filter((one) => one === `You said: ${text}`).length === 1);
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const { entries = [] } = (await this.stack.stored(customer.session)) ?? {};
      const messages = entries.filter(({ type }) => type === "Message.Text");
      texts = messages.filter(({ partyType }) => partyType === "CLIENT").map(({ text }) => text);
      answers = messages.filter(({ partyType }) => partyType === "AGENT").map(({ text }) => text);
      if (settled()) break;
      await pause(30);
    }
    const unique = new Set(texts);
    found.lost += customer.acknowledged.filter((text) => !unique.has(text)).length;
    found.duplicated += texts.length - unique.size;
    const sent = customer.acknowledged.filter((text) => unique.has(text));
    const stored = [...unique].filter((text) => sent.includes(text));
    if (JSON.stringify(sent) !== JSON.stringify(stored)) found.outOfOrder += 1;
    found.unanswered += texts.filter(
      (text) => answers.filter((one) => one === `You said: ${text}`).length !== 1,
    ).length;
  }
}
