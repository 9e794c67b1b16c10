import { byCodePoint, canonicalJson } from "../../../render";
import type { KeptVolume } from "./stack-view";
import { restartRank } from "../order";
import type { ContainerChange } from "../preview-steps";
import { changedValues, type ValueChange } from "./changed-values";
import { type Loss, lossesOf } from "./loss";
import type { ProcessView, StackView } from "./stack-view";

/** What changes between two views of a stack. */
export interface Difference {
  readonly values: readonly ValueChange[];
  /** In the order in which they are touched, as far as one is kept: a standby before its primary, removals last. */
  readonly containers: readonly ContainerChange[];
  /** Keys of the processes whose file changes and whose container stays. */
  readonly rewritten: readonly string[];
  /** Everything that is lost permanently: chats and data. */
  readonly losses: readonly Loss[];
  /** Of these the volumes, which go with what is in them. */
  readonly dataLosses: readonly KeptVolume[];
  /** Names of the secrets that are encrypted again. */
  readonly rotated: readonly string[];
  /** Whether the network is replaced. */
  readonly network: boolean;
}

const nothing: StackView = {
  deployment: {},
  components: new Map(),
  processes: new Map(),
  kept: [],
  sealed: undefined,
};

/** Compares two views of a stack; undefined is a stack that is not there. */
export function differenceOf(before: StackView = nothing, after: StackView = nothing): Difference {
  const rotated = rotatedSecrets(before, after);
  const containers = containerChanges(before, after, rotated);
  const losses = lossesOf(before, after);
  const touched = new Set(containers.map(({ application }) => application));
  const rewritten = [...after.processes.values()].filter((now) => {
    const old = before.processes.get(now.key);
    return old && !touched.has(now.key) && fileChanges(old, now, before, after, rotated);
  });
  return {
    values: [
      ...changedValues("the stack", "ChatDeployment", before.deployment, after.deployment),
      ...keysOf(before.components, after.components).flatMap((key) => {
        const [old, now] = [before.components.get(key), after.components.get(key)];
        return changedValues(key, (now ?? old)!.type, old?.inputs, now?.inputs);
      }),
    ],
    containers,
    rewritten: rewritten.map(({ key }) => key),
    losses,
    dataLosses: losses.flatMap((loss) => (loss.kind === "data" ? [loss.volume] : [])),
    rotated,
    network: networkChanges(before, after),
  };
}

function networkChanges(before: StackView, after: StackView): boolean {
  const [old, now] = [before.deployment.network, after.deployment.network];
  return old !== undefined && now !== undefined && textOf(old) !== textOf(now);
}

function containerChanges(
  before: StackView,
  after: StackView,
  rotated: readonly string[],
): ContainerChange[] {
  const kept = [...after.processes.values()]
    .sort((a, b) => byCodePoint(a.component, b.component) || restartRank[a.role] - restartRank[b.role])
    .flatMap((now) => {
      const old = before.processes.get(now.key);
      if (!old) return [changeOf(now, "created", [])];
      const reasons = reasonsOf(old, now, before, after, rotated);
      const needing = reasons.filter((reason) => !inPlace.has(reason));
      if (needing.length > 0) return [changeOf(now, "replaced", needing)];
      return reasons.length > 0 ? [changeOf(now, "updated in place", reasons)] : [];
    });
  const removed = [...before.processes.values()].filter(({ key }) => !after.processes.has(key));
  return [
    ...kept,
    ...removed.sort((a, b) => byCodePoint(a.key, b.key)).map((old) => changeOf(old, "removed", [])),
  ];
}

function changeOf(
  { key, component, container }: ProcessView,
  action: ContainerChange["action"],
  reasons: readonly string[],
): ContainerChange {
  return { container, application: key, component, action, reasons: [...reasons].sort(byCodePoint) };
}

/** What the provider takes without another container (ADR 7). */
const inPlace = new Set(["memory", "memorySwap", "destroyGraceSeconds", "wait", "waitTimeout"]);

/** What of a container differs, by the provider's names of it; labels by what they are for. */
function reasonsOf(
  old: ProcessView,
  now: ProcessView,
  before: StackView,
  after: StackView,
  rotated: readonly string[],
): string[] {
  const names = [...new Set([...Object.keys(old.facts), ...Object.keys(now.facts)])];
  const differing = names.filter((name) => textOf(old.facts[name]) !== textOf(now.facts[name]));
  // It goes before its successor comes, and with it the containers that are in it.
  const network = networkChanges(before, after) ? ["networksAdvanced"] : [];
  const rotates = now.startSecrets.some((name) => rotated.includes(name));
  // Secrets have no hash, so a process with one that it applies only after a restart is replaced with its carrier.
  const withCarrier = now.startSecrets.length > 0 && fileChanges(old, now, before, after, rotated);
  const secret = rotates ? ["secret"] : withCarrier ? ["carrier"] : [];
  return [...differing, ...network, ...secret];
}

/** Whether a process's file says something else; where the old one is sealed, whether anything that is in it differs. */
function fileChanges(
  old: ProcessView,
  now: ProcessView,
  before: StackView,
  after: StackView,
  rotated: readonly string[],
): boolean {
  if (now.secrets.some((name) => rotated.includes(name))) return true;
  if (now.file === undefined) return false;
  if (old.file !== undefined) return old.file !== now.file;
  const [inputs, other] = [before, after].map((view) =>
    textOf(view.components.get(now.component)?.inputs.options),
  );
  return inputs !== other || textOf(old.facts["restart-hash"]) !== textOf(now.facts["restart-hash"]);
}

function rotatedSecrets({ sealed: old }: StackView, { sealed: now }: StackView): string[] {
  if (!old || !now) return [];
  return Object.keys(now)
    .filter((name) => old[name] !== undefined && old[name] !== now[name])
    .sort(byCodePoint);
}

function keysOf(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].sort(byCodePoint);
}

const textOf = (value: unknown) => canonicalJson(value ?? null);
