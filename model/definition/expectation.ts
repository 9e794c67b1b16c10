import { type core } from "zod";

const types: Record<string, string> = {
  object: "a map",
  record: "a map",
  array: "a list",
  string: "a string",
  boolean: "true or false",
  number: "a number",
  int: "an integer",
};

/** What the schema wanted, to be put behind "expected"; schemas with something to say carry it as their message. */
export function expectation(issue: core.$ZodIssue): string {
  const own = issue.message.startsWith("Invalid ") ? undefined : issue.message;
  if (own !== undefined) return own;
  if (issue.code === "invalid_type") return types[issue.expected] ?? issue.expected;
  if (issue.code === "invalid_value") return `one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "invalid_union") {
    const wanted = issue.errors.flatMap((branch) => branch.filter((inner) => inner.path.length === 0));
    return [...new Set(wanted.map((inner) => expectation(inner)))].join(" or ");
  }
  return "another value";
}

/** A value as a message shows it: short, and by its kind where showing it would be long. */
export function describe(value: unknown): string {
  if (value === null) return "nothing (null)";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value === "string") return value.length > 60 ? `"${value.slice(0, 57)}..."` : `"${value}"`;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : typeof value;
}
