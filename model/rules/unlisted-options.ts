import { type DraftApplication } from "../draft";
import { didYouMean } from "../nearest";
import { bareSections, catalogue, findOption } from "../options/catalogue";
import { type Option } from "../options/option";
import { sectionsOf } from "../defaults";
import { type Context, type Finding, type Rule } from "./rule";
import { type StatedOption, statedOptions } from "./stated-options";

const listed: Rule = {
  id: "option-listed",
  severity: "warning",
  sentence: "An option is one that the catalogue lists.",
  reason: "Configuration Server takes any name: no process reads a misspelt one.",
  source: "PSDK-CfgApplication",
  *check(context) {
    for (const stated of unlistedOptions(context)) {
      if (!isInUnlistedSection(stated) && !isReportedAsProduction(context, stated))
        yield unlistedFinding(stated);
    }
  },
};

const listedInProduction: Rule = {
  id: "production-option-listed",
  severity: "error",
  silenceable: true,
  sentence: "In production every option of a section that the catalogue knows is one that it lists.",
  reason: "A slip in a name restarts servers that customers are on, for an option that nothing reads.",
  source: "design, The typed stack definition: stage",
  *check(context) {
    if (context.draft.stage !== "production") return;
    for (const stated of unlistedOptions(context)) {
      if (isOfKnownSection(context, stated)) yield { ...unlistedFinding(stated), dependsOn: [["stage"]] };
    }
  },
};

/** One place is reported once: as an error, unless the definition silences that. */
function isReportedAsProduction(context: Context, stated: StatedOption): boolean {
  const { draft, definition } = context;
  const isSilenced = Object.hasOwn(definition.silence ?? {}, listedInProduction.id);
  return draft.stage === "production" && !isSilenced && isOfKnownSection(context, stated);
}

/**
 * Whether a slip in a name is likelier than an option that the catalogue lacks: the section is listed, or spelled nearly like
 * one. Services have options that their operators invent, and spellings of 8.5 with `_` in front: there the name itself
 * must be near a listed one.
 */
function isOfKnownSection(context: Context, { application, section, name, known }: StatedOption): boolean {
  if (known) return true;
  const siblings = siblingsIn(application, section);
  if (siblings.length === 0) return didYouMean(section, sectionNames(application, context)) !== undefined;
  if (!section.startsWith("service.")) return true;
  return (
    !name.startsWith("_") &&
    didYouMean(
      name,
      siblings.map((option) => option.name),
    ) !== undefined
  );
}

const sectionListed: Rule = {
  id: "option-section-listed",
  severity: "advice",
  sentence: "An option's section is one that the catalogue lists.",
  reason: "The options of other sections are delivered as they are written, and not checked.",
  source: "PSDK-CfgApplication",
  *check(context) {
    const seen = new Set<string>();
    for (const stated of unlistedOptions(context)) {
      if (!isInUnlistedSection(stated)) continue;
      const name = `[${stated.section}] of ${stated.application.key}`;
      if (seen.has(name)) continue;
      seen.add(name);
      const message = `The catalogue does not list ${name}. Unlisted sections are delivered unchecked.`;
      yield { path: stated.option.path.slice(0, -1), message, subject: { name, kind: "sections" } };
    }
  },
};

interface UnlistedOption extends StatedOption {
  /** Where the option belongs, or what was probably meant. */
  readonly hint?: string;
}

/** The stated options that the catalogue doesn't list in their place. */
function* unlistedOptions(context: Context): Generator<UnlistedOption> {
  for (const stated of statedOptions(context)) {
    const { application, annex, section, name, known } = stated;
    const misplaced = known !== undefined && (known.annex === true) !== annex;
    // Of these types we could read no page about their own sections, and anybody may put anything into an Annex.
    const undocumented =
      catalogue[application.type].every((entry) => entry.section === "log") && section !== "log";
    if ((known && !misplaced) || (!known && (undocumented || annex))) continue;
    // Of these sections we could read no page about their options.
    if (bareSections[application.type]?.some((bare) => bare.section === section)) continue;
    const hint = misplaced
      ? `It belongs to the object's ${annex ? "options" : "annex"}: move it there.`
      : hintFor(application, section, name, sectionNames(application, context));
    yield { ...stated, ...(hint && { hint }) };
  }
}

/** Returns true if the option's section is no section of the catalogue, and neither it nor the option is near one that is. */
function isInUnlistedSection({ application, section, known, hint }: UnlistedOption): boolean {
  return !known && hint === undefined && siblingsIn(application, section).length === 0;
}

function unlistedFinding({
  application,
  annex,
  section,
  name,
  option,
  known,
  hint,
}: UnlistedOption): Finding {
  if (known) {
    const message = `${section}/${name} does nothing in the ${annex ? "annex" : "options"} of ${application.key}.`;
    return { path: option.path, message, ...(hint && { hint }) };
  }
  const item = `${section}/${name} of ${application.key}`;
  const message = `The catalogue of ${application.type} does not list ${item}.`;
  const subject = { name: item, kind: "options" };
  return { path: option.path, message, ...(hint ? { hint } : { subject }) };
}

function siblingsIn({ type }: DraftApplication, section: string): Option[] {
  return catalogue[type].filter((option) => findOption(type, section, option.name) === option);
}

/** The sections that an application can have, where the variable part is known. */
function sectionNames(application: DraftApplication, { draft }: Context): string[] {
  const tenants = draft.tenants.map(({ dbid }) => dbid);
  return [...new Set(catalogue[application.type].flatMap((option) => sectionsOf(option, tenants)))];
}

function hintFor(
  application: DraftApplication,
  section: string,
  name: string,
  sections: readonly string[],
): string | undefined {
  const siblings = siblingsIn(application, section);
  const elsewhere = catalogue[application.type].find(
    (option) => option.name === name && !option.section.includes("<"),
  );
  if (siblings.length > 0) {
    const near = didYouMean(
      name,
      siblings.map((option) => option.name),
    );
    if (near) return near;
  } else if (didYouMean(section, sections)) return didYouMean(section, sections);
  return elsewhere && `${name} is an option of the section ${elsewhere.section}.`;
}

/** Options that the catalogue does not list. */
export const unlistedOptionRules: readonly Rule[] = [listed, listedInProduction, sectionListed];
