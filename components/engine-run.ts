import * as pulumi from "@pulumi/pulumi";

/**
 * Whether Pulumi's engine runs the program, and not a test with mocks. The SDK's own `hasEngine` says no for a program that the engine runs in the
 * process of a command (docs/adr/0065-program-in-the-commands-process.md): it looks at the state of the process, not of the run.
 */
export function isEngineRun(): boolean {
  return pulumi.runtime.getEngine() !== undefined;
}
