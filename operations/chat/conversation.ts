import { setTimeout as sleep } from "node:timers/promises";
import { ChatError, Customer, type CustomerOptions, type TranscriptEntry } from "./customer";

/** What a conversation came to. */
export interface Conversation {
  readonly version: 1;
  readonly ok: boolean;
  readonly sessionId: string | null;
  /** The Chat Server that had it, by its pair's primary; null if it reached none, or GMS does not report it. */
  readonly chatServer: string | null;
  readonly fromCustomer: number;
  readonly fromAgent: number;
  readonly transcript: readonly (TranscriptEntry & { readonly position: number })[];
  /** The reason and the hop of a failure; undefined if it succeeded. */
  readonly failure?: { readonly hop: string; readonly message: string };
}

/** How a conversation is held. */
export interface ConversationPlan {
  /** Where GMS is, such as `http://127.0.0.1:8080/genesys`. */
  readonly url: string;
  readonly messages: readonly string[];
  /** The service to use; default `request-chat-poll`. */
  readonly service?: string;
  /** Credentials and headers of the requests; default none. */
  readonly access?: CustomerOptions;
  /** Milliseconds to wait for the agent to join, and for each of the agent's answers; default 10000. */
  readonly patienceMs?: number;
  /** Milliseconds between two looks for the agent's answer; default 100. */
  readonly everyMs?: number;
  /** Called with every entry as it arrives. */
  readonly onEntry?: (entry: TranscriptEntry, position: number) => void;
}

/**
 * Holds one conversation through GMS as a customer's app would: waits for the agent, sends each message, waits for its
 * answer, disconnects. Every position from 1 on must come exactly once and in order.
 */
export async function converse(plan: ConversationPlan): Promise<Conversation> {
  const reader = new TranscriptReader(new Customer(plan.url, "Ada Lovelace", plan.access), plan);
  try {
    await reader.start("A question about my order");
    await reader.until(({ fromAgent }) => fromAgent >= 1, "no agent joined and spoke");
    for (const message of plan.messages) {
      const { fromAgent } = reader.counts;
      await reader.send(message);
      await reader.until((counts) => counts.fromAgent > fromAgent, `the agent did not answer "${message}"`);
    }
    await reader.disconnect();
    return reader.conversation();
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    return reader.conversation({ hop: error.hop, message: error.message });
  }
}

class TranscriptReader {
  private readonly transcript: (TranscriptEntry & { position: number })[] = [];
  private sessionId: string | null = null;
  private chatServer: string | null = null;

  constructor(
    private readonly customer: Customer,
    private readonly plan: ConversationPlan,
  ) {}

  get counts(): { fromCustomer: number; fromAgent: number } {
    const spoken = (partyType: string) =>
      this.transcript.filter((entry) => entry.type === "Message.Text" && entry.partyType === partyType)
        .length;
    return { fromCustomer: spoken("CLIENT"), fromAgent: spoken("AGENT") };
  }

  async start(subject: string): Promise<void> {
    const { sessionId, chatServer } = await this.customer.start(subject, this.plan.service);
    this.sessionId = sessionId;
    this.chatServer = chatServer ?? null;
  }

  /** Sends, then reads everything again from the last known position, so that an entry cannot hide between the two. */
  async send(message: string): Promise<void> {
    await this.customer.startTyping();
    await this.customer.send(message);
    await this.customer.stopTyping();
    await this.read();
    const sent = this.transcript.some(({ text, partyType }) => partyType === "CLIENT" && text === message);
    if (!sent)
      throw new ChatError(
        `"${message}" was acknowledged and is not in the transcript`,
        200,
        "GMS -> Chat Server",
      );
  }

  async until(
    enough: (counts: { fromCustomer: number; fromAgent: number }) => boolean,
    otherwise: string,
  ): Promise<void> {
    const patienceMs = this.plan.patienceMs ?? 10_000;
    const deadline = Date.now() + patienceMs;
    while (!enough(this.counts)) {
      if (Date.now() > deadline) {
        throw new ChatError(
          `${otherwise} within ${patienceMs / 1000} s`,
          200,
          "Chat Server -> Interaction Server -> agent",
        );
      }
      await sleep(this.plan.everyMs ?? 100);
      await this.read();
    }
  }

  async disconnect(): Promise<void> {
    const { state } = await this.customer.disconnect();
    if (state !== "DISCONNECTED") throw new ChatError(`the chat ended as ${state}`, 200, "customer -> GMS");
  }

  conversation(failure?: { hop: string; message: string }): Conversation {
    const { sessionId, chatServer, counts, transcript } = this;
    return {
      version: 1,
      ok: !failure,
      sessionId,
      chatServer,
      ...counts,
      transcript,
      ...(failure && { failure }),
    };
  }

  private async read(): Promise<void> {
    const seen = this.transcript.length;
    const { entries, position, sessionId } = await this.customer.refresh(seen);
    if (sessionId !== this.sessionId) {
      throw new ChatError(
        `the chat became another one (${this.sessionId} to ${sessionId})`,
        200,
        "GMS -> Chat Server",
      );
    }
    if (position !== seen + entries.length) {
      const message = `after position ${seen} came ${entries.length} entries, yet the last position is ${position}`;
      throw new ChatError(message, 200, "GMS -> Chat Server");
    }
    for (const entry of entries) {
      this.transcript.push({ ...entry, position: this.transcript.length + 1 });
      this.plan.onEntry?.(entry, this.transcript.length);
    }
  }
}
