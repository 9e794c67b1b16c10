import { type Case } from "./case";
import { chatOptionCases } from "./chat-options";
import { connectionCases } from "./connections";
import { endpointCases } from "./endpoints";
import { optionCases } from "./options";
import { optionTextCases } from "./option-texts";
import { orchestrationCases } from "./orchestration";
import { plainCases } from "./plain";
import { portCases } from "./ports";
import { processCases } from "./processes";
import { redundancyCases } from "./redundancy";
import { sharingCases } from "./sharing";
import { shapeCases } from "./shape";
import { structureCases } from "./structure";
import { textCases } from "./text";

export { type Case, type Edits, isTextEdit } from "./case";
export { edited, editedPath, placeOf } from "./place";

/** Mistakes for every rule, in every topology. */
export const cases: readonly Case[] = [
  ...structureCases,
  ...connectionCases,
  ...endpointCases,
  ...portCases,
  ...redundancyCases,
  ...optionCases,
  ...optionTextCases,
  ...chatOptionCases,
  ...processCases,
  ...sharingCases,
  ...shapeCases,
  ...plainCases,
  ...textCases,
  ...orchestrationCases,
];
