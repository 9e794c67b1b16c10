/** Milliseconds on a clock that never jumps; leases and timeouts are measured on it, never on the wall clock. */
export function monotonic(): number {
  return performance.now();
}

/** Waits; the timer alone does not keep the process alive. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

/** Runs a task again and again with a pause between, never twice at once, until stopped; it may be woken early. */
export class Repeater {
  private timer: NodeJS.Timeout | undefined;
  private running = false;
  private wanted = false;
  private stopped = true;

  /**
   * @param task must not throw; what it throws all the same is dropped
   * @param pauseMs between the end of one run and the start of the next, asked for after each
   */
  constructor(
    private readonly task: () => Promise<void>,
    private readonly pauseMs: () => number,
  ) {}

  /** Starts with a first run at once. */
  start(): void {
    this.stopped = false;
    this.wake();
  }

  /** Ends the repetition; a run under way finishes. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** Runs now, or once more right after the run under way. */
  wake(): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    if (this.running) this.wanted = true;
    else void this.run();
  }

  private async run(): Promise<void> {
    this.running = true;
    do {
      this.wanted = false;
      await this.task().catch(() => undefined);
    } while (this.wanted && !this.stopped);
    this.running = false;
    if (!this.stopped) this.timer = setTimeout(() => void this.run(), this.pauseMs());
  }
}

/** Runs tasks strictly one after the other, in the order they came. */
export class Lane {
  private last: Promise<unknown> = Promise.resolve();

  /** Runs the task when all earlier ones have ended, however they ended. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task, task);
    this.last = result.catch(() => undefined);
    return result;
  }

  /** Resolves when everything handed in so far has ended. */
  async idle(): Promise<void> {
    await this.last;
  }
}
