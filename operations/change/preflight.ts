import type { Deployment } from "../../model/deployment";
import { definitionHash } from "../../render";
import { exportedState } from "../../engine/exported-state";
import { Recognizer } from "../../engine/fingerprint/recognition";
import { DaemonSnapshot } from "../../docker/snapshot";
import { project, root } from "../../system/project";
import { pulumiEnvironment, pulumiOutput } from "../../engine/pulumi";
import type { Preview, PreviewStep } from "../../engine/preview";
import { read } from "../stack";
import { type LocalState, stackOutputs, type StackState, type StateResource } from "../../engine/state";
import { Commands } from "../verify/commands";
import { gatherPairs } from "../verify/gathering";
import { deployedStack } from "./deployed-stack";
import { announcedDifference } from "./announced";
import { refusals, type Refusal } from "./refusal";
import { screen } from "./screen";
import { pairStatuses } from "../health/pair-status";

/** What is to be looked at. */
export interface PreflightPlan {
  readonly deployment: Deployment;
  readonly stack: string;
  /** Undefined if the state is not in a folder. */
  readonly state: LocalState | undefined;
  /** The deployed resources in that state; undefined if the state is not in a folder. */
  readonly known: StackState | undefined;
  /** The words that `pulumi up` will get. */
  readonly words: readonly string[];
  readonly daemon: DaemonSnapshot;
}

/** What a look came to. */
export type PreflightResult =
  /** Nothing was ever deployed: there is nothing to look at. */
  | { readonly kind: "nothing deployed" }
  /** `outputs`: whether the stack's outputs are others all the same, such as its fingerprint by another program. */
  | { readonly kind: "no change"; readonly outputs: boolean }
  | {
      readonly kind: "change";
      readonly screen: string;
      readonly refusals: readonly Refusal[];
      /** What the engine announced. */
      readonly steps: readonly PreviewStep[];
    };

/**
 * Looks at a stack before it is changed: what changes comes from the engine itself, how pairs stand from the daemon and
 * the processes, and both are asked at the same time.
 */
export async function runPreflight(plan: PreflightPlan): Promise<PreflightResult> {
  const { deployment, stack, state, known, words, daemon } = plan;
  const resources = known?.resources ?? (await exportedState(stack)).resources;
  if (resources.length === 0) return { kind: "nothing deployed" };
  const declared = deployedStack(resources, stack);
  const gather = (snapshot: DaemonSnapshot) => gatherPairs(declared, state, snapshot);
  const isSameDefinition = stackOutputs({ resources }).definitionHash === definitionHash(deployment);
  // With the definition that is deployed most likely nothing changes: asking waits until something does.
  const asked = isSameDefinition ? undefined : gather(daemon);
  asked?.catch(() => undefined);
  const announced = await preview(stack, words);
  const change = announcedDifference(announced);
  if (!change) {
    const { PULUMI_BACKEND_URL: backend } = await pulumiEnvironment();
    const isWorthIt = new Recognizer(root, backend).isWorthAnUpdate(stack, read({ stack }));
    return { kind: "no change", outputs: !isSameDefinition || isWorthIt };
  }
  const facts = { ...(await (asked ?? gather(new DaemonSnapshot()))), conversations: [] };
  const pairs = pairStatuses({ declared, facts, commands: new Commands(project, stack) });
  return {
    kind: "change",
    screen: screen({ stack, deployed: declared, pairs, change }),
    refusals: refusals(pairs, change, begunReplacements(resources)),
    steps: announced.steps ?? [],
  };
}

/** The names of the containers that an interrupted update deleted and did not create again. */
function begunReplacements(resources: readonly StateResource[]): ReadonlySet<string> {
  return new Set(
    resources.flatMap(({ pendingReplacement, inputs }) => (pendingReplacement ? [String(inputs?.name)] : [])),
  );
}

/** Words of `pulumi up` that a preview does not take, or that ask for another output. */
const notForPreview =
  /^(--yes|-y|--skip-preview|-f|--continue-on-error|--strict|--expect-no-changes|--diff|--json|-j)(=|$)/;

async function preview(stack: string, words: readonly string[]): Promise<Preview> {
  const flags = words.filter((word) => !notForPreview.test(word));
  return JSON.parse(await pulumiOutput("preview", "--json", "--stack", stack, ...flags)) as Preview;
}
