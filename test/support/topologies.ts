import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "@swc/core";
import { type Definition } from "../../model";
import { defineDeployment } from "../../model/exact";
import { type Topology } from "../../model/fixtures/topology";
import { readSource } from "../../model/source";
import { checkout } from "./project-copy";

/** The folder of an example. */
export function exampleFolder(topology: Topology): string {
  return join(checkout, "examples", topology);
}

/** The stack file of an example that has one, by its path from the project's folder. */
export function exampleFile(topology: Topology): string {
  return join("examples", topology, `Pulumi.${topology}.yaml`);
}

/** The text of an example's stack file. */
export function exampleText(topology: Topology): string {
  return readFileSync(join(checkout, exampleFile(topology)), "utf8");
}

/** What an example declares: the examples are what all tests of topologies start from. */
export function exampleDefinition(topology: Topology): Definition {
  if (topology === "single") return programDefinition();
  const { definition, problems } = readSource(exampleText(topology), exampleFile(topology));
  if (definition === undefined || problems.length > 0) throw new Error(`${topology} can't be read`);
  return definition as Definition;
}

/** The definition of the example that is a program of its own: its module runs here, against the sources and not what was built. */
function programDefinition(): Definition {
  const text = readFileSync(join(exampleFolder("single"), "deployment.ts"), "utf8");
  const { code } = transformSync(text, {
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs" },
  });
  const exports: { definition?: Definition } = {};
  const packages = (name: string) => {
    if (name !== "genesys-chat") throw new Error(`The example imports ${name}.`);
    return { defineDeployment };
  };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is our own file
  new Function("exports", "require", code)(exports, packages);
  return exports.definition!;
}
