import * as pulumi from "@pulumi/pulumi";
import type { Deployment } from "../model/deployment";
import { userError } from "./user-error";
import { secretNames } from "../model/secret-names";
import { type Fingerprint, type ProgramFingerprint, stackFingerprint } from "../system/fingerprint";
import { announcedVariable, announcementOf } from "../system/announcement";
import { validDeployment } from "./valid-deployment";
import { type FileResolution, StackFolder } from "../system/stack-file";
import { UnreadableFile } from "../system/text-file";

/** A stack's definition, checked, with what identifies all that it is deployed from. */
export interface CheckedStack {
  readonly deployment: Deployment;
  readonly fingerprint: Fingerprint;
}

/**
 * The definition of the stack that is being run, checked: its values are the engine's, the positions in its problems
 * the stack file's if that is available. Ends the program before anything is registered if it has an error.
 */
export function checkedDeployment(): Deployment {
  return validDeployment(runningStack(new StackFolder(pulumi.getRootDirectory())));
}

/** The same for the program of this project, which leaves with the deployment what it was made from. */
export function checkedStack(folder: StackFolder, program: ProgramFingerprint): CheckedStack {
  const resolution = runningStack(folder);
  const deployment = validDeployment(resolution);
  const fingerprint = { ...stackFingerprint(folder.root, deployment, resolution), ...program };
  assertAnnounced(fingerprint);
  return { deployment, fingerprint };
}

/** Ends an update, before anything is registered, that would apply something else than its preview showed. */
function assertAnnounced(fingerprint: Fingerprint): void {
  const announced = process.env[announcedVariable];
  if (announced === undefined || pulumi.runtime.isDryRun() || announced === announcementOf(fingerprint))
    return;
  throw userError(
    `The definition of stack ${pulumi.getStack()}, or what it is deployed with, was edited after the preview: the update would apply ` +
      `something else than was shown. Run "./chatstack up --stack ${pulumi.getStack()}" again. Nothing was registered, nothing was changed.`,
  );
}

function runningStack(folder: StackFolder): FileResolution {
  try {
    // As text: getObject would end the program over a value that is no JSON, and say less than we do.
    return folder.resolve(pulumi.getStack(), new pulumi.Config().get("deployment"));
  } catch (error) {
    // Another stack's file: the engine has read this one's.
    if (error instanceof UnreadableFile) throw userError(error.message);
    throw error;
  }
}

/** The encrypted values of the secrets that the stack's config holds under `secrets.<name>`. */
export function stackSecrets(deployment: Deployment): Record<string, pulumi.Output<string>> {
  const config = new pulumi.Config();
  return Object.fromEntries(
    deployment.applications.flatMap(secretNames).flatMap((name) => {
      const value = config.getSecret(`secrets.${name}`);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
