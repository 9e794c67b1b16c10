import { type Block, count, type Line } from "../report/document/document";
import type { ApplicationDifference, ExportDifference, ExtraOptions, ValueDifference } from "./difference";

/** Writes a comparison as a document: what differs first, what was not compared last. */
export function differenceDocument(found: ExportDifference): Block[] {
  const { stack, files, applications, values, extraOptions, notCompared, differences } = found;
  const words = differences === 0 ? "no difference from" : `${count(differences, "difference")} from`;
  return [
    {
      kind: "heading",
      level: 2,
      line: [`Stack ${stack}: ${words} ${files.join(", ")}`],
      mood: differences === 0 ? "good" : "bad",
    },
    ...applicationTable(applications),
    ...valueTable(values),
    ...extraOptions.filter(({ counts }) => counts).map(extraBlock),
    ...notComparedList(notCompared),
    ...extraOptions.filter(({ counts }) => !counts).map(extraBlock),
    { kind: "paragraph", line: comparedLine(found) },
  ];
}

const meanings = {
  missing: "missing in the export",
  extra: "in the export only",
  different: "different",
} as const;

function applicationTable(applications: readonly ApplicationDifference[]): Block[] {
  if (applications.length === 0) return [];
  return [
    {
      kind: "table",
      head: ["Application", "Type", "Difference", "Declared in", "Export file"],
      rows: applications.map(({ application, type, difference, declaredIn = "–", exportedIn = "–" }) => [
        [application],
        [type],
        [{ strong: meanings[difference] }],
        [declaredIn],
        [exportedIn],
      ]),
      name: "rows of applications",
      dispensable: 1,
    },
  ];
}

function valueTable(values: readonly ValueDifference[]): Block[] {
  if (values.length === 0) return [];
  return [
    {
      kind: "table",
      head: [
        "Application",
        "Value",
        "Difference",
        "Declared",
        "Declared in",
        "Export",
        "Export file",
        "Takes effect",
      ],
      rows: values.map((value) => [
        [value.application],
        [{ code: value.option }],
        [meanings[value.difference]],
        cell(value.declared, value.unit),
        [value.declaredIn ?? "–"],
        cell(value.exported, value.unit),
        [value.exportedIn ?? "–"],
        [value.takesEffect],
      ]),
      name: "rows of values",
      dispensable: 2,
    },
  ];
}

function cell(value: string | undefined, unit: string | undefined): Line {
  if (value === undefined) return ["–"];
  return unit === undefined ? [{ code: value }] : [{ code: value }, ` ${unit}`];
}

const reasons: Readonly<Record<ExtraOptions["reason"], string>> = {
  "not in the catalogue":
    "differences: the catalogue doesn't list them. Declare them, or pass --ignore-extra-options if the Application Template brings them",
  "the product's default": "no difference: they have the product's default",
  "left to the export": "no difference: --ignore-extra-options",
};

/** The options of one application and reason as a group: a template may bring dozens. */
function extraBlock({ application, exportedIn, reason, counts, options }: ExtraOptions): Block {
  return {
    kind: "folded",
    summary: [`${application}: ${count(options.length, "option")} in the export only (${reasons[reason]})`],
    blocks: [
      {
        kind: "table",
        head: ["Application", "Option", "Export", "Export file"],
        rows: options.map(({ option, exported }) => [
          [application],
          [{ code: option }],
          [{ code: exported }],
          [exportedIn],
        ]),
      },
    ],
    name: `options of ${application}`,
    dispensable: counts ? 3 : 5,
  };
}

function notComparedList(sentences: readonly string[]): Block[] {
  if (sentences.length === 0) return [];
  return [
    { kind: "paragraph", line: [{ strong: "Not compared:" }] },
    {
      kind: "list",
      lines: sentences.map((sentence) => [sentence]),
      name: "list of what was not compared",
      dispensable: 4,
    },
  ];
}

function comparedLine({ compared, applications, tenant }: ExportDifference): Line {
  const missing = applications.filter(({ difference }) => difference === "missing").length;
  const where = tenant === undefined ? "" : ` Extra applications were looked for in the tenant ${tenant}.`;
  return [`Compared: ${compared} of ${count(compared + missing, "declared application")}.${where}`];
}
