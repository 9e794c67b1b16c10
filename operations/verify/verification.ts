import { objectNames } from "../../docker/names";
import { simulatorImage } from "../../system/simulator-image";
import { resolveStack } from "../../system/stack-file";
import type { Deployment, SharedServer } from "../../model/deployment";
import { isRemoteDaemon } from "../../docker/host";
import { Failure } from "../../system/failure";
import { heldSentence, isStale } from "../../engine/lock";
import { project, root } from "../../system/project";
import { requireStackDaemon } from "../../engine/stack-daemon";
import type { LocalState } from "../../engine/state";
import { Commands } from "./commands";
import { holdConversations } from "./conversations";
import { declared as declaredBy, isSimulated, type Declared } from "./declared";
import type { ConversationFacts } from "./facts";
import type { Verification } from "./finding";
import { gather } from "./gathering";
import { counts, groundFindings, evaluate, notes } from "./evaluation";
import type { Situation } from "./situation";

/** What to verify. */
export interface VerificationPlan {
  readonly deployment: Deployment;
  readonly stack: string;
  /** Undefined if the state is not in a folder. */
  readonly state?: LocalState;
  /** Whether conversations are held; undefined: where no real agent would be asked to talk. */
  readonly chat?: boolean;
  /** Called with each line of progress. */
  readonly report: (line: string) => void;
}

/** Compares what runs with what is declared. */
export async function verify(plan: VerificationPlan): Promise<Verification> {
  const { deployment, stack, state, report } = plan;
  refuseWhileUnderWay(stack, state);
  await requireStackDaemon(stack);
  const declared = declaredBy(deployment, stack, objectNames(project, stack), simulatorImage());
  const commands = new Commands(project, stack);
  const observed = {
    declared,
    commands,
    facts: { ...(await gather(declared, state, report)), conversations: [] },
  };
  const { conversations, skipped } = await converseWhere(plan, observed);
  const situation = { ...observed, facts: { ...observed.facts, conversations } };
  return {
    version: 1,
    stack,
    findings: evaluate(situation),
    notes: [
      ...notes(situation),
      ...(isRemoteDaemon() ? ["The daemon is another machine's: published ports were not tried."] : []),
      ...skipped,
    ],
    checked: counts(situation),
  };
}

/** What runs in the middle of a change is neither the old nor the new. */
function refuseWhileUnderWay(stack: string, state: LocalState | undefined): void {
  const lock = state?.locks().find((one) => !isStale(one));
  if (lock) throw new Failure(heldSentence(lock, stack));
}

async function converseWhere(
  { chat, report }: VerificationPlan,
  situation: Situation,
): Promise<{ conversations: ConversationFacts[]; skipped: string[] }> {
  const { declared } = situation;
  if (chat === false) return { conversations: [], skipped: ["No conversation was held: --no-chat."] };
  if (chat === undefined && !isWithoutAgents(declared)) {
    const note =
      "No conversation was held: real agents would have been asked to talk. --chat holds them all the same.";
    return { conversations: [], skipped: [note] };
  }
  const { causes } = groundFindings(situation);
  const services = declared.applications.filter(
    ({ application: { type } }) => type === "GenesysMobileServices",
  );
  const unpublished = services.filter(
    ({ application: { ports } }) =>
      !ports.some(({ id, publish }) => id === "default" && publish !== undefined),
  );
  report("Holding conversations.");
  return {
    conversations: await holdConversations(declared, new Set(causes.keys())),
    skipped: unpublished.map(
      ({ application: { name } }) =>
        `${name} publishes no default port: no conversation was held through it.`,
    ),
  };
}

/** Whether every Interaction Server that routes chats to agents is simulated, and its agents with it. */
export function isWithoutAgents({ applications, deployment }: Declared): boolean {
  const routers = applications.filter(({ application: { type } }) => type === "InteractionServer");
  const external = deployment.externalServers.some(
    ({ type, shared }) => type === "InteractionServer" && !(shared && isSimulatedElsewhere(shared)),
  );
  return !external && routers.every(({ application }) => isSimulated(application));
}

/** Whether another stack's server, which this one uses, is simulated by what its file says. */
function isSimulatedElsewhere({ stack, application }: SharedServer): boolean {
  const server = resolveStack(root, stack).deployment?.applications.find(({ key }) => key === application);
  return server !== undefined && isSimulated(server);
}
