import { findOption } from "../../model/options/catalogue";
import { canonicalJson } from "../../render";
import { lossSentence } from "../change/kept-volumes";
import { nameOf } from "../../engine/resource";
import type { PreviewResult } from "../../engine/preview";
import { type ChatRisk, chatRisk, impactOfContainer, impactOfValue, rollsOf } from "../change/risk";
import type { Difference } from "../change/difference/difference";
import { componentTypes, type Inputs, type StackView } from "../change/difference/stack-view";
import { disagreements } from "./disagreement";
import { effectOf, isLive, nameOfValue, reasonOf } from "../change/impact";
import { inputWords } from "../change/input-words";
import { actions, type ValueChange } from "../change/preview-steps";
import { type PreviewStep } from "../../engine/preview";
import type { ProblemChanges } from "./problem-changes";
import { type Topology, topologyOf } from "./topology";

/** A changed value as a row. */
export interface ValueRow {
  readonly application: string;
  readonly option: string;
  readonly old?: string;
  readonly new?: string;
  /** Such as `s`; left out where the value has none. */
  readonly unit?: string;
  readonly takesEffect: string;
  readonly impact: string;
}

/** What happens to a process as a row; the rows are in the order in which it happens. */
export interface ContainerRow {
  readonly application: string;
  readonly container: string;
  readonly action: string;
  readonly why: string;
  readonly impact: string;
}

/** Another Docker object that changes, as the engine names it. */
export interface ResourceRow {
  readonly resource: string;
  readonly action: string;
  readonly why: string;
}

/** The report on one stack that changes. */
export interface StackReport {
  readonly stack: string;
  readonly standing: "changed" | "unclear" | "invalid" | "new" | "gone";
  /** What it is compared with, such as `what is deployed`. */
  readonly against: string;
  /** Why it is among those that change, in words. */
  readonly because: readonly string[];
  readonly risk: ChatRisk;
  /** Applications that go as they are and come under another name, old and new. */
  readonly renames: readonly (readonly [string, string])[];
  readonly values: readonly ValueRow[];
  readonly containers: readonly ContainerRow[];
  /** Pairs that roll, each in its order. */
  readonly rolls: readonly (readonly string[])[];
  /** Applications whose file is rewritten while they continue to run. */
  readonly rewritten: readonly string[];
  /** A sentence each. */
  readonly dataLosses: readonly string[];
  readonly problems: ProblemChanges;
  readonly engine: {
    readonly asked: boolean;
    readonly reason?: string;
    readonly disagreements: readonly string[];
  };
  readonly resources: readonly ResourceRow[];
  readonly topology?: Topology;
  /** What `pulumi preview --diff` prints. */
  readonly preview?: string;
}

/** What a stack's report is made from. */
export interface StackComparison {
  readonly stack: string;
  readonly against: string;
  readonly because: readonly string[];
  /** Where what is deployed is not what the base declares: a sentence. */
  readonly behind?: string | undefined;
  readonly before: StackView | undefined;
  readonly after: StackView | undefined;
  readonly difference: Difference;
  readonly problems: ProblemChanges;
  readonly engine: PreviewResult;
  readonly invalid: boolean;
}

/** Tells what a change does to one stack. */
export function stackReport(comparison: StackComparison): StackReport {
  const { stack, against, because, behind, before, after, difference, problems, engine, invalid } =
    comparison;
  const preview = engine.asked ? engine.preview : undefined;
  return {
    stack,
    standing: standingOf(comparison),
    against,
    because,
    risk: invalid ? { level: "none", sentence: "nothing would run" } : chatRisk(difference, before, after),
    renames: renamesOf(before, after),
    values: invalid ? [] : valueRows(comparison),
    containers: difference.containers.map((change) => ({
      application: change.application,
      container: change.container,
      action: change.action,
      why: reasonOf(change, difference.values),
      impact: impactOfContainer(change, difference, before, after),
    })),
    rolls: rollsOf(difference),
    rewritten: difference.rewritten,
    dataLosses: difference.dataLosses.map(lossSentence),
    problems,
    engine: {
      asked: engine.asked,
      ...(!engine.asked && { reason: engine.reason }),
      disagreements: preview ? explained(disagreements(difference, preview), behind) : [],
    },
    resources: (preview?.steps ?? []).flatMap(resourceRow),
    ...(!invalid && { topology: topologyOf(before, after, difference) }),
    ...(engine.asked && engine.text !== undefined && { preview: engine.text }),
  };
}

/** The usual reason of a disagreement comes before it. */
function explained(sentences: readonly string[], behind: string | undefined): readonly string[] {
  return sentences.length > 0 && behind !== undefined ? [behind, ...sentences] : sentences;
}

function standingOf({
  invalid,
  before,
  after,
  difference,
  engine,
}: StackComparison): StackReport["standing"] {
  if (invalid) return "invalid";
  if (!after) return "gone";
  if (!before) return "new";
  const { values, containers, rewritten, dataLosses, rotated } = difference;
  const found = values.length + containers.length + rewritten.length + dataLosses.length + rotated.length;
  const steps = engine.asked ? (engine.preview.steps ?? []).length : 0;
  return found + steps > 0 ? "changed" : "unclear";
}

/** An application that comes or goes is one row: each of its values would say no more. */
function valueRows(comparison: StackComparison): ValueRow[] {
  const { difference, before, after } = comparison;
  const whole = (key: string) => before?.components.has(key) !== after?.components.has(key);
  const single = difference.values.filter(
    ({ application, applicationType }) => applicationType === "ChatDeployment" || !whole(application),
  );
  // A stack that is new, or goes, has its applications told as containers.
  const rows = before && after ? single.sort(restartsFirst).map((value) => valueRow(value, difference)) : [];
  return [...rows, ...difference.rotated.map((name) => rotatedRow(name, comparison))];
}

function restartsFirst(a: ValueChange, b: ValueChange): number {
  return Number(isLive(a)) - Number(isLive(b));
}

function valueRow(value: ValueChange, difference: Difference): ValueRow {
  const [kind, section = "", option = ""] =
    value.path[0] === "backupDiffers" ? value.path.slice(1) : value.path;
  const type = componentTypes[value.applicationType];
  const unit = kind === "options" && type ? findOption(type, section, option)?.unit : undefined;
  return {
    application: value.application,
    option: nameOfValue(value),
    ...(value.old !== undefined && { old: value.old }),
    ...(value.new !== undefined && { new: value.new }),
    ...(unit !== undefined && { unit }),
    takesEffect: effectOf(value),
    impact: impactOfValue(value, difference),
  };
}

/** A secret shows as changed and never as a value, sealed or not. */
function rotatedRow(name: string, { after, difference }: StackComparison): ValueRow {
  const users = [...(after?.processes.values() ?? [])].filter(({ secrets }) => secrets.includes(name));
  const restarted = users.filter(({ key }) =>
    difference.containers.some(({ application }) => application === key),
  );
  const names = (all: typeof users) => all.map(({ key }) => key).join(", ");
  return {
    application: names(users) || "the stack",
    option: `secret ${name}`,
    old: "(secret)",
    new: "(secret, set again)",
    takesEffect: restarted.length > 0 ? "after restart" : "immediately",
    impact: restarted.length > 0 ? `restarts ${names(restarted)}` : "its file is rewritten; nothing restarts",
  };
}

/** A key that goes and one that comes, with the same inputs but for the standby's own name. */
function renamesOf(before: StackView | undefined, after: StackView | undefined): [string, string][] {
  if (!before || !after) return [];
  const text = ({ type, inputs: { backup, ...inputs } }: { type: string; inputs: Inputs }) =>
    canonicalJson([type, backup !== undefined, inputs]);
  const come = [...after.components].filter(([key]) => !before.components.has(key));
  return [...before.components]
    .filter(([key]) => !after.components.has(key))
    .flatMap(([old, component]) => {
      const now = come.find(([, other]) => text(other) === text(component));
      return now ? [[old, now[0]] as [string, string]] : [];
    });
}

/** Docker objects besides the processes' containers, which have a table of their own. */
function resourceRow({
  op,
  urn,
  newState,
  oldState,
  replaceReasons,
  diffReasons,
}: PreviewStep): ResourceRow[] {
  const state = newState ?? oldState;
  const [, kind] = /^docker:index\/\w+:(\w+)$/.exec(state?.type ?? "") ?? [];
  const action = actions[op];
  if (kind === undefined || action === undefined) return [];
  const isCarrier = nameOf(urn).endsWith("-carrier");
  if (kind === "Container" && !isCarrier) return [];
  const what = isCarrier ? "carrier" : kind.toLowerCase();
  const name = typeof state?.inputs?.name === "string" ? state.inputs.name : nameOf(urn);
  return [
    {
      resource: `${what} ${name}`,
      action,
      why: (replaceReasons ?? diffReasons ?? []).map(inWords).join(", "),
    },
  ];
}

const inWords = (input: string) =>
  ({
    uploads: "its files change",
    labels: "its labels change",
    ipamConfigs: "its subnet changes",
    options: "it masquerades or not",
  })[input] ?? inputWords(input);
