import * as pulumi from "@pulumi/pulumi";
import { type ApplicationOutput, ChatDeployment } from "./chat-deployment";
import type { DaemonRecord } from "../docker/daemon-record";
import { type Fingerprint, programFingerprint, type ProgramFingerprint } from "../system/fingerprint";
import { assertHostAvailable } from "./host-availability";
import { stacksUsed } from "../model/sharing";
import { type SharingOutput, sharingOutput, usedNetworks } from "./sharing";
import { stackDaemon } from "./stack-daemon";
import { checkedStack, stackSecrets } from "./stack-definition";
import { installation } from "../system/installation";
import { StackFolder } from "../system/stack-file";
import { limitHeapGrowth } from "./heap-growth";
import { lightenSdk } from "./light-sdk";

limitHeapGrowth();
lightenSdk();

/** The outputs of a stack. */
export interface StackOutputs {
  /** Where customers' apps reach each GMS. */
  readonly gmsUrls: string[];
  /** What runs: name, type, role, container and listening ports of every application. */
  readonly applications: ApplicationOutput[];
  /** Identifies what the definition means. */
  readonly definitionHash: string;
  /** Identifies everything that the stack was deployed from. */
  readonly fingerprint: Fingerprint;
  /** The Docker daemon that it is on; undefined if it is not known. */
  readonly daemon?: DaemonRecord;
  /** What other stacks may use of this one; undefined if it shares nothing. */
  readonly sharedNetwork?: SharingOutput;
}

/**
 * The program of this project: one deployment, as the file of the stack that is being run declares it. A caller that runs many stacks in
 * one process hands over what is the same for all of them.
 */
export async function stackProgram(
  folder: StackFolder = new StackFolder(pulumi.getRootDirectory()),
  program: ProgramFingerprint = programFingerprint(installation),
): Promise<StackOutputs> {
  const { deployment, fingerprint } = checkedStack(folder, program);
  const available = assertHostAvailable(deployment);
  // Awaited after the daemon, whose error comes first.
  available.catch(() => undefined);
  const daemon = await stackDaemon();
  await available;
  const sharedNetworks = stacksUsed(deployment).length === 0 ? {} : await usedNetworks(deployment);
  const secrets = stackSecrets(deployment);
  const chat = new ChatDeployment(pulumi.getStack(), { deployment, secrets, sharedNetworks });
  const { gmsUrls, applications, definitionHash } = chat;
  const sharedNetwork = sharingOutput(deployment, pulumi.getStack());
  return {
    ...{ gmsUrls, applications, definitionHash, fingerprint },
    ...(daemon && { daemon }),
    ...(sharedNetwork && { sharedNetwork }),
  };
}
