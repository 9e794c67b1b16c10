import type { Deployment } from "../model/deployment";
import { applicationFile } from "./application-file";
import { byCodePoint, sha256 } from "./canonical";
import type { ConfigurationObjects, UpdatePlan } from "./configuration-objects";
import type { ObjectFormat } from "./hand-over";
import { manifest, type ManifestFile } from "./manifest";
import { optionFile } from "./option-file";

/**
 * How a deployment can be written: `files` are each application's YAML and options, `diagram` is a picture; the others are
 * configuration objects: `cfgdata` for the import wizard, `mutagen` for that tool, `gax` for the configuration API of GAX.
 */
export const outputFormats = ["files", "cfgdata", "mutagen", "gax", "diagram"] as const;

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
  /** What update documents start from; default none, which writes no update. */
  readonly base?: UpdateBase;
}

/** What a Configuration Server holds before an update. */
export interface UpdateBase {
  readonly objects: ConfigurationObjects;
  /** Whether this project rendered it; what another tool wrote stays where the definition says nothing. */
  readonly isOwn: boolean;
  /** Names of the servers that an update may remove. */
  readonly removable: ReadonlySet<string>;
}

interface OutputFile extends Omit<ManifestFile, "sha256"> {
  readonly text: string;
}

/** Renders everything that `out/<stack>/` holds: relative path -> text. No secret's value is in it. */
export function outputFiles(
  deployment: Deployment,
  { formats = ["files"], release, base, picture }: OutputOptions = {},
): ReadonlyMap<string, string> {
  const files = [
    ...(formats.includes("files") ? applicationFiles(deployment) : []),
    ...objectFiles(deployment, formats, base),
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

interface ObjectWriter {
  readonly path: string;
  readonly write: (objects: ConfigurationObjects) => string;
  /** Writes an update; left out if the tool finds the changes itself. */
  readonly update?: {
    readonly path: string;
    readonly write: (plan: UpdatePlan, objects: ConfigurationObjects) => string;
  };
}

/*
 * Loaded when a format asks for them: they and their libraries for XML would be half of what every command and the Pulumi program load.
 */
/* eslint-disable @typescript-eslint/no-require-imports */
const cfgData = () => require("./cfg-data") as typeof import("./cfg-data");
const objectJson = () => require("./object-json") as typeof import("./object-json");
const objectModel = () => require("./configuration-objects") as typeof import("./configuration-objects");
const handOver = () => require("./hand-over") as typeof import("./hand-over");
/* eslint-enable @typescript-eslint/no-require-imports */

/** Writers of configuration objects by format. */
const objectWriters: Readonly<Record<ObjectFormat, ObjectWriter>> = {
  cfgdata: {
    path: "cfgdata.xml",
    write: (objects) => cfgData().cfgDataText(objects),
    update: {
      path: "cfgdata-update.xml",
      write: (plan, objects) => cfgData().cfgDataUpdateText(plan, objects),
    },
  },
  mutagen: { path: "mutagen.json", write: (objects) => objectJson().mutagenText(objects) },
  gax: {
    path: "gax.json",
    write: (objects) => objectJson().gaxText(objects),
    update: { path: "gax-update.json", write: (plan, objects) => objectJson().gaxUpdateText(plan, objects) },
  },
};

/** Names of the files that hold all configuration objects of a deployment. */
export const objectFileNames = Object.values(objectWriters).map(({ path }) => path);

function objectFiles(
  deployment: Deployment,
  formats: readonly OutputFormat[],
  base: UpdateBase | undefined,
): OutputFile[] {
  const chosen = (Object.keys(objectWriters) as ObjectFormat[]).filter((format) => formats.includes(format));
  if (chosen.length === 0) return [];
  const { configurationObjects, updatePlan } = objectModel();
  const objects = configurationObjects(deployment, base?.isOwn === false ? base.objects : undefined);
  const plan = base && updatePlan(base.objects, objects, base.removable);
  const tenants = deployment.tenants.map(({ name }) => name);
  const files = chosen.flatMap((format) => {
    const { path, write, update } = objectWriters[format];
    return [
      { path, tenants, text: write(objects) },
      ...(plan && update ? [{ path: update.path, tenants, text: update.write(plan, objects) }] : []),
    ];
  });
  const guide = handOver().handOverGuide(objects, secretNames(deployment), chosen, plan);
  return [...files, { path: "README.md", tenants, text: guide }];
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
