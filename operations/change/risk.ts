import { losses } from "../verify/impact";
import type { Difference } from "./difference/difference";
import type { ProcessView, StackView } from "./difference/stack-view";
import { effectOf, isLive } from "./impact";
import { stopsOf, type Touched } from "./order";
import type { ContainerChange, ValueChange } from "./preview-steps";

/** Whether anybody's chat is at risk, the mildest first. */
export const riskLevels = ["none", "handed-over", "waiting", "lost"] as const;

/** How a change meets those who chat. */
export interface ChatRisk {
  readonly level: (typeof riskLevels)[number];
  /** The answer in short, as the end of a sentence. */
  readonly sentence: string;
}

/** What the complete change means for customers. */
export function chatRisk(
  difference: Difference,
  before: StackView | undefined,
  after: StackView | undefined,
): ChatRisk {
  const { containers, dataLosses, network } = difference;
  if (!before) return { level: "none", sentence: "it has no chats yet" };
  if (!after) return { level: "none", sentence: "the deployed stack stays until it is destroyed" };
  const by = (level: ChatRisk["level"]) =>
    containers
      .filter((change) => levelOf(change, difference, before, after) === level)
      .map(({ application }) => application);
  const data = dataLosses.map(({ application }) => application);
  const [lost, waiting, handed] = [by("lost"), by("waiting"), by("handed-over")];
  const sentences = [
    ...(data.length > 0 ? [`stored data of ${list(data)} is lost`] : []),
    ...(lost.length > 0 ? [`chats on ${list(lost)} may be lost`] : []),
    ...(network ? ["the network is replaced, and nothing reaches anything meanwhile"] : []),
    ...(waiting.length > 0
      ? [`customers wait while ${list(waiting)} restart${waiting.length === 1 ? "s" : ""}`]
      : []),
    ...(handed.length > 0 ? ["Chat Server pairs are rolled standby first and hand their chats over"] : []),
  ];
  if (data.length + lost.length > 0) return { level: "lost", sentence: sentences.join("; ") };
  if (network || waiting.length > 0) return { level: "waiting", sentence: sentences.join("; ") };
  if (handed.length > 0) return { level: "handed-over", sentence: sentences.join("; ") };
  return { level: "none", sentence: "no chat is touched" };
}

/** What happens to those who chat when a process is touched, in a sentence. */
export function impactOfContainer(
  change: ContainerChange,
  difference: Pick<Difference, "containers">,
  before: StackView | undefined,
  after: StackView | undefined,
): string {
  const process = processOf(change, before, after);
  const partner = successorOf(change, difference, before, after);
  switch (levelOf(change, difference, before, after)) {
    case "handed-over":
      return `${partner} serves meanwhile; chats are handed over`;
    case "waiting":
      return `while it restarts: ${lower(losses[process.type])}`;
    case "lost":
      if (change.action === "removed" && process.role === "backup")
        return "there is no fail-over for this pair any more; chats that it serves may be lost";
      if (change.action === "removed") return "chats on it end";
      return "no partner stays to take its chats: they may be lost";
    case "none":
      return change.action === "created" ? "no customer waits for it" : "it continues to run";
  }
}

/** What happens when a value changes, in a few words. */
export function impactOfValue(value: ValueChange, { containers }: Difference): string {
  if (isLive(value)) {
    return effectOf(value) === "immediately" ? "in force at once; nothing restarts" : "for chats begun later";
  }
  const restarted = containers.filter(
    ({ component, action }) => component === value.application && action === "replaced",
  );
  if (restarted.length > 0)
    return `restarts ${restarted.map(({ application }) => application).join(", then ")}`;
  if (containers.some(({ component }) => component === value.application))
    return "its container is changed in place";
  return value.applicationType === "ChatDeployment" ? "see the containers below" : "its file is rewritten";
}

/** How customers notice that one process is touched. */
function levelOf(
  change: ContainerChange,
  difference: Pick<Difference, "containers">,
  before: StackView | undefined,
  after: StackView | undefined,
): ChatRisk["level"] {
  if (change.action === "created" || change.action === "updated in place") return "none";
  const { type } = processOf(change, before, after);
  if (type !== "ChatServer") return "waiting";
  if (change.action === "removed") return "lost";
  return successorOf(change, difference, before, after) === undefined ? "lost" : "handed-over";
}

function processOf(
  { application }: ContainerChange,
  before: StackView | undefined,
  after: StackView | undefined,
): ProcessView {
  return (after?.processes.get(application) ?? before?.processes.get(application))!;
}

/** The member of a pair that takes the chats of one that stops: it exists before and after. Which one is active is not known. */
function successorOf(
  { application, component }: ContainerChange,
  { containers }: Pick<Difference, "containers">,
  before: StackView | undefined,
  after: StackView | undefined,
): string | undefined {
  const stays = [...(after?.processes.values() ?? [])].filter(
    (process) => process.component === component && before?.processes.has(process.key),
  );
  const stops = stopsOf(membersOf(component, containers), touchedIn(component, containers), [
    ...stays.map(({ key }) => key),
  ]);
  return stops.find(({ member }) => member === application)?.successor;
}

/** Pairs of which both members restart, each in its order. */
export function rollsOf({ containers }: Pick<Difference, "containers">): string[][] {
  const components = [...new Set(containers.map(({ component }) => component))];
  return components
    .map((component) =>
      stopsOf(membersOf(component, containers), touchedIn(component, containers), [])
        .filter(({ removed }) => !removed)
        .map(({ member }) => member),
    )
    .filter((pair) => pair.length > 1);
}

/** The touched members of a pair, its declared primary first. */
function membersOf(component: string, containers: readonly ContainerChange[]): string[] {
  const keys = containers.filter((one) => one.component === component).map(({ application }) => application);
  return [...keys.filter((key) => key === component), ...keys.filter((key) => key !== component)];
}

function touchedIn(component: string, containers: readonly ContainerChange[]): Touched<string> {
  const of = (action: ContainerChange["action"]) =>
    containers
      .filter((one) => one.component === component && one.action === action)
      .map(({ application }) => application);
  return { restarted: of("replaced"), removed: of("removed") };
}

/** Such as `A, B and C`. */
export function list(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** As a part of a sentence; an abbreviation such as GMS stays as it is. */
const lower = (sentence: string) =>
  sentence.replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase()).replace(/\.$/, "");
