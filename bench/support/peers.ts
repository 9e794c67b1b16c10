import { join } from "node:path";
import type { TestStack } from "../../test/support/test-stack";
import { checkout } from "../../test/support/tools";
import { ComposeProject } from "./compose-project";
import { peerPlan } from "./peer-plan";
import type { PlannedResource } from "./plan";
import { TofuProject } from "./tofu-project";

/** The set-up is plain JavaScript outside the build. */
interface Peers {
  ensurePeer(
    this: void,
    root: string,
    peer: PeerName,
    env: NodeJS.ProcessEnv,
    progress: object,
  ): Promise<string>;
}

type PeerName = "compose" | "tofu";

/** A peer with the same processes as a stack, under a name of its own. */
export interface Peer {
  /** The stack name in its objects' labels. */
  readonly name: string;
  up(this: void): Promise<unknown>;
  remove(this: void): Promise<unknown>;
}

/** The programs of a peer, built when they are first asked for; undefined, with the reason on stderr, if they can't be. */
async function programsOf(peer: PeerName): Promise<string | undefined> {
  const { ensurePeer } = (await import(join(checkout, "setup", "peers.js"))) as Peers;
  const { Progress } = (await import(join(checkout, "setup", "progress.js"))) as {
    Progress: new (stream: NodeJS.WritableStream) => object;
  };
  try {
    return await ensurePeer(checkout, peer, process.env, new Progress(process.stderr));
  } catch (error) {
    process.stderr.write(`without ${peer}: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}

/** Docker Compose with a stack's processes. */
export async function composePeer(
  stack: TestStack,
  resources: readonly PlannedResource[],
): Promise<Peer | undefined> {
  const programs = await programsOf("compose");
  if (programs === undefined) return undefined;
  const plan = await peerPlan(stack, "compose", resources);
  const { folder, environment } = stack.project;
  const project = ComposeProject.make(programs, join(folder, "compose"), plan, environment);
  return { name: plan.name, up: () => project.up(), remove: () => project.down() };
}

/** OpenTofu with a stack's Docker objects. */
export async function tofuPeer(
  stack: TestStack,
  resources: readonly PlannedResource[],
): Promise<Peer | undefined> {
  const programs = await programsOf("tofu");
  if (programs === undefined) return undefined;
  const plan = await peerPlan(stack, "tofu", resources);
  const { folder, environment } = stack.project;
  const project = TofuProject.make(programs, join(folder, "tofu"), plan, environment);
  return { name: plan.name, up: () => project.apply(), remove: () => project.destroy() };
}
