import * as pulumi from "@pulumi/pulumi";
import { assertFreshBuild } from "./components/fresh-build";
import { stackProgram } from "./components/stack-program";
import { interruptedNotice } from "./engine/recovery/notice";

assertFreshBuild();

const { PULUMI_BACKEND_URL } = process.env;
const notice = interruptedNotice(PULUMI_BACKEND_URL, pulumi.getProject(), pulumi.getStack());
if (notice !== undefined) void pulumi.log.warn(notice);

// A function, since its outputs are a promise: the engine is asked for the stack's daemon first.
export = () => stackProgram();
