import { isWaitedFor, startSecondsOf } from "../../docker/process-settings";
import { printable } from "../../render/printable";
import { lossSentence } from "./kept-volumes";
import { isSimulated, type Declared, type DeclaredApplication } from "../verify/declared";
import { impactOfLoss } from "../verify/impact";
import type { Difference } from "./difference/difference";
import { effectOf, nameOfValue, reasonOf } from "./impact";
import type { ContainerChange } from "./preview-steps";
import { chats, rollSentence, touchOf } from "./rolling-update";
import type { Member, PairStatus } from "../health/pair-status";

/** What a look has found. */
export interface ScreenContent {
  readonly stack: string;
  /** What was deployed. */
  readonly deployed: Declared;
  readonly pairs: readonly PairStatus[];
  /** What changes, by the engine. */
  readonly change: Difference;
}

/** Columns of a screen that everybody has room for. */
const width = 100;

/** The one screen: how pairs are now, what the change does to whom, and what is lost permanently. */
export function screen(look: ScreenContent): string {
  const { stack, pairs, change } = look;
  const known = new Set(look.deployed.applications.map(({ container }) => container));
  const isKnown = ({ container }: ContainerChange) => known.has(container);
  const of = (action: ContainerChange["action"]) => change.containers.filter((one) => one.action === action);
  const alone = (one: ContainerChange) => !isMember(pairs, one);
  const lines = [
    `Stack ${stack}, as it runs now:`,
    ...pairs.map(pairLine),
    "What this change does:",
    ...pairs.flatMap((pair) => rolled(pair, change)),
    ...of("replaced")
      .filter(alone)
      .flatMap((one) => restarted(look, one)),
    ...named(
      "in place",
      of("updated in place").map((one) => withReason(change, one)),
    ),
    ...named("rewrites", rewritings(look)),
    ...named("brings back", of("created").filter(isKnown).map(nameOf)),
    ...named(
      "adds",
      of("created")
        .filter((one) => !isKnown(one))
        .map(nameOf),
    ),
    ...named("removes", of("removed").filter(alone).map(nameOf)),
    ...change.dataLosses.flatMap((volume) => entry("LOSES DATA", lossSentence(volume))),
    `Option by option, old and new: ./chatstack preview --stack ${stack}`,
  ];
  return lines.map((line) => `${printable(line)}\n`).join("");
}

/** Files that are rewritten while their processes continue, each with its values; a standby's are its primary's. */
function rewritings({ deployed, change }: ScreenContent): string[] {
  const stopped = new Set(
    change.containers
      .filter(({ action }) => action !== "updated in place")
      .flatMap(({ application, component }) => [application, component]),
  );
  const values = new Map<string, string[]>();
  for (const value of change.values) {
    const { application } = value;
    if (stopped.has(application) || effectOf(value) === "with the stack") continue;
    values.set(application, [...(values.get(application) ?? []), nameOfValue(value)]);
  }
  const primaryOf = (key: string) => {
    const found = deployed.applications.find(({ application }) => application.key === key);
    const primary = found?.application.role === "backup" ? found.partner?.application : undefined;
    return deployed.applications.find(({ application }) => application.name === primary)?.application.key;
  };
  // Without a value that is written down: a secret, or the way in which files are written.
  const silent = change.rewritten.filter(
    (key) => !stopped.has(key) && !values.has(key) && !values.has(primaryOf(key) ?? ""),
  );
  return [...values, ...silent.map((key): [string, string[]] => [key, []])].map(
    ([application, names]) => `${application}: ${names.join(", ") || "its file"} (nothing restarts)`,
  );
}

function pairLine({ members, reportsRole }: PairStatus): string {
  return `  ${members.map((member) => memberWords(member, reportsRole)).join("  |  ")}`;
}

function memberWords({ name, role, sessions, condition, finding }: Member, reportsRole: boolean): string {
  const known = role === undefined ? ["role not known"] : [role];
  const open = role === "active" && sessions !== undefined ? [chats(sessions)] : [];
  const words =
    reportsRole || finding ? [...known, ...open, condition] : ["role and sessions not known", condition];
  return `${name}: ${words.join(", ")}${finding ? " (UNHEALTHY)" : ""}`;
}

function rolled(pair: PairStatus, change: Difference): string[] {
  const touch = touchOf(pair, change);
  const sentence = rollSentence(pair, touch);
  if (sentence === undefined) return [];
  const reasons = change.containers
    .filter((one) => one.action === "replaced" && isMember([pair], one))
    .map((one) => reasonOf(one, change.values));
  const why = [...new Set(reasons)].map((reason) => `${pair.name}: ${reason}.`);
  return touch.restarted.length > 0
    ? [...entry("restarts", why.join(" ")), ...entry("", sentence)]
    : entry("removes", sentence);
}

function restarted({ deployed, change }: ScreenContent, one: ContainerChange): string[] {
  const subject = deployed.applications.find(({ container }) => container === one.container);
  return [
    ...entry("restarts", `${withReason(change, one)}.`),
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

const withReason = ({ values }: Difference, change: ContainerChange) =>
  `${change.application}: ${reasonOf(change, values)}`;
const nameOf = ({ application }: ContainerChange) => application;

function isMember(pairs: readonly PairStatus[], change: ContainerChange): boolean {
  return pairs.some(({ members }) => members.some(({ container }) => container === change.container));
}

/** One line for all entries of the same type; no line if there are none. */
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
