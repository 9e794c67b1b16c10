import { chatOptionRules } from "./chat-options";
import { connectionRules } from "./connections";
import { endpointRules } from "./endpoints";
import { nameRules } from "./names";
import { optionRules } from "./options";
import { portRules } from "./ports";
import { redundancyRules } from "./redundancy";
import { releaseRules } from "./releases";
import { type Rule } from "./rule";
import { stackFileRules } from "./stack-files";
import { stageRules } from "./stage";
import { wholeRules } from "./whole";

/** Every rule about what a definition means, by family; those about how it is written are in `text.ts`. */
export const rules: readonly Rule[] = [
  ...wholeRules,
  ...nameRules,
  ...connectionRules,
  ...endpointRules,
  ...portRules,
  ...stackFileRules,
  ...redundancyRules,
  ...optionRules,
  ...chatOptionRules,
  ...releaseRules,
  ...stageRules,
];
