import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { rules } from "../../model/rules/registry";
import { isSilenceable } from "../../model/rules/rule";
import { type ReadingRule, readingRules } from "../../model/rules/text";
import { SourceComments } from "./comments";
import { type Column, generated, page, table, title } from "./markdown";
import { sourceList } from "./sources";

/** The rules of one file. */
interface Family {
  readonly file: string;
  /** What the file says they are about. */
  readonly about: string;
  readonly rules: readonly ReadingRule[];
}

const introduction = `What \`./chatstack validate\`, \`./chatstack up\` and \`pulumi preview\` check before anything is registered, by
family. An **error** stops everything, a **warning** stops \`--strict\` runs, **advice** stops nothing.

A definition may silence a rule by its id, with a reason that a reviewer reads:
\`silence: { <rule>: <why its breach is right here> }\`. One whose breach would break the deployment can't be silenced.`;

/** Every rule, by family, in the order in which they are asked. */
export async function rulesPage(root: string): Promise<string> {
  const all = await families(join(root, "model", "rules"));
  return page(
    "# Rules",
    generated,
    introduction,
    ...all.map(({ file, about, rules: own }) => `## ${title(file)}\n\n${about}\n\n${table(own, columns)}`),
    "## Sources",
    sourceList([...readingRules, ...rules].map(({ source }) => source)),
  );
}

const columns: readonly Column<ReadingRule>[] = [
  { head: "rule", of: ({ id }) => `\`${id}\`` },
  { head: "severity", of: ({ severity }) => severity },
  { head: "may be silenced", of: (rule) => (isSilenceable(rule) ? "yes" : "no") },
  { head: "what has to hold", of: ({ sentence }) => sentence },
  { head: "why", of: ({ reason }) => reason },
  { head: "source", of: ({ source }) => source },
];

/** Each file of rules exports them as one list; a rule that no list has belongs to the function that makes it. */
async function families(folder: string): Promise<Family[]> {
  const comments = new SourceComments(folder).exports();
  const found: Family[] = [];
  const listed = new Set<ReadingRule>();
  let maker: Omit<Family, "rules"> | undefined;
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith(".ts") || name.endsWith(".test.ts")) continue;
    const module = (await import(join(folder, name))) as Record<string, unknown>;
    for (const [exported, value] of Object.entries(module)) {
      if (!exported.endsWith("Rules")) continue;
      const family = { file: basename(name, ".ts"), about: comments.get(exported) ?? "" };
      if (Array.isArray(value)) {
        found.push({ ...family, rules: value as ReadingRule[] });
        for (const rule of value as ReadingRule[]) listed.add(rule);
      } else maker = family;
    }
  }
  const rest = rules.filter((rule) => !listed.has(rule));
  if (rest.length > 0) found.push({ ...(maker ?? { file: "others", about: "" }), rules: rest });
  const asked: readonly ReadingRule[] = [...readingRules, ...rules];
  const first = ({ rules: [rule] }: Family) => asked.findIndex(({ id }) => id === rule?.id);
  return found.sort((a, b) => first(a) - first(b));
}
