import * as pulumi from "@pulumi/pulumi";
import { assertFreshBuild } from "./components/fresh-build";
import { stackProgram } from "./components/stack-program";
import { interruptedNotice } from "./operations/recovery/notice";

assertFreshBuild();

const { PULUMI_BACKEND_URL } = process.env;
const notice = interruptedNotice(PULUMI_BACKEND_URL, pulumi.getProject(), pulumi.getStack());
if (notice !== undefined) void pulumi.log.warn(notice);

// A function, since what it gives is a promise where another stack has to be asked.
export = () => stackProgram();
