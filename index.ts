import * as pulumi from "@pulumi/pulumi";
import { ChatDeployment, stackSecrets } from "./components";
import { assertFreshBuild } from "./components/fresh-build";
import { checkedStack } from "./components/stack-definition";

assertFreshBuild();

const stack = checkedStack();
const { deployment } = stack;
const chat = new ChatDeployment(pulumi.getStack(), { deployment, secrets: stackSecrets(deployment) });

/** Where customers' apps reach each GMS. */
export const gmsUrls = chat.gmsUrls;
/** What runs: name, type, role, container and listening ports of every application. */
export const applications = chat.applications;
/** Identifies what the definition means. */
export const definitionHash = chat.definitionHash;
/** Identifies everything that the stack was deployed from. */
export const fingerprint = stack.fingerprint;
