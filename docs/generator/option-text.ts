import { type Earlier, type Option, type Range } from "../../model/options/option";

/** When a change is in force, in words; a product that doesn't say is taken to need a restart. */
export function effectText({ takesEffect }: Option): string {
  switch (takesEffect) {
    case undefined:
      return "not documented";
    case "immediately":
      return "immediately";
    case "next-session":
      return "next session";
    case "after-restart":
      return "after restart";
    case "at-start":
      return "at start";
  }
}

/** The values an option takes, in words: its type, and the range or the list of them. */
export function valuesText({ type, values, valuesSince = {}, pattern, range }: Option): string {
  const listed = (values ?? [])
    .map((value) => {
      const since = Object.hasOwn(valuesSince, value) ? ` (since ${valuesSince[value]})` : "";
      return `\`${value}\`${since}`;
    })
    .join(", ");
  switch (type) {
    case "choice":
      return listed;
    case "list":
      return `list of ${listed}`;
    case "pattern":
      return pattern?.words ?? "";
    case "boolean":
      return "`true`, `false`";
    case "integer":
      return `integer${range ? `, ${rangeText(range)}` : ""}`;
    case "relative-path":
      return "relative path";
    case "tenant-endpoint":
      return "`tenant:endpoint`";
    case "string":
    case "url":
    case "endpoint":
      return type;
  }
}

/** A range in words; without a smallest value it is 0 in a range that has a largest one, as the check of values has it. */
export function rangeText({ min, max }: Range): string {
  if (max === undefined) return min === undefined ? "any" : `at least ${min}`;
  return `${min ?? 0} to ${max}`;
}

/** What earlier releases had instead, in a sentence each. */
export function earlierText({ earlier = [] }: { readonly earlier?: readonly Earlier[] }): string {
  return earlier
    .map(({ before, default: value, range }) => {
      const had = [
        ...(value !== undefined ? [`the default was ${value}`] : []),
        ...(range === "not documented"
          ? ["the range is not documented"]
          : range
            ? [`the range was ${rangeText(range)}`]
            : []),
      ].join(" and ");
      return `${before === undefined ? "In earlier releases" : `Before ${before}`} ${had}.`;
    })
    .join(" ");
}

/** What an editor shows on an option: a line for what it does, and one for each thing that is known about it. */
export function hoverText(option: Option): string {
  const { description, unit, guideValue, since, until, required, inferred = [], source } = option;
  const lines: [string, string | undefined][] = [
    ["Values", valuesText(option).replaceAll("`", "")],
    ["Unit", unit],
    ["Default of the product", option.default],
    ["Seed", guideValue === undefined ? undefined : `${guideValue}${guideValueText(option)}`],
    ["Since", since],
    ["Until", until],
    ["Takes effect", effectText(option)],
    ["Required", required ? "yes" : undefined],
    ["Source", source],
    ["Inferred, and not in the source", inferred.length > 0 ? inferred.join(", ") : undefined],
  ];
  const earlier = earlierText(option);
  const facts = lines.flatMap(([name, text]) =>
    text === undefined ? [] : [`${name}: ${text === "" ? "empty" : text}`],
  );
  return [earlier === "" ? description : `${description} ${earlier}`, ...facts].join("\n");
}

/** The types that the reference value is for; empty if it is for all. */
export function guideValueText({ guideValueFor }: Option): string {
  return guideValueFor === "high-availability" ? " (with redundancy)" : "";
}
