import { writeProgram } from "../../test/support/small-program";
import type { PlannedResource } from "./plan";

/**
 * Writes the peer: a hand-written Pulumi program for the same Docker objects, with their
 * values in place and no component, definition or check around them.
 */
export function writePlainProgram(folder: string, resources: readonly PlannedResource[]): void {
  const variables = new Map(resources.map(({ urn }, index) => [urn, `resource${index}`]));
  const declarations = resources.map(({ urn, type, name, inputs, dependencies }) => {
    const dependsOn = dependencies.flatMap((dependency) => variables.get(dependency) ?? []);
    const values = JSON.stringify(inputs, (key, value: unknown) =>
      key === "__defaults" ? undefined : value,
    );
    return `const ${variables.get(urn)} = new docker.${type}(${JSON.stringify(name)}, ${values}, { dependsOn: [${dependsOn.join(", ")}] });`;
  });
  writeProgram(folder, [`const docker = require("@pulumi/docker");`, ...declarations].join("\n"));
}
