import * as pulumi from "@pulumi/pulumi";
import { ChatDeployment, requirePlaces, stackSecrets } from "./components";
import { assertFreshBuild } from "./components/fresh-build";
import { checkedStack } from "./components/stack-definition";
import { interruptedNotice } from "./operations/recovery/notice";

assertFreshBuild();

const { PULUMI_BACKEND_URL } = process.env;
const notice = interruptedNotice(PULUMI_BACKEND_URL, pulumi.getProject(), pulumi.getStack());
if (notice !== undefined) void pulumi.log.warn(notice);

const stack = checkedStack();
const { deployment } = stack;
requirePlaces(deployment);
const chat = new ChatDeployment(pulumi.getStack(), { deployment, secrets: stackSecrets(deployment) });

/** Where customers' apps reach each GMS. */
export const gmsUrls = chat.gmsUrls;
/** What runs: name, type, role, container and listening ports of every application. */
export const applications = chat.applications;
/** Identifies what the definition means. */
export const definitionHash = chat.definitionHash;
/** Identifies everything that the stack was deployed from. */
export const fingerprint = stack.fingerprint;
