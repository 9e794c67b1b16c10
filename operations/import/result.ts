import { readSource, resolve, type Problem } from "../../model";
import { applicationTypes } from "../../model/deployment";
import { catalogue, findOption } from "../../model/options/catalogue";
import { byCodePoint } from "../../model/path";
import {
  configurationObjects,
  differenceOfObjects,
  type ServerDifference,
  typeOfNumber,
} from "../../render/configuration-objects";
import { definitionOf } from "./definition";
import { leftOutOfFiles } from "./left-out";
import { emptyNotes, type FoundSecret, type LeftOut } from "./notes";
import { Failure } from "../../system/failure";
import { selection } from "./selection";
import { isSameValue } from "./option-definition";
import { type FileProblem, readFiles } from "./read-files";
import { stackFileText } from "./stack-file-text";

/** A server of the files that is in the definition. */
export interface TakenObject {
  readonly name: string;
  readonly type: string;
}

/** What an import found. The text is written elsewhere; secrets' values are in `secrets` only. */
export interface ImportResult {
  /** The stack file; undefined if the files leave open what they mean. */
  readonly text?: string;
  readonly definition?: Record<string, unknown>;
  readonly taken: readonly TakenObject[];
  readonly leftOut: readonly LeftOut[];
  /** What the definition has otherwise than the files, one sentence each. */
  readonly changed: readonly string[];
  /** Options that the catalogue doesn't list, such as `ChatServer1: settings/x`. */
  readonly unlisted: readonly string[];
  readonly secrets: readonly FoundSecret[];
  /** What breaks the import schema or a rule of Configuration Server. */
  readonly structure: readonly FileProblem[];
  /** The rules that the configuration breaks, without those about unlisted options. */
  readonly problems: readonly Problem[];
}

/** How many applications an import makes a definition of: resolving more takes minutes. */
const mostApplications = 2000;

/** Reads exports and makes a stack file of them. Nothing is written. */
export function importFiles(
  files: readonly string[],
  tenant: string | undefined,
  name: string,
): ImportResult {
  const { objects, problems: structure, others, leftOut } = readFiles(files);
  if (structure.some(({ severity }) => severity === "error")) {
    return { taken: [], leftOut: [], changed: [], unlisted: [], secrets: [], structure, problems: [] };
  }
  const count = selection(objects, tenant, emptyNotes()).taken.length;
  if (count > mostApplications) {
    throw new Failure(
      `The files hold ${count} applications of chat deployments; a definition may have ${mostApplications}. Pass --tenant, or export fewer. Nothing was written.`,
    );
  }
  const imported = definitionOf(objects, tenant);
  const text = stackFileText(imported.definition, files);
  const { definition, source } = readSource(text, name);
  // Whether the secrets are set is not known yet.
  const { secrets: _, ...place } = source;
  const { deployment, problems } = resolve(definition, place);
  const differences = deployment
    ? differenceOfObjects({ servers: imported.taken }, configurationObjects(deployment)).changed
    : [];
  const [unlisted, otherProblems] = partition(problems, ({ rule }) => rule === "option-listed");
  const reported = otherProblems.filter(({ rule }) => rule !== "option-section-listed");
  return {
    text,
    definition: imported.definition,
    taken: imported.taken.map(({ name: server, type }) => ({ name: server, type: typeName(type) })),
    leftOut: [
      ...imported.notes.leftOut,
      ...leftOutOfFiles(leftOut, others, imported.taken, differences, objects.settings),
    ],
    changed: [...imported.notes.changed, ...differences.flatMap(sentences)],
    unlisted: [
      ...unlisted.map(({ path }) => optionAt(path)),
      ...optionsOfUnlistedSections(imported.definition),
    ].sort(byCodePoint),
    secrets: imported.notes.secrets,
    structure,
    problems: reported,
  };
}

/** The applications of a definition, as far as their options count. */
type StatedOptions = Record<string, { readonly options?: Record<string, Record<string, unknown>> }>;

/** The options of sections that the catalogue does not list: the rule about them names the sections only. */
function optionsOfUnlistedSections(definition: unknown): string[] {
  const groups = definition as Partial<Record<string, StatedOptions>>;
  return Object.entries(applicationTypes).flatMap(([group, type]) =>
    Object.entries(groups[group] ?? {}).flatMap(([key, { options = {} }]) =>
      Object.entries(options)
        .filter(([section]) => catalogue[type].every(({ name }) => !findOption(type, section, name)))
        .flatMap(([section, values]) => Object.keys(values).map((name) => `${key}: ${section}/${name}`)),
    ),
  );
}

function typeName(type: number): string {
  return typeOfNumber(type) ?? `application type ${type}`;
}

/** What the definition means otherwise than the file says, by defaults or because it has no way to say it. */
function sentences({ before, after, attributes, ports, connections, options }: ServerDifference): string[] {
  const type = typeOfNumber(after.type) as (typeof applicationTypes)[keyof typeof applicationTypes];
  return [
    ...attributes
      .filter(({ name, before: old }) => ["version", "redundancy"].includes(name) && old !== undefined)
      .map(({ name, before: old, after: now }) => `${name} ${old} becomes ${now}`),
    ...ports.map(({ before: old, after: now }) =>
      old ? `port ${old.id} goes` : `port ${now!.id} (${now!.port}) is added by default`,
    ),
    ...connections
      .filter(({ before: old, after: now }) => !old !== !now)
      .map(({ before: old, after: now }) => {
        const { server, portId } = (old ?? now)!;
        return `the connection to ${server} (${portId}) ${old ? "goes" : "is added"}`;
      }),
    ...options
      .filter(
        ({ section, name, before: old, after: now }) =>
          old === undefined || now === undefined || !isSameValue(type, section, name, old, now),
      )
      .map(({ section, name, before: old, after: now }) =>
        old === undefined
          ? `${section}/${name} = ${now} is added, by default or because the primary has it`
          : `${section}/${name} ${now === undefined ? "goes" : "changes"}`,
      ),
  ].map((change) => `${before.name}: ${change}.`);
}

/** Such as `ChatServer1: settings/x` of `/chatServers/ChatServer1/options/settings/x`. */
function optionAt(path: string): string {
  const parts = path.split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  return `${parts[2]}: ${parts.slice(-2).join("/")}`;
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
