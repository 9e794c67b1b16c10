import { z } from "zod";
import { applicationTypes } from "../../model/deployment";
import { rangeText } from "./option-text";
import { type Entry, type Key } from "./entry";
import { code, type Column, generated, page, table } from "./markdown";
import { sourceList } from "./sources";

/** The keys of a map, and the places that accept it. */
interface Section {
  readonly heading: string;
  readonly places: string[];
  readonly about?: string;
  readonly keys: readonly Key[];
}

const introduction = `What may stand in a definition: the value of \`genesys-chat:deployment\` in a stack file, or what \`defineDeployment\` takes.
A part in angle brackets is a name of your own. How a file is put over the one it extends is in [extend.md](../extend.md).`;

/** What a free key stands for, where "name" wouldn't say it. */
const freeKeys: Readonly<Record<string, readonly string[]>> = {
  options: ["<section>", "<option>"],
  annex: ["<section>", "<option>"],
  ports: ["<id>"],
  files: ["<path>"],
  silence: ["<rule>"],
};

/** Every key of the definition; keys that all applications have are listed once. */
export function definitionPage(root: Entry): string {
  const groups = Object.keys(applicationTypes);
  const applications = root.keys!.filter(({ name }) => groups.includes(name));
  const common = commonKeys(applications);
  const top = new Sections();
  top.add({ ...root, keys: root.keys! }, [], "The definition", (key) => !groups.includes(key.name));
  top.add({ ...applications[0]!.entry.each!, keys: common }, ["<application>"], "Every application");
  for (const { name, entry } of applications) {
    const own = entry.each!.keys!.filter((key) => !common.some((known) => known.name === key.name));
    top.add({ ...entry.each!, keys: own }, [name, "<name>"], `\`${name}.<name>\``);
  }
  return page(
    "# The definition",
    generated,
    introduction,
    ...top.all.map(sectionText),
    "## Sources",
    top.sources(),
  );
}

/** The keys that every type of application has, and has alike. */
function commonKeys(applications: readonly Key[]): Key[] {
  const [first, ...others] = applications.map(({ entry }) => entry.each!.keys!);
  return first!.filter((key) =>
    others.every((keys) =>
      keys.some(({ name, entry }) => name === key.name && entry.schema === key.entry.schema),
    ),
  );
}

/** The maps below an entry, each once, in the order in which they are met. */
class Sections {
  readonly all: Section[] = [];
  private readonly known = new Map<z.ZodType, Section>();

  add(
    entry: Entry,
    path: readonly string[],
    heading: string,
    follow: (key: Key) => boolean = () => true,
  ): void {
    const about = path.length === 1 ? "The keys that every application accepts." : entry.about;
    this.all.push({ heading, places: [], ...(about !== undefined && { about }), keys: entry.keys ?? [] });
    for (const key of (entry.keys ?? []).filter(follow)) {
      this.below(key.entry, [...path, key.name], freeKeys[key.name] ?? []);
    }
  }

  private below(entry: Entry, path: readonly string[], free: readonly string[]): void {
    if (entry.keys) {
      const place = path.join(".");
      const known = this.known.get(entry.schema);
      if (known) {
        known.places.push(place);
        return;
      }
      const { about, keys } = entry;
      const section = {
        heading: `\`${place}\``,
        places: [place],
        ...(about !== undefined && { about }),
        keys,
      };
      this.known.set(entry.schema, section);
      this.all.push(section);
      for (const key of keys) this.below(key.entry, [...path, key.name], freeKeys[key.name] ?? []);
    }
    for (const branch of entry.branches ?? []) this.below(branch, path, free);
    if (!entry.each) return;
    const isList = entry.schema instanceof z.ZodArray;
    this.below(entry.each, isList ? path : [...path, free[0] ?? "<name>"], free.slice(1));
  }

  /** What the tags in the comments stand for. */
  sources(): string {
    return sourceList(
      this.all.flatMap(({ about, keys }) => [about ?? "", ...keys.map(({ comment }) => comment)]),
    );
  }
}

function sectionText({ heading, places, about, keys }: Section): string {
  const others = places.slice(1).map((place) => `\`${place}\``);
  const also = others.length > 0 ? `Also at ${others.join(", ")}.` : "";
  const none = keys.length === 0 ? "It has the keys that every application has." : "";
  return [
    `## ${heading}`,
    [about, also, none].filter(Boolean).join(" "),
    keys.length > 0 ? table(keys, columns) : "",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

const columns: readonly Column<Key>[] = [
  { head: "key", of: ({ name }) => `\`${name}\`` },
  { head: "required", of: ({ required }) => (required ? "yes" : "") },
  { head: "value", of: ({ entry }) => valueText(entry) },
  { head: "default", of: ({ comment }) => parted(comment).default },
  { head: "what it is", of: ({ comment }) => parted(comment).what },
];

/** What may stand behind a key, in words. */
function valueText(entry: Entry): string {
  if (entry.branches) return [...new Set(entry.branches.map(valueText))].join(" or ");
  if (entry.schema instanceof z.ZodArray) return `list: ${valueText(entry.each!)}`;
  if (entry.keys || entry.each) return "map";
  const { enum: values, const: only, type, minimum, maximum } = z.toJSONSchema(entry.schema);
  if (values) return values.map((value) => code(String(value))).join(", ");
  if (only !== undefined) return code(String(only));
  const range = {
    ...(minimum !== undefined && { min: minimum }),
    ...(maximum !== undefined && { max: maximum }),
  };
  return type === "integer" ? `integer, ${rangeText(range)}` : String(type);
}

/** A comment's default, which follows a semicolon, and the rest of it. */
function parted(comment: string): { readonly default: string; readonly what: string } {
  const found = /; default (?<value>.*?)(?=;|\.(?:\s|$))/.exec(comment);
  if (!found) return { default: "", what: comment };
  const what = comment.slice(0, found.index) + comment.slice(found.index + found[0].length);
  return { default: found.groups!["value"]!, what };
}
