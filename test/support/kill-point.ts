import { setTimeout as sleep } from "node:timers/promises";
import { namesIn } from "../../engine/state";
import type { Running } from "./process";
import { processTree, programOf, signalEach } from "./process-tree";

/** What is interrupted: an `up` from nothing, one that rolls a change out, or a `destroy`. */
export type Operation = "first" | "roll" | "destroy";

/** Who gets the signal: all processes of the run, Pulumi's CLI alone, our command alone, or our command's process group. */
export type Victim = "everything" | "pulumi" | "command" | "group";

/** When: a part of the time that such a run takes, a number of the engine's steps, or as soon as it has its lock. */
export type Moment = { readonly part: number } | { readonly steps: number } | { readonly lock: true };

/** One interruption. */
export interface KillPoint {
  readonly signal: "SIGKILL" | "SIGTERM" | "SIGINT";
  readonly victim: Victim;
  readonly moment: Moment;
}

/** What such runs come to, as far as they were seen: moments are spread over it. */
export interface Expectation {
  seconds: number;
  steps: number;
}

/** An interruption by numbers from 0 to 1: half of them as hard as can be. */
export function killPoint(random: () => number, { steps }: Expectation): KillPoint {
  const pick = <T>(...all: T[]): T => all[Math.floor(random() * all.length)] as T;
  const signal = pick<KillPoint["signal"]>("SIGKILL", "SIGKILL", "SIGTERM", "SIGINT");
  const victims: Record<KillPoint["signal"], Victim[]> = {
    SIGKILL: ["everything", "everything", "pulumi", "command"],
    SIGTERM: ["group", "command", "pulumi"],
    // Our command leaves it to Pulumi, since a terminal's reaches both.
    SIGINT: ["group", "pulumi"],
  };
  const victim = pick(...victims[signal]);
  const kind = random();
  if (kind < 0.1) return { signal, victim, moment: { lock: true } };
  if (kind < 0.5) return { signal, victim, moment: { part: 0.1 + 0.9 * random() } };
  return { signal, victim, moment: { steps: 1 + Math.floor(steps * random()) } };
}

/** The engine's steps so far: lines of its progress for a step that began or ended. */
export function stepsIn(said: string): number {
  return said
    .split("\n")
    .filter(
      (line) =>
        /\b(creat|delet|updat|replac)(ing|ed)\b.*(\(\d|$)/.test(line) && /docker:|genesys-chat:/.test(line),
    ).length;
}

/** Waits for the moment; false where the run has ended before. */
export async function awaitMoment(
  moment: Moment,
  running: Running,
  expected: Expectation,
  locks: string,
): Promise<boolean> {
  const began = Date.now();
  let over = false;
  void running.ended.then(() => (over = true));
  const isNow = () => {
    if ("part" in moment) return Date.now() - began >= moment.part * expected.seconds * 1000;
    if ("steps" in moment) return stepsIn(running.said()) >= moment.steps;
    return namesIn(locks).some((name) => name.endsWith(".json"));
  };
  while (!over && !isNow()) await sleep(10);
  return !over;
}

/** Sends the signal; false where the run has ended before. */
export async function sendSignal(running: Running, { signal, victim }: KillPoint): Promise<boolean> {
  let over = false;
  void running.ended.then(() => (over = true));
  if (victim === "group") running.signalAll(signal);
  if (victim === "command") running.signal(signal);
  if (victim === "everything") signalEach(processTree(running.pid), signal);
  if (victim === "pulumi") {
    const pulumi = () =>
      processTree(running.pid).filter((one) => programOf(one) === "pulumi" && !one.words.includes("init"));
    while (!over && pulumi().length === 0) await sleep(10);
    signalEach(pulumi(), signal);
  }
  const inTime = !over;
  // After any other signal the process ends by itself, and an operator waits for that; a killed one needs no wait.
  if (signal !== "SIGKILL" || victim === "pulumi") await running.ended;
  return inTime;
}
