import { assertFreshBuild } from "./components/fresh-build";
import { stackProgram } from "./components/stack-program";

assertFreshBuild();

export const { gmsUrls, applications, definitionHash, fingerprint } = stackProgram();
