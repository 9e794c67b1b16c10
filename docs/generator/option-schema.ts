import { type ApplicationType } from "../../model/deployment";
import { catalogue } from "../../model/options/catalogue";
import { logOptions } from "../../model/options/log";
import { type Option } from "../../model/options/option";
import { booleanPattern, rangeIn } from "../../model/options/value";
import { hoverText } from "./option-text";

/** A JSON Schema, or a part of one. */
export type JsonSchema = { [keyword: string]: unknown };

/** The two places where an application keeps options. */
export type Place = "options" | "annex";

/** Schemas by the name that others refer to them by. */
export type Definitions = Record<string, JsonSchema>;

const anyScalar = ["string", "boolean", "integer"];
const safe = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };

/** A reference to a schema of the same file. */
export function reference(name: string): JsonSchema {
  return { $ref: `#/definitions/${name}` };
}

/** What the values of all options have in common. */
export const sharedValues: Definitions = {
  secret: {
    type: "object",
    description:
      "A secret's name: its value is the stack's encrypted config key genesys-chat:secrets.<name>.",
    properties: { secret: { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9_-]*$" } },
    required: ["secret"],
    additionalProperties: false,
  },
  unlisted: {
    description: "An option that the catalogue doesn't list: it is written unchanged, with a warning.",
    anyOf: [{ type: anyScalar, ...safe }, reference("secret")],
  },
};

/** The options of an application type: what is known is checked and described, anything else is let through. */
export class OptionSchemas {
  /** The sections, by the names they are referred to by. */
  readonly sections: Definitions = {};
  /** The values of single options. */
  readonly values: Definitions = { ...sharedValues };

  /** The schema of the options that an application type has in one place. */
  optionsOf(type: ApplicationType, place: Place): JsonSchema {
    const options = catalogue[type].filter((option) => (place === "annex") === (option.annex === true));
    const fixed: JsonSchema = {};
    const patterns: JsonSchema = {};
    for (const section of [...new Set(options.map((option) => option.section))]) {
      const inside = options.filter((option) => option.section === section);
      const schema = this.sectionOf(type, inside);
      if (section.includes("<")) patterns[pattern(section)] = schema;
      else fixed[section] = schema;
      // An editor completes no pattern, so the section that the deployment guide has is listed by name.
      for (const named of namesOffered(inside)) fixed[named] = schema;
    }
    return {
      type: "object",
      ...(Object.keys(fixed).length > 0 && { properties: fixed }),
      ...(Object.keys(patterns).length > 0 && { patternProperties: patterns }),
      additionalProperties: {
        type: "object",
        description: "A section that the catalogue doesn't list: it is written unchanged, with a warning.",
        additionalProperties: reference("unlisted"),
      },
    };
  }

  private sectionOf(type: ApplicationType, options: readonly Option[]): JsonSchema {
    // The log section is every server's.
    const owner = options.every((option) => (logOptions as readonly Option[]).includes(option))
      ? ""
      : `${type}.`;
    const name = `${owner}${plainName(options[0]!.section)}`;
    const valueOf = (option: Option) => {
      const value = `${name}.${plainName(option.name)}`;
      this.values[value] ??= optionSchema(option);
      return reference(value);
    };
    const invented = options.find((option) => option.name.startsWith("<"));
    const known = options.filter((option) => option !== invented);
    this.sections[name] ??= {
      type: "object",
      properties: Object.fromEntries(known.map((option) => [option.name, valueOf(option)])),
      additionalProperties: invented ? valueOf(invented) : reference("unlisted"),
    };
    return reference(name);
  }
}

/** A catalogue's name, fit for a reference: `endpoints:<tenant DBID>` is `endpoints:tenant-DBID`. */
function plainName(name: string): string {
  return name.replaceAll(/[<>]/g, "").replaceAll(" ", "-");
}

/** Where a section's name varies, the names that a definition of the seed has. */
function namesOffered(options: readonly Option[]): string[] {
  const section = options[0]!.section;
  if (section === "endpoints:<tenant DBID>") return ["endpoints:1"];
  return [...new Set(options.flatMap((option) => option.in ?? []))];
}

/** The variable part as the catalogue's own index reads it: a DBID is a number, anything else is any text. */
function pattern(template: string): string {
  const parts = template.split(/(<[^>]+>)/).map((part) => {
    if (part.startsWith("<")) return part.endsWith("DBID>") ? "\\d+" : ".+";
    return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  return `^${parts.join("")}$`;
}

function optionSchema(option: Option): JsonSchema {
  const example = option.guideValue ?? option.default;
  return {
    description: hoverText(option),
    ...(example !== undefined && { default: plain(example) }),
    anyOf: [...textSchemas(option), reference("secret")],
  };
}

/** What the model lets through: every value becomes a text there, so a number or a truth value may stand for its text. */
function textSchemas(option: Option): JsonSchema[] {
  switch (option.type) {
    case "integer": {
      const { min, max } = widestRange(option);
      return [
        { type: "integer", minimum: min, maximum: max },
        { type: "string", pattern: "^(?:0|-?[1-9]\\d*)$" },
      ];
    }
    case "boolean":
      // An editor offers the documented words; the others that the model takes are right too.
      return [
        { enum: [true, false] },
        { type: "string", pattern: booleanPattern },
        { type: "integer", minimum: 0, maximum: 1 },
      ];
    case "choice":
      return oneOf(option.values ?? []);
    case "pattern":
      return [{ type: anyScalar, ...safe, pattern: option.pattern!.matches }];
    case "list": {
      const item = `(?:${(option.values ?? []).join("|")})`;
      return [{ type: "string", pattern: `^(?:|\\s*${item}\\s*(?:,\\s*${item}\\s*)*)$` }];
    }
    case "url":
      return [{ type: "string", pattern: "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s/]\\S*$" }];
    case "relative-path":
      return [{ type: anyScalar, ...safe, pattern: "^(?![/\\\\]|[A-Za-z][A-Za-z0-9+.-]*:)[\\s\\S]" }];
    case "endpoint":
      return [{ type: anyScalar, ...safe, pattern: "\\S" }];
    case "tenant-endpoint":
      return [{ type: "string", pattern: "^[^:]+:[^:]*[^:\\s][^:]*$" }];
    case "string":
      return [{ type: anyScalar, ...safe, ...(option.required && { minLength: 1 }) }];
  }
}

/** Every number that some release takes. */
function widestRange(option: Option): { readonly min: number; readonly max: number } {
  const releases = (option.earlier ?? []).flatMap(({ before }) => (before === undefined ? [] : [before]));
  const ranges = [undefined, "0.0.0", ...releases].map((release) => rangeIn(option, release) ?? {});
  return {
    min: Math.min(...ranges.map(({ min = safe.minimum }) => min)),
    max: Math.max(...ranges.map(({ max = safe.maximum }) => max)),
  };
}

/** A list of values: an editor offers each once, as YAML would rather have it; its text in quotes is as good. */
function oneOf(values: readonly string[]): JsonSchema[] {
  const quoted = values.filter((value) => plain(value) !== value);
  return [
    { enum: values.map(plain) },
    ...(quoted.length > 0 ? [{ type: "string", pattern: `^(?:${quoted.join("|")})$` }] : []),
  ];
}

/** A text as its YAML scalar: a number or a boolean if it reads as one. */
function plain(text: string): string | number | boolean {
  if (/^(?:0|-?[1-9]\d*)$/.test(text)) return Number(text);
  return text === "true" || text === "false" ? text === "true" : text;
}
