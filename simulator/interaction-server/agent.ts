import { call, type Peer } from "../http-client";
import { Refusal } from "../refusal";
import { sleep } from "../time";
import type { Entry } from "../transcript";
import type { Desktop } from "./desktop";
import type { Interaction } from "./interactions";

/** The scripted agent's name. */
const nick = "Agent";
const timeoutMs = 1500;

/** What an agent needs to reach sessions. */
export interface SessionLink {
  /** The `ESP` port of the member that is active, as far as is known. */
  readonly member: Peer | undefined;
}

/**
 * The scripted agent of one interaction. It keeps nothing: what is to be done next follows from the transcript, and every
 * request has an id made from what it answers. So it may stop anywhere and start again, here or after a restart, and the
 * customer sees each answer once.
 */
export class Agent {
  private wanted = false;
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
    const { state, entries } = await this.ask<{ state: string; entries: Entry[] }>("");
    if (state !== "open") return this.onEnd();
    const done = new Set(entries.map(({ requestId }) => requestId));
    const once = async (requestId: string, path: string, text?: string): Promise<void> => {
      if (!done.has(requestId)) await this.ask(path, { requestId, nick, text });
    };
    await once(`${session}-agent`, "/join");
    if (!this.interaction.userData) {
      this.desktop.show(this.interaction, await this.ask<Record<string, string>>("/data"));
    }
    await once(`${session}-greeting`, "/messages", `Hello, this is ${nick}. How can I help?`);
    this.interaction.state = "with an agent";
    for (const [index, entry] of entries.entries()) {
      if (entry.partyType !== "CLIENT" || entry.type !== "Message.Text") continue;
      await once(`${session}-answer-${index + 1}`, "/messages", `You said: ${entry.text}`);
    }
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
