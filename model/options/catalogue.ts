import { type ApplicationType } from "../deployment";
import { chatServerOptions } from "./chat-server";
import { logOptions } from "./log";
import { mobileServicesOptions } from "./mobile-services";
import { type Option, type TakesEffect } from "./option";

/** Every option that is known, by application type; the own options of the last four are not documented in what we could read. */
export const catalogue: Readonly<Record<ApplicationType, readonly Option[]>> = {
  GenesysMobileServices: [...mobileServicesOptions, ...logOptions],
  ChatServer: [...chatServerOptions, ...logOptions],
  WebApiServer: logOptions,
  InteractionServer: logOptions,
  OrchestrationServer: logOptions,
  ContactServer: logOptions,
};

/** A section that an application type has, and of whose options no page could be read. */
export interface BareSection {
  /** The section's name. */
  readonly section: string;
  /** The first release that has it; default any. */
  readonly since?: string;
  /** The documentation page's tag. */
  readonly source: string;
}

/** Sections that are known by name only; an application type that isn't here has none. */
export const bareSections: Readonly<Partial<Record<ApplicationType, readonly BareSection[]>>> = {
  GenesysMobileServices: [
    { section: "push", source: "GMS-opt-811" },
    { section: "resources", source: "GMS-opt-811" },
    { section: "port_restrictions", since: "8.5.0", source: "GMS-opt-850" },
  ],
};

interface Pattern {
  readonly section: RegExp;
  readonly name: RegExp;
  readonly option: Option;
}

interface Index {
  readonly exact: ReadonlyMap<string, Option>;
  readonly patterns: readonly Pattern[];
}

/** The variable part of a name: a DBID is a number, anything else is any text. */
function pattern(template: string): RegExp {
  const source = template.split(/(<[^>]+>)/).map((part) => {
    if (!part.startsWith("<")) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return part.endsWith("DBID>") ? "\\d+" : ".+";
  });
  return new RegExp(`^${source.join("")}$`);
}

function index(options: readonly Option[]): Index {
  const exact = new Map<string, Option>();
  const patterns: Pattern[] = [];
  for (const option of options) {
    if (`${option.section}${option.name}`.includes("<")) {
      patterns.push({ section: pattern(option.section), name: pattern(option.name), option });
    } else exact.set(`${option.section}/${option.name}`, option);
  }
  // A fixed name says more than an invented one: `default` before `<endpoint>`.
  patterns.sort((a, b) => Number(a.option.name.startsWith("<")) - Number(b.option.name.startsWith("<")));
  return { exact, patterns };
}

const indexes = new Map(Object.entries(catalogue).map(([type, options]) => [type, index(options)]));

/** The catalogue's entry for an option of an application; undefined if it is unknown. */
export function findOption(type: ApplicationType, section: string, name: string): Option | undefined {
  const { exact, patterns } = indexes.get(type)!;
  return (
    exact.get(`${section}/${name}`) ??
    patterns.find((known) => known.section.test(section) && known.name.test(name))?.option
  );
}

/** When a changed value takes effect; undefined if that isn't documented. */
export function takesEffect(type: ApplicationType, section: string, name: string): TakesEffect | undefined {
  return findOption(type, section, name)?.takesEffect;
}

/** Whether a changed value needs a restart of its process: also if that isn't documented. */
export function needsRestart(type: ApplicationType, section: string, name: string): boolean {
  const effect = takesEffect(type, section, name);
  return effect !== "immediately" && effect !== "next-session";
}
