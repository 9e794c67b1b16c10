let current = new AbortController();

/**
 * The signal that the engine's run has ended to which a program in this process belongs: what it still waits for serves nothing. Never aborted in
 * Pulumi's language host, whose process ends with the run.
 */
export function runEnd(): AbortSignal {
  return current.signal;
}

/** Begins a run: what a program waits for from now on belongs to it. */
export function beginRun(): void {
  current = new AbortController();
}

/** Ends the run. */
export function endRun(): void {
  current.abort();
}
