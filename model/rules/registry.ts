import { chatOptionRules } from "./chat-options";
import { configurationServerRules } from "./configuration-server";
import { connectionRules } from "./connections";
import { deceptiveTextRules } from "./deceptive-text";
import { endpointRules } from "./endpoints";
import { keepAliveRules } from "./keep-alive";
import { adviceRules } from "./later-releases";
import { logRules } from "./log-options";
import { nameRules } from "./names";
import { optionRules } from "./options";
import { portRules } from "./ports";
import { processRules } from "./processes";
import { redundancyRules } from "./redundancy";
import { releaseRules } from "./releases";
import { requiredConnectionRules } from "./required-connections";
import { type Rule } from "./rule";
import { serviceRules } from "./services";
import { sharingRules } from "./sharing";
import { silenceRules } from "./silence";
import { stackFileRules } from "./stack-files";
import { stageRules } from "./stage";
import { transcriptRules } from "./transcripts";
import { unlistedOptionRules } from "./unlisted-options";
import { completenessRules } from "./completeness";

/** Every rule about a deployment, by family. */
const aboutDeployments: readonly Rule[] = [
  ...completenessRules,
  ...nameRules,
  ...connectionRules,
  ...requiredConnectionRules,
  ...keepAliveRules,
  ...endpointRules,
  ...portRules,
  ...stackFileRules,
  ...redundancyRules,
  ...optionRules,
  ...unlistedOptionRules,
  ...chatOptionRules,
  ...serviceRules,
  ...logRules,
  ...transcriptRules,
  ...releaseRules,
  ...adviceRules,
  ...processRules,
  ...configurationServerRules,
  ...sharingRules,
  ...stageRules,
  ...deceptiveTextRules,
];

/** Every rule about what a definition means, by family; those about how it is written are in `text.ts`. */
export const rules: readonly Rule[] = [...aboutDeployments, ...silenceRules(aboutDeployments)];
