import type { TestStack } from "../../test/support/test-stack";

/** A Docker object as the engine plans it. */
export interface PlannedResource {
  readonly urn: string;
  /** The class in the SDK, such as `Container`. */
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly dependencies: readonly string[];
}

interface Step {
  readonly urn: string;
  readonly newState: {
    readonly type: string;
    readonly inputs?: Record<string, unknown>;
    readonly dependencies?: string[];
  };
}

/** Every Docker object that a stack's program registers, in the order of registration. */
export async function plannedResources(stack: TestStack): Promise<PlannedResource[]> {
  const { stdout } = await stack.succeed("preview", "--json");
  return (JSON.parse(stdout) as { steps: Step[] }).steps.flatMap(({ urn, newState }) => {
    const type = /^docker:index\/\w+:(?<type>\w+)$/.exec(newState.type)?.groups?.type;
    if (type === undefined) return [];
    const { inputs = {}, dependencies = [] } = newState;
    return [{ urn, type, name: urn.split("::").at(-1) ?? "", inputs, dependencies }];
  });
}
