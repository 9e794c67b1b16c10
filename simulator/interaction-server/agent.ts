import { call, type Peer } from "../http-client";
import { Refusal } from "../refusal";
import { sleep } from "../time";
import type { Entry } from "../transcript";
import type { Desktop } from "./desktop";
import type { Interaction } from "./interactions";

/** The scripted agent's name. */
const nick = "Agent";
const timeoutMs = 1500;
/** Characters of a text that is kept until it is answered, and how many of them are. */
const shortText = 500;
const textsKept = 100;

/** What an agent needs to reach sessions. */
export interface SessionLink {
  /** The `ESP` port of the member that is active, as far as is known. */
  readonly member: Peer | undefined;
}

interface Page {
  readonly state: string;
  readonly position: number;
  readonly entries: readonly Entry[];
}

/**
 * The scripted agent of one interaction. It remembers how far it has read and which messages it has not seen an answer to;
 * both follow from the transcript, and every request has an id made from what it answers. So it may stop anywhere and
 * start again, here or after a restart, and the customer sees each answer once.
 */
export class Agent {
  private wanted = false;
  /** Up to where the transcript is read, and the request that wrote the entry there. */
  private position = 0;
  private lastRequest = "";
  /** Whether another member answers than before: without auto-save its transcript may be a shorter one. */
  private isUnsure = false;
  /** The messages without an answer so far, by position; the text of a long one is read again when it is needed. */
  private readonly unanswered = new Map<number, string | undefined>();
  private hasJoined = false;
  private hasGreeted = false;
  /** True once the customer's client has sent a typing notice: such a client is sent the agent's. */
  private sendsTyping = false;
  private working = false;

  constructor(
    private readonly interaction: Interaction,
    private readonly link: SessionLink,
    private readonly desktop: Desktop,
    private readonly onEnd: () => void,
  ) {}

  /** There may be something to do. */
  wake(): void {
    this.wanted = true;
    if (!this.working) void this.work();
  }

  /** Shows on the desktop whether the customer types. */
  customerTypes(started: boolean): void {
    this.sendsTyping = true;
    this.interaction.isCustomerTyping = started;
  }

  /** Another member may answer from now on; there may be something to do. */
  reconnect(): void {
    this.isUnsure = true;
    this.wake();
  }

  private async work(): Promise<void> {
    this.working = true;
    for (let failures = 0; this.wanted && failures < 5;) {
      this.wanted = false;
      try {
        await this.answer();
        failures = 0;
      } catch {
        // The member is gone or not active any more; the link finds the other one and wakes all its agents then.
        failures += 1;
        this.wanted = true;
        await sleep(100 * failures);
      }
    }
    this.working = false;
  }

  private async answer(): Promise<void> {
    const { session } = this.interaction;
    if (this.isUnsure) await this.reassure();
    for (;;) {
      const page = await this.ask<Page>(`?after=${this.position}`);
      if (page.state !== "open") return this.onEnd();
      for (const entry of page.entries) this.note(entry);
      if (page.entries.length === 0) break;
    }
    if (!this.hasJoined) await this.write(`${session}-agent`, "/join");
    if (!this.interaction.userData) {
      this.desktop.show(this.interaction, await this.ask<Record<string, string>>("/data"));
    }
    if (!this.hasGreeted)
      await this.write(`${session}-greeting`, "/messages", `Hello, this is ${nick}. How can I help?`);
    this.interaction.state = "with an agent";
    for (const [position, text] of [...this.unanswered]) {
      const message = text ?? (await this.ask<Page>(`?after=${position - 1}`)).entries[0]?.text ?? "";
      if (this.sendsTyping) {
        await this.write(`${session}-typing-${position}`, "/startTyping");
        await this.write(`${session}-typed-${position}`, "/stopTyping");
      }
      await this.write(`${session}-answer-${position}`, "/messages", `You said: ${message}`);
    }
    // Its own entries are read before anything else is done, since they tell what is done.
    this.wanted ||= this.unanswered.size > 0;
  }

  /** Processes the next entry of the transcript. */
  private note({ type, partyType, requestId, text }: Entry): void {
    const { session } = this.interaction;
    this.position += 1;
    this.lastRequest = requestId;
    if (partyType === "CLIENT") {
      const isShort = text.length <= shortText && this.unanswered.size < textsKept;
      if (type === "Message.Text") this.unanswered.set(this.position, isShort ? text : undefined);
    } else if (type === "Notice.TypingStarted") this.sendsTyping = true;
    else if (requestId === `${session}-agent`) this.hasJoined = true;
    else if (requestId === `${session}-greeting`) this.hasGreeted = true;
    else if (requestId.startsWith(`${session}-answer-`))
      this.unanswered.delete(Number(requestId.slice(`${session}-answer-`.length)));
  }

  /** Reads everything again if the transcript is not a continuation of what was read. */
  private async reassure(): Promise<void> {
    if (this.position > 0) {
      const { entries } = await this.ask<Page>(`?after=${this.position - 1}`);
      if (entries[0]?.requestId !== this.lastRequest) {
        this.position = 0;
        this.unanswered.clear();
        this.hasJoined = false;
        this.hasGreeted = false;
      }
    }
    this.isUnsure = false;
  }

  private async write(requestId: string, path: string, text?: string): Promise<void> {
    await this.ask(path, { requestId, nick, text });
  }

  private async ask<T>(path: string, body?: unknown): Promise<T> {
    const { member } = this.link;
    if (!member) throw new Refusal(503, "no member of the pair answers");
    const url = `/agent/sessions/${encodeURIComponent(this.interaction.session)}${path}`;
    const reply = await call<T>(member, url, { body, timeoutMs });
    if (reply.status === 404) this.onEnd();
    if (reply.status !== 200) throw new Refusal(reply.status, "the Chat Server refused the agent");
    return reply.body;
  }
}
