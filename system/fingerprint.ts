import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Deployment, project, readSource } from "../model";
import { imageIn } from "./simulator-image";
import { canonicalJson, definitionHash, sha256 } from "../render";
import type { FileResolution } from "./stack-file";

/**
 * Short hashes of everything that the engine's input for a stack depends on. If they equal those of the last deployment, there is
 * nothing to deploy (engine/fingerprint checks the other conditions). It names its parts, so that a difference can be said in words.
 */
export interface Fingerprint {
  /** Of what the definition means, own files' contents included; blanks and comments are none of it. */
  readonly definition: string;
  /** Of what each file says that the definition is made of, by name. Only to say which one changed: what they mean together counts. */
  readonly sources: Readonly<Record<string, string>>;
  /** Of what other stacks' files contribute; not there where nothing is shared. Only to say that this changed. */
  readonly sharing?: string;
  /** Of the contents of own files, by their paths in the project. Only to say which one changed. */
  readonly files: Readonly<Record<string, string>>;
  /** Of the program as it is compiled. */
  readonly program: string;
  /** Of all packages, and the versions of those that the program loads. */
  readonly packages: Readonly<Record<string, string>>;
  /** Of the tools that are pinned. */
  readonly tools: string;
  /** The simulator's image with its content tag. */
  readonly image: string;
  /** The hash of each secret as encrypted in the stack file, by config key: encrypted again, it counts as another. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Of the rest of the stack file and of Pulumi.yaml. */
  readonly settings: string;
}

/** The part of a fingerprint that is the same for all stacks of a checkout. */
export type ProgramFingerprint = Pick<Fingerprint, "program" | "packages" | "tools" | "image">;

/** The part of a fingerprint that is a stack's own. */
export type StackFingerprint = Omit<Fingerprint, keyof ProgramFingerprint>;

/** The compiled program but for the CLI, which the engine never meets. */
const programFolders = ["components", "docker", "model", "render", "system"];

/** Fingerprints what is deployed with: program, packages, pinned tools and the simulator's image. */
export function programFingerprint(root: string): ProgramFingerprint {
  const compiled = programFolders.flatMap((folder) =>
    readdirSync(join(root, "bin", folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".js"))
      .map((file) => join("bin", folder, file)),
  );
  const text = (file: string) => readFileSync(join(root, file), "utf8");
  const { dependencies } = JSON.parse(text("package.json")) as { dependencies: Record<string, string> };
  return {
    program: hashOf([...compiled.sort(), join("bin", "index.js")].map((file) => [file, text(file)])),
    packages: {
      lock: hashOf(text("package-lock.json")),
      ...Object.fromEntries(
        Object.keys(dependencies)
          .sort()
          .map((name) => [name, installedVersion(root, name)]),
      ),
    },
    tools: hashOf(text(join("setup", "toolchain", "versions.json"))),
    image: imageIn(join(root, "bin", "simulator", "image", "tag.json")),
  };
}

/** Fingerprints what is a stack's own. Its definition may be the engine's, its secrets and settings are its file's. */
export function stackFingerprint(
  root: string,
  deployment: Deployment,
  { files, texts }: Pick<FileResolution, "files" | "texts">,
): StackFingerprint {
  const config = configOf(texts.get(files[0] ?? "") ?? "");
  return {
    definition: definitionHash(deployment).slice(0, 16),
    sources: Object.fromEntries(
      files.map((file) => [file, hashOf(readSource(texts.get(file) ?? "", file).definition ?? null)]),
    ),
    ...sharingOf(deployment),
    files: ownFileHashes(deployment),
    secrets: config.secrets,
    settings: hashOf([config.rest, parse(readFileSync(join(root, "Pulumi.yaml"), "utf8"))]),
  };
}

/** Whether a stack file takes values from an environment of Pulumi's, which no file shows. */
export function hasEnvironment(stackFile: string): boolean {
  const read: unknown = parse(stackFile);
  return read !== null && typeof read === "object" && "environment" in read;
}

/** A version that is installed, whatever the lock file says. */
function installedVersion(root: string, name: string): string {
  const file = join(root, "node_modules", name, "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

/** Where this stack finds what others share, and the links to those that use what it shares itself. */
function sharingOf({ applications, externalServers }: Deployment): { sharing?: string } {
  const used = externalServers.filter(({ shared }) => shared !== undefined);
  const links = applications.flatMap(({ connections }) =>
    connections.filter(({ stack }) => stack !== undefined),
  );
  return used.length + links.length === 0 ? {} : { sharing: hashOf([used, links]) };
}

function ownFileHashes({ applications }: Deployment): Record<string, string> {
  const files = applications.flatMap(({ process }) => process?.files ?? []);
  return Object.fromEntries(files.map(({ source, content }) => [source, content?.sha256.slice(0, 16) ?? ""]));
}

/** What a stack file says besides the definition: every sealed value by its key, and the rest. */
function configOf(text: string): { secrets: Record<string, string>; rest: unknown } {
  const { config = {}, ...rest } = (parse(text) ?? {}) as { config?: Record<string, unknown> };
  const entries = Object.entries(config).filter(([key]) => key !== `${project}:deployment`);
  const sealed = entries.filter(([, value]) => JSON.stringify(value).includes('"secure"'));
  return {
    secrets: Object.fromEntries(sealed.map(([key, value]) => [key, hashOf(value)])),
    rest: [rest, entries.filter((entry) => !sealed.includes(entry))],
  };
}

function hashOf(value: unknown): string {
  return sha256(canonicalJson(value)).slice(0, 16);
}
