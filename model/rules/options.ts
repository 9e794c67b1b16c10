import { type Draft, type DraftApplication, type DraftOption } from "../draft";
import { didYouMean } from "../nearest";
import { bareSections, catalogue, findOption } from "../options/catalogue";
import { type Option } from "../options/option";
import { faultOf } from "../options/value";
import { hasOtherService, sectionsOf } from "../defaults";
import { holds } from "../path";
import { compareReleases } from "../release";
import { chatSince } from "./releases";
import { type Context, type Finding, type Rule } from "./rule";

interface StatedOption {
  readonly application: DraftApplication;
  /** True if it is a user property. */
  readonly annex: boolean;
  readonly section: string;
  readonly name: string;
  readonly option: DraftOption;
  readonly known?: Option;
}

/** Several rules ask for them, of one draft each time, and to look every option up is most of their work. */
const statedBefore = new WeakMap<Draft, readonly StatedOption[]>();

/** Every option that the definition states, once: what a standby has from its primary is its primary's. */
export function statedOptions({ draft }: Pick<Context, "draft">): readonly StatedOption[] {
  const stated = statedBefore.get(draft) ?? [...statedIn(draft)];
  statedBefore.set(draft, stated);
  return stated;
}

function* statedIn(draft: Draft): Generator<StatedOption> {
  for (const application of draft.applications) {
    for (const annex of [false, true]) {
      for (const [section, options] of annex ? application.annex : application.options) {
        for (const [name, option] of options) {
          if (!option.stated || !holds(application.path, option.path)) continue;
          const known = findOption(application.type, section, name);
          yield { application, annex, section, name, option, ...(known && { known }) };
        }
      }
    }
  }
}

/** The text of a value; undefined for a secret, which is not evaluated. */
function textOf({ option }: Pick<StatedOption, "option">): string | undefined {
  return typeof option.value === "string" ? option.value : undefined;
}

const required: Rule = {
  id: "option-required",
  severity: "error",
  sentence: "Every option that chat doesn't work without has a value.",
  reason: "Configuration Server checks no options: the gap would show at the first chat.",
  source: "seed, Required GMS Options and Required Chat Server Options",
  *check({ draft }) {
    const tenants = draft.tenants.map(({ dbid }) => dbid);
    for (const { key, type, role, path, options } of draft.applications) {
      if (role === "backup") continue;
      for (const option of catalogue[type].filter((known) => known.required)) {
        for (const section of sectionsOf(option, tenants)) {
          const inSection = options.get(section);
          if (inSection?.has(option.name) || inSection?.has(option.otherName ?? option.name)) continue;
          if (option.in !== undefined && hasOtherService(options)) continue;
          yield {
            path: [...path, "options", section, option.name],
            message: `${key} has no ${section}/${option.name}, which is required.`,
            hint: option.description,
          };
        }
      }
    }
  },
};

const value: Rule = {
  id: "option-value",
  severity: "error",
  silenceable: true,
  sentence: "An option's value is one that its documentation allows.",
  reason: "Configuration Server takes any text, and the server falls back to a default without saying so.",
  source: "the option's own, see the reference of options",
  *check(context) {
    for (const stated of statedOptions(context)) {
      const text = textOf(stated);
      const fault =
        stated.known && text !== undefined
          ? faultOf(stated.known, text, stated.application.release)
          : undefined;
      if (!fault) continue;
      yield {
        path: stated.option.path,
        message: `"${text}" is not ${fault.expected}, as ${stated.section}/${stated.name} must be.`,
        ...(fault.allowed && { allowed: fault.allowed }),
      };
    }
  },
};

const release: Rule = {
  id: "option-release",
  severity: "error",
  silenceable: true,
  sentence: "An option is known to the release of its application.",
  reason: "An older or newer server ignores it silently.",
  source: "the option's own, see the reference of options",
  *check(context) {
    for (const { application, section, name, option, known } of statedOptions(context)) {
      // A GMS without chat has a rule of its own, of which this would be the echo.
      if (application.type === "GenesysMobileServices" && compareReleases(application.release, chatSince) < 0)
        continue;
      const { since, until, valuesSince = {} } = known ?? {};
      const text = textOf({ option });
      const valueSince =
        text !== undefined && Object.hasOwn(valuesSince, text) ? valuesSince[text] : undefined;
      const has = `and ${application.key} has ${application.release}.`;
      const dependsOn = [[...(application.primary ?? application).path, "release"], ["release"]];
      if (since !== undefined && compareReleases(application.release, since) < 0) {
        yield {
          path: option.path,
          message: `${section}/${name} came with release ${since}, ${has}`,
          dependsOn,
        };
      }
      if (valueSince !== undefined && compareReleases(application.release, valueSince) < 0) {
        const message = `The value ${text} of ${section}/${name} came with release ${valueSince}, ${has}`;
        yield { path: option.path, message, dependsOn };
      }
      if (until !== undefined && compareReleases(application.release, until) > 0) {
        yield {
          path: option.path,
          message: `${section}/${name} went after release ${until}, ${has}`,
          dependsOn,
        };
      }
    }
  },
};

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

const control = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;

const text: Rule = {
  id: "option-text",
  severity: "error",
  sentence: "Names and values of options fit on one line, and names are distinct from the text around them.",
  reason: "Option files have a line for each, [section] and name=value, with nothing to quote by.",
  source: "design; file:27365839040",
  *check(context) {
    for (const { section, name, option } of statedOptions(context)) {
      const named = (text: string, pattern: RegExp) =>
        text === "" || text.trim() !== text || control.test(text) || pattern.test(text);
      const message = named(section, /[\][]/)
        ? `"${section}" can't be the name of a section.`
        : named(name, /^[[;#]|=/)
          ? `"${name}" can't be the name of an option.`
          : typeof option.value === "string" && control.test(option.value)
            ? `The value of ${section}/${name} doesn't fit on one line.`
            : undefined;
      if (message) yield { path: option.path, message };
    }
  },
};

/** Options by themselves: is it known, is it required, is its value valid. */
export const optionRules: readonly Rule[] = [
  ...[required, value, release, listed, listedInProduction, sectionListed, text],
];
