import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../test/support/project-copy";
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

/** Writes the least that a program can be: the engine, a language host, the SDK. */
export function writeEmptyProgram(folder: string): void {
  writeProgram(folder, `require("@pulumi/pulumi");`);
}

function writeProgram(folder: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.js"), `${text}\n`);
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    "name: genesys-chat-bench\nmain: index.js\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
  );
  cpSync(join(checkout, "package.json"), join(folder, "package.json"));
  symlinkSync(join(checkout, "node_modules"), join(folder, "node_modules"));
}
