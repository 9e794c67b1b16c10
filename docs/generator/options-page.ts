import { type ApplicationType } from "../../model/deployment";
import { bareSections, catalogue } from "../../model/options/catalogue";
import { logOptions } from "../../model/options/log";
import { type Option } from "../../model/options/option";
import { code, type Column, generated, page, table } from "./markdown";
import { earlierText, effectText, guideValueText, valuesText } from "./option-text";
import { sourceList } from "./sources";

/** What the field calls the application types. */
const typeNames: Readonly<Record<ApplicationType, string>> = {
  GenesysMobileServices: "Genesys Mobile Services",
  ChatServer: "Chat Server",
  WebApiServer: "Web API Server",
  InteractionServer: "Interaction Server",
  OrchestrationServer: "Orchestration Server",
  ContactServer: "Contact Server",
};

const introduction = `Every option that the catalogue (\`model/options/\`) knows, by application type and section. The checks of
\`./chatstack validate\`, the types of \`defineDeployment\` and the schema for editors are made of the same entries.

- **Default** is what the product does where the option is absent. **Seed** is the deployment guide's value, which a
  definition has unless it says otherwise.
- **Takes effect** says when a changed value is in force. "Not documented" is treated as needing a restart.
- **†** marks what the source doesn't say in so many words. What no page says is left empty.
- A part in angle brackets varies: \`endpoints:<tenant DBID>\` is \`endpoints:1\` for the tenant with DBID 1.
- Every value may be \`{ secret: <name> }\` instead, the config key \`genesys-chat:secrets.<name>\` of the stack.
- A boolean is also accepted as \`on\`, \`yes\`, \`1\` or \`off\`, \`no\`, \`0\`, in upper or lower case, as configurations in use have it.
- An option that is not here may be set all the same: it is written unchanged, with a warning; the sections that are
  not here are named in one piece of advice.`;

/** The options of all application types. */
export function optionsPage(): string {
  const own = (Object.keys(typeNames) as ApplicationType[]).map((type) => typePart(type));
  const every = Object.values(catalogue).flat();
  return page(
    "# Options",
    generated,
    introduction,
    ...own,
    "## Every server",
    "The common log options of the Framework, as far as their page and files in use could be read.",
    sectionPart(logOptions),
    "## Sources",
    sourceList([
      ...every.map(({ source }) => source),
      ...Object.values(bareSections).flatMap((sections) => sections.map(({ source }) => source)),
    ]),
  );
}

function typePart(type: ApplicationType): string {
  const own = catalogue[type].filter((option) => !(logOptions as readonly Option[]).includes(option));
  const sections = [...new Set(own.map(({ section }) => section))];
  const head = `## ${typeNames[type]}`;
  if (sections.length === 0) {
    return `${head}\n\nNo page about its own options could be read: [what every server has](#every-server) is known.`;
  }
  const parts = sections.map((section) => sectionPart(own.filter((option) => option.section === section)));
  return [head, ...parts, ...barePart(type)].join("\n\n");
}

function barePart(type: ApplicationType): string[] {
  const bare = bareSections[type] ?? [];
  if (bare.length === 0) return [];
  const names = bare.map(
    ({ section, since, source }) =>
      `\`[${section}]\` (${since === undefined ? "" : `since ${since}; `}${source})`,
  );
  return [
    "### Sections known by name only",
    `No page about their options could be read: ${names.join(", ")}.`,
  ];
}

function sectionPart(options: readonly Option[]): string {
  const { section } = options[0]!;
  const annex = options.every((option) => option.annex) ? " in the Annex" : "";
  return `### \`[${section}]\`${annex}\n\n${table(options, columns)}`;
}

const columns: readonly Column<Option>[] = [
  { head: "option", of: (option) => `${code(option.name)}${mark(option, "name")}` },
  { head: "required", of: (option) => (option.required ? requiredText(option) : "") },
  { head: "values", of: (option) => `${valuesText(option)}${mark(option, "type") || mark(option, "range")}` },
  {
    head: "unit",
    of: (option) => (option.unit === undefined ? "" : `${option.unit}${mark(option, "unit")}`),
  },
  { head: "default", of: (option) => code(option.default) },
  {
    head: "seed",
    of: (option) =>
      option.guideValue === undefined ? "" : `${code(option.guideValue)}${guideValueText(option)}`,
  },
  { head: "releases", of: releasesText },
  { head: "takes effect", of: (option) => `${effectText(option)}${mark(option, "takesEffect")}` },
  { head: "what it does", of: (option) => [option.description, earlierText(option)].join(" ").trim() },
  { head: "source", of: (option) => `${option.source}${mark(option, "section")}` },
];

function mark({ inferred = [] }: Option, what: NonNullable<Option["inferred"]>[number]): string {
  return inferred.includes(what) ? "†" : "";
}

function requiredText(option: Option): string {
  return option.in === undefined ? "yes" : `in \`[${option.in}]\``;
}

function releasesText(option: Option): string {
  const { since, until } = option;
  const from = since === undefined ? "" : `since ${since}${mark(option, "since")}`;
  const to = until === undefined ? "" : `until ${until}`;
  return [from, to].filter((text) => text !== "").join(", ");
}
