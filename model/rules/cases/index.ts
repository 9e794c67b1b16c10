import { type Case } from "./case";
import { connectionCases } from "./connections";
import { optionCases } from "./options";
import { runningCases } from "./running";
import { structureCases } from "./structure";

export { type Case, mistaken, production } from "./case";

/** At least one mistake for every rule. */
export const cases: readonly Case[] = [
  ...structureCases,
  ...connectionCases,
  ...runningCases,
  ...optionCases,
];
