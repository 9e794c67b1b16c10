import type { Planned } from "./job";

/** Those who are still to be started, each after those whose end it has to wait for. */
export class Queue {
  private waiting: Planned[];
  private readonly running = new Set<string>();
  private wake: (() => void)[] = [];
  private closed = false;

  constructor(tenants: readonly Planned[]) {
    this.waiting = [...tenants];
  }

  /** The next one that may start, as soon as there is one; undefined if none is left, or the queue is closed. */
  async next(): Promise<Planned | undefined> {
    while (!this.closed && this.waiting.length > 0) {
      const found = this.ready();
      if (found) {
        this.waiting = this.waiting.filter((one) => one !== found);
        this.running.add(found.stack);
        return found;
      }
      await new Promise<void>((resolve) => this.wake.push(resolve));
    }
    return undefined;
  }

  /** Records that one has ended; returns those that are therefore not started, directly or indirectly. */
  ended(stack: string, succeeded: boolean): Planned[] {
    this.running.delete(stack);
    const dropped = succeeded ? [] : this.drop(stack);
    this.wakeAll();
    return dropped;
  }

  /** Starts no other tenant from now on. */
  close(): void {
    this.closed = true;
    this.wakeAll();
  }

  /** Those that were not started. */
  left(): readonly Planned[] {
    return this.waiting;
  }

  private ready(): Planned | undefined {
    const open = new Set([...this.running, ...this.waiting.map(({ stack }) => stack)]);
    const found = this.waiting.find(({ stack, after = [] }) =>
      after.every((other) => other === stack || !open.has(other)),
    );
    // Two that wait for each other would wait for ever.
    return found ?? (this.running.size === 0 ? this.waiting[0] : undefined);
  }

  private drop(stack: string): Planned[] {
    const direct = this.waiting.filter(({ after = [] }) => after.includes(stack));
    this.waiting = this.waiting.filter((one) => !direct.includes(one));
    return [...direct, ...direct.flatMap((one) => this.drop(one.stack))];
  }

  private wakeAll(): void {
    const { wake } = this;
    this.wake = [];
    for (const resolve of wake) resolve();
  }
}
