import { setTimeout as sleep } from "node:timers/promises";

/** Between two questions, in milliseconds. */
const [shortest, longest] = [100, 500];

/**
 * Asks again and again until there is an answer; fails with what was waited for. It pauses as long as a question took: one that starts
 * programs must not keep a processor from what is waited for.
 */
export async function until<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const asked = Date.now();
    const answer = await ask();
    if (answer !== undefined) return answer;
    const now = Date.now();
    if (now > deadline) throw new Error(`waited ${seconds} s in vain until ${what}`);
    await sleep(Math.min(longest, Math.max(shortest, now - asked)));
  }
}
