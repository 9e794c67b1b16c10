import * as pulumi from "@pulumi/pulumi";
import { type ApplicationOutput, ChatDeployment } from "./chat-deployment";
import { type Fingerprint, programFingerprint, type ProgramFingerprint } from "./fingerprint";
import { requirePlaces } from "./required-places";
import { checkedStack, stackSecrets } from "./stack-definition";
import { StackFolder } from "./stack-file";

/** What a stack tells of itself. */
export interface StackOutputs {
  /** Where customers' apps reach each GMS. */
  readonly gmsUrls: string[];
  /** What runs: name, type, role, container and listening ports of every application. */
  readonly applications: ApplicationOutput[];
  /** Identifies what the definition means. */
  readonly definitionHash: string;
  /** Identifies everything that the stack was deployed from. */
  readonly fingerprint: Fingerprint;
}

/**
 * The program of this project: one deployment, as the file of the stack that is being run declares it. Whoever runs many stacks in one
 * process hands over what is the same for all of them.
 */
export function stackProgram(
  folder: StackFolder = new StackFolder(pulumi.getRootDirectory()),
  program: ProgramFingerprint = programFingerprint(folder.root),
): StackOutputs {
  const { deployment, fingerprint } = checkedStack(folder, program);
  requirePlaces(deployment);
  const chat = new ChatDeployment(pulumi.getStack(), { deployment, secrets: stackSecrets(deployment) });
  const { gmsUrls, applications, definitionHash } = chat;
  return { gmsUrls, applications, definitionHash, fingerprint };
}
