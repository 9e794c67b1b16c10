import { catalogue } from "../options/catalogue";
import { faultOf } from "../options/value";
import { hasOtherService, sectionsOf } from "../defaults";
import { compareReleases } from "../release";
import { chatSince } from "./releases";
import { type Rule } from "./rule";
import { statedOptions, textOf } from "./stated-options";

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
export const optionRules: readonly Rule[] = [...[required, value, release, text]];
