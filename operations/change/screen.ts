import { isWaitedFor, startSecondsOf } from "../../docker/process-settings";
import { printable } from "../../render/printable";
import { lossSentence } from "./kept-volumes";
import { isSimulated, type Declared, type DeclaredApplication } from "../verify/declared";
import { impactOfLoss } from "../verify/impact";
import type { Change, ChangePlan } from "./plan";
import { chats, rollSentence, touchOf } from "./rolling-update";
import type { Member, PairStatus } from "../health/pair-status";

/** What a look has found. */
export interface ScreenContent {
  readonly stack: string;
  /** What was deployed. */
  readonly deployed: Declared;
  readonly pairs: readonly PairStatus[];
  readonly plan: ChangePlan;
}

/** Columns of a screen that everybody has room for. */
const width = 100;

/** The one screen: how pairs stand now, what the change does to whom, and what goes for good. */
export function screen(look: ScreenContent): string {
  const { stack, pairs, plan } = look;
  const known = new Set(look.deployed.applications.map(({ container }) => container));
  const lines = [
    `Stack ${stack}, as it runs now:`,
    ...pairs.map(pairLine),
    "What this change does:",
    ...pairs.flatMap((pair) => rolled(pair, plan)),
    ...plan.restarted
      .filter((change) => !isMember(pairs, change))
      .flatMap((change) => restarted(look, change)),
    ...named("in place", plan.inPlace.map(withReason)),
    ...named(
      "rewrites",
      plan.rewritten.map(
        ({ application, values }) => `${application}: ${values.join(", ") || "its file"} (nothing restarts)`,
      ),
    ),
    ...named("brings back", plan.created.filter(({ container }) => known.has(container)).map(nameOf)),
    ...named("adds", plan.created.filter(({ container }) => !known.has(container)).map(nameOf)),
    ...named("removes", plan.removed.filter((change) => !isMember(pairs, change)).map(nameOf)),
    ...plan.lost.flatMap((volume) => entry("LOSES DATA", lossSentence(volume))),
    `Option by option, old and new: ./chatstack preview --stack ${stack}`,
  ];
  return lines.map((line) => `${printable(line)}\n`).join("");
}

function pairLine({ members, tells }: PairStatus): string {
  return `  ${members.map((member) => memberWords(member, tells)).join("  |  ")}`;
}

function memberWords({ name, role, sessions, condition, trouble }: Member, tells: boolean): string {
  const known = role === undefined ? ["role not known"] : [role];
  const open = role === "active" && sessions !== undefined ? [chats(sessions)] : [];
  const words =
    tells || trouble ? [...known, ...open, condition] : ["role and sessions not known", condition];
  return `${name}: ${words.join(", ")}${trouble ? " (NOT WELL)" : ""}`;
}

function rolled(pair: PairStatus, plan: ChangePlan): string[] {
  const touch = touchOf(pair, plan);
  const sentence = rollSentence(pair, touch);
  if (sentence === undefined) return [];
  const reasons = plan.restarted
    .filter((change) => pair.members.some(({ container }) => container === change.container))
    .map(({ reason }) => reason);
  const why = [...new Set(reasons)].map((reason) => `${pair.name}: ${reason}.`);
  return touch.restarted.length > 0
    ? [...entry("restarts", why.join(" ")), ...entry("", sentence)]
    : entry("removes", sentence);
}

function restarted({ deployed }: ScreenContent, change: Change): string[] {
  const subject = deployed.applications.find(({ container }) => container === change.container);
  return [
    ...entry("restarts", `${withReason(change)}.`),
    ...(subject
      ? entry("", `${durationOf(subject)}: ${impactOfLoss({ ...subject, partner: undefined })}`)
      : []),
  ];
}

/** How long customers notice it. */
function durationOf({ application }: DeclaredApplication): string {
  if (isSimulated(application)) return "For some seconds";
  return isWaitedFor(application) ? `For up to ${startSecondsOf(application)} s` : "Until it is up again";
}

const withReason = ({ application, reason }: Change) => `${application}: ${reason}`;
const nameOf = ({ application }: Change) => application;

function isMember(pairs: readonly PairStatus[], change: Change): boolean {
  return pairs.some(({ members }) => members.some(({ container }) => container === change.container));
}

/** A line for all of a kind; none where there are none. */
function named(what: string, words: readonly string[]): string[] {
  return words.length === 0 ? [] : entry(what, words.join("; "));
}

const margin = 14;

/** One entry, as many lines as it needs, what it is about at its left. */
function entry(what: string, text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width - margin)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, index) => `  ${(index === 0 ? what : "").padEnd(margin - 2)}${line}`);
}
