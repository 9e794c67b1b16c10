import type { Pair } from "../../test/support/members";
import { ProjectCopy } from "../../test/support/project-copy";
import { TestStack } from "../../test/support/test-stack";
import { composePeer, tofuPeer } from "./peers";
import { plannedResources } from "./plan";
import { requireAlike, requireHealthy } from "./same-processes";

/** A way to deploy dev's processes, and to remove them. */
export interface Way {
  readonly name: string;
  up(this: void): Promise<unknown>;
  remove(this: void): Promise<unknown>;
  /** Throws unless all processes are healthy and, for a peer, like the stack's own. */
  check(this: void): Promise<void>;
}

/** dev in a project of its own, with the ways to deploy it: `./chatstack`, bare `pulumi`, and each peer that can be had. */
export class DeployedWays {
  private constructor(
    readonly stack: TestStack,
    readonly ways: readonly Way[],
  ) {}

  /** Runs with all ways checked once, so that what is measured is alike; removes everything afterwards. */
  static during<T>(measure: (ways: DeployedWays) => Promise<T>): Promise<T> {
    return withDev(async (stack) => {
      const made = await DeployedWays.of(stack);
      await made.checkAll();
      return measure(made);
    });
  }

  private static async of(stack: TestStack): Promise<DeployedWays> {
    const resources = await plannedResources(stack);
    const processes = resources.filter(
      ({ type, inputs }) => type === "Container" && inputs.healthcheck !== undefined,
    ).length;
    const remove = () => stack.destroy();
    const check = () => requireHealthy(stack.name, processes);
    const peers = {
      compose: await composePeer(stack, resources),
      OpenTofu: await tofuPeer(stack, resources),
    };
    const ways: Way[] = [
      { name: "chatstack", up: () => chatstackUp(stack), remove, check },
      { name: "pulumi", up: () => stack.up(), remove, check },
    ];
    for (const [name, peer] of Object.entries(peers)) {
      if (peer) ways.push({ ...peer, name, check: () => requireHealthy(peer.name, processes) });
    }
    const made = new DeployedWays(stack, ways);
    made.peerStacks = Object.values(peers).flatMap((peer) => peer?.name ?? []);
    return made;
  }

  private peerStacks: readonly string[] = [];

  private async checkAll(): Promise<void> {
    await Promise.all(this.ways.filter(({ name }) => name !== "pulumi").map(({ up }) => up()));
    for (const peer of this.peerStacks) await requireAlike(this.stack.name, peer);
    for (const { name, remove } of this.ways) if (name !== "pulumi") await remove();
  }
}

/** Runs with dev in a project of its own, not yet deployed; removes everything afterwards. */
export async function withDev<T>(measure: (stack: TestStack) => Promise<T>): Promise<T> {
  const project = await ProjectCopy.make();
  try {
    return await measure(await TestStack.from(project, "dev"));
  } finally {
    await project.remove();
  }
}

/** The containers' hosts of the pair that `editPair` is about. */
export const pair: Pair = ["chatserver1", "chatserver1-b"];

/** Changes an option in the section `settings` of the first pair. */
export function editPair(stack: TestStack, option: string, value: number): void {
  stack.edit(({ chatServers }) => {
    const { ChatServer1 } = chatServers as Record<string, { options: Record<string, object> }>;
    Object.assign(ChatServer1!.options.settings!, { [option]: value });
  });
}

/** `./chatstack up` of a stack, which must succeed. */
export async function chatstackUp(stack: TestStack): Promise<number> {
  const { code, seconds, stdout, stderr } = await stack.project.chatstack([
    ...["up", "--stack", stack.name, "--yes"],
  ]);
  if (code !== 0) throw new Error(`chatstack up ended with ${code}:\n${stdout}${stderr}`);
  return seconds;
}
