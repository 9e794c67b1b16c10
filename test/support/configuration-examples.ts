import { join } from "node:path";
import { stringify } from "yaml";
import { type Deployment, hasErrors } from "../../model";
import { deploymentOf } from "../../model/fixtures/single";
import { topologies } from "../../model/fixtures/topology";
import { StackFolder } from "../../system/stack-file";
import { checkout } from "./project-copy";
import { repositoryDefinition } from "./test-stack";
import { exampleDefinition } from "./topologies";

/** A definition of the repository that is handed over to a Configuration Server. */
export interface ConfigurationExample {
  readonly name: string;
  readonly definition: unknown;
  /** Resolves the definition, or the same with its keys in another order, beside the stacks that it shares servers with. */
  readonly resolved: (definition: unknown) => Deployment;
}

/** Every example and both stacks of the repository. */
export function configurationExamples(): ConfigurationExample[] {
  const alone = (name: string, definition: unknown) => ({
    name,
    definition,
    resolved: (each: unknown) => deploymentOf(each),
  });
  return [
    ...topologies.map((topology) => alone(topology, exampleDefinition(topology))),
    ...(["dev", "acme"] as const).map((stack) => alone(stack, repositoryDefinition(stack))),
    ...["hub", "north", "south"].map((stack) => sharing(stack)),
  ];
}

function sharing(stack: string): ConfigurationExample {
  const root = join(checkout, "examples", "shared-interaction-server");
  const { definition } = new StackFolder(root).chain(stack);
  return {
    name: `shared-interaction-server-${stack}`,
    definition,
    resolved: (each) => {
      const text = stringify(
        { config: { "genesys-chat:deployment": each } },
        { aliasDuplicateObjects: false },
      );
      const { deployment, problems } = new StackFolder(
        root,
        new Map([[`Pulumi.${stack}.yaml`, text]]),
      ).resolve(stack);
      if (!deployment || hasErrors(problems)) throw new Error(`${stack}: ${JSON.stringify(problems)}`);
      return deployment;
    },
  };
}
