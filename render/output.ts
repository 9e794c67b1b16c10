import type { Deployment } from "../model/deployment";
import { applicationFile } from "./application-file";
import { byCodePoint, sha256 } from "./canonical";
import { cfgDataText } from "./cfg-data";
import { configurationObjects } from "./configuration-objects";
import { handOverGuide } from "./hand-over";
import { manifest, type ManifestFile } from "./manifest";
import { optionFile } from "./option-file";

/**
 * How a deployment can be written: `files` are each application's YAML and options, `cfgdata` is for the import wizard, `diagram` is a
 * picture.
 */
export const outputFormats = ["files", "cfgdata", "diagram"] as const;

/** One of the ways to write a deployment. */
export type OutputFormat = (typeof outputFormats)[number];

/** What is rendered. */
export interface OutputOptions {
  /** Default `files` alone. */
  readonly formats?: readonly OutputFormat[];
  /** This project's release, for the manifest; default none. */
  readonly release?: string;
  /** The deployment's diagram as SVG, for `diagram`; default none. */
  readonly picture?: string;
}

interface OutputFile extends Omit<ManifestFile, "sha256"> {
  readonly text: string;
}

/** Renders everything that `out/<stack>/` holds: relative path -> text. No secret's value is in it. */
export function outputFiles(
  deployment: Deployment,
  { formats = ["files"], release, picture }: OutputOptions = {},
): ReadonlyMap<string, string> {
  const files = [
    ...(formats.includes("files") ? applicationFiles(deployment) : []),
    ...(formats.includes("cfgdata") ? cfgDataFiles(deployment) : []),
    ...(formats.includes("diagram") && picture !== undefined ? [pictureFile(deployment, picture)] : []),
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

function cfgDataFiles(deployment: Deployment): OutputFile[] {
  const objects = configurationObjects(deployment);
  const tenants = deployment.tenants.map(({ name }) => name);
  return [
    { path: "cfgdata.xml", tenants, text: cfgDataText(objects) },
    { path: "README.md", tenants, text: handOverGuide(objects, secretNames(deployment)) },
  ];
}

function pictureFile({ tenants }: Deployment, text: string): OutputFile {
  return { path: "topology.svg", tenants: tenants.map(({ name }) => name), text };
}

function secretNames({ applications }: Deployment): string[] {
  const names = applications.flatMap(({ options, annex = {} }) =>
    [...Object.values(options), ...Object.values(annex)].flatMap((section) =>
      Object.values(section).flatMap((value) => (typeof value === "string" ? [] : [value.secret])),
    ),
  );
  return [...new Set(names)].sort(byCodePoint);
}
