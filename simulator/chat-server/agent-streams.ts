import type { LineWriter } from "../http-port";

/** The long answers to those who wait for news of the sessions: the Interaction Server's agents, and desktops. */
export class AgentStreams {
  private readonly writers = new Set<LineWriter>();

  /** Takes up a listener. */
  enter(writer: LineWriter): void {
    this.writers.add(writer);
    writer.onClose(() => this.writers.delete(writer));
  }

  /** Tells all of them. */
  send(value: unknown): void {
    for (const writer of this.writers) writer.send(value);
  }

  /** Ends all of them: this member is not active any more. */
  end(): void {
    for (const writer of this.writers) writer.end();
    this.writers.clear();
  }
}
