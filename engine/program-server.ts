import { dirname, sep } from "node:path";
import { inlineStack } from "./inline-stack";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import type { CommandResult } from "../system/command";
import { installation } from "../system/installation";
import { root } from "../system/project";

/**
 * Runs pulumi with the program in this process, one run at a time: Node.js, the SDK and the model, which a language host loads for every run, are
 * loaded once. `run` gets the words by which pulumi finds the program.
 */
export async function withProgram(
  module: string,
  stack: string,
  run: (words: readonly string[]) => Promise<CommandResult>,
): Promise<CommandResult> {
  process.env.PULUMI_NODEJS_ROOT_DIRECTORY = root;
  let result: CommandResult | undefined;
  const pulumi = {
    run: async (words: readonly string[]) => {
      result = await run(words.filter((word) => word.startsWith("--client=")));
      // The Automation API takes an error for the end of a run that failed, and asks for no leaked promise then.
      if (result.code !== 0) throw new Error("pulumi failed");
      return { ...result, toString: () => "" };
    },
  };
  const selected = await inlineStack(stack, {
    pulumiCommand: pulumi as unknown as PulumiCommand,
    program: () => runProgram(module),
  });
  try {
    await selected.up();
  } catch (error) {
    if (result === undefined || result.code === 0) throw error;
  }
  return result!;
}

/** Runs a program's module as Pulumi's language host does, and returns the stack's outputs. */
export async function runProgram(module: string): Promise<Record<string, unknown>> {
  // The project's own modules may register resources as they are loaded.
  for (const file of Object.keys(require.cache)) if (isOfProject(file, module)) delete require.cache[file];
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const exported = require(module) as unknown;
  const outputs: unknown = typeof exported === "function" ? await (exported as () => unknown)() : exported;
  return { ...(outputs as Record<string, unknown>) };
}

/** Whether a loaded module is the program's main module, or one beside it that this package does not have. */
function isOfProject(file: string, module: string): boolean {
  if (file.includes(`${sep}node_modules${sep}`)) return false;
  return file === module || dirname(file) === dirname(module) || !file.startsWith(installation + sep);
}
