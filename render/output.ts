import type { Deployment } from "../model/deployment";
import { applicationFile } from "./application-file";
import { byCodePoint, sha256 } from "./canonical";
import { cfgDataText } from "./cfg-data";
import { configurationObjects } from "./configuration-objects";
import { handOverGuide, type ObjectFormat } from "./hand-over";
import { manifest, type ManifestFile } from "./manifest";
import { gaxText, mutagenText } from "./object-json";
import { optionFile } from "./option-file";

/**
 * How a deployment can be written: `files` are each application's YAML and options; the others are configuration objects: `cfgdata`
 * for the import wizard, `mutagen` for that tool, `gax` for the configuration API of GAX.
 */
export const outputFormats = ["files", "cfgdata", "mutagen", "gax"] as const;

/** One of the ways to write a deployment. */
export type OutputFormat = (typeof outputFormats)[number];

/** What is rendered. */
export interface OutputOptions {
  /** Default `files` alone. */
  readonly formats?: readonly OutputFormat[];
  /** This project's release, for the manifest; default none. */
  readonly release?: string;
}

interface OutputFile extends Omit<ManifestFile, "sha256"> {
  readonly text: string;
}

/** Renders everything that `out/<stack>/` holds: relative path -> text. No secret's value is in it. */
export function outputFiles(
  deployment: Deployment,
  { formats = ["files"], release }: OutputOptions = {},
): ReadonlyMap<string, string> {
  const files = [
    ...(formats.includes("files") ? applicationFiles(deployment) : []),
    ...objectFiles(deployment, formats),
  ];
  const listed = files.map(({ text, ...file }) => ({ ...file, sha256: sha256(text) }));
  const described = { files: listed, ...(release !== undefined && { release }) };
  return new Map([
    ...files.map(({ path, text }) => [path, text] as const),
    ["manifest.json", `${JSON.stringify(manifest(deployment, described), null, 2)}\n`],
  ]);
}

function applicationFiles(deployment: Deployment): OutputFile[] {
  const tenants = deployment.tenants.map(({ name }) => name);
  return deployment.applications.flatMap((application) => {
    const owned = { application: application.name, tenants };
    return [
      {
        path: `applications/${application.name}.yaml`,
        ...owned,
        text: applicationFile(deployment, application).text,
      },
      { path: `applications/${application.name}.cfg`, ...owned, text: optionFile(deployment, application) },
    ];
  });
}

/** Writers of configuration objects by format, each with its file's name. */
const objectWriters = {
  cfgdata: { path: "cfgdata.xml", write: cfgDataText },
  mutagen: { path: "mutagen.json", write: mutagenText },
  gax: { path: "gax.json", write: gaxText },
} as const satisfies Record<ObjectFormat, unknown>;

function objectFiles(deployment: Deployment, formats: readonly OutputFormat[]): OutputFile[] {
  const chosen = (Object.keys(objectWriters) as ObjectFormat[]).filter((format) => formats.includes(format));
  if (chosen.length === 0) return [];
  const objects = configurationObjects(deployment);
  const tenants = deployment.tenants.map(({ name }) => name);
  const files = chosen.map((format) => {
    const { path, write } = objectWriters[format];
    return { path, tenants, text: write(objects) };
  });
  const guide = handOverGuide(objects, secretNames(deployment), chosen);
  return [...files, { path: "README.md", tenants, text: guide }];
}

function secretNames({ applications }: Deployment): string[] {
  const names = applications.flatMap(({ options, annex = {} }) =>
    [...Object.values(options), ...Object.values(annex)].flatMap((section) =>
      Object.values(section).flatMap((value) => (typeof value === "string" ? [] : [value.secret])),
    ),
  );
  return [...new Set(names)].sort(byCodePoint);
}
