import { createDecipheriv, pbkdf2, pbkdf2Sync } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { installation } from "./installation";

/** How Pulumi derives a key from a passphrase (sdk/go/common/resource/config/crypt.go, 3.256.0). */
const derivation = { iterations: 1_000_000, keyBytes: 32, digest: "sha256", tagBytes: 16 } as const;

/** What Pulumi seals with a stack's key to recognise its passphrase. */
const sealedText = "pulumi";

/** Seals that were tried in this process: one takes up to a second of processor time. */
const tried = new Map<string, boolean>();

/** What is known of a stack's seal besides its file. */
export interface SealContext {
  /** The project's folder, where `lab.passphrase` is. */
  readonly root: string;
  readonly stack: string;
  /** Whether Pulumi's engine runs the program, and so has opened the seal with the passphrase of the environment. */
  readonly opened: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

/** Whether a stack's secrets are sealed with the passphrase that this repository publishes for its lab stacks. */
export function isSealedPublicly(stackFile: string, context: SealContext): boolean {
  const salt = saltOf(stackFile);
  const known = labPassphrase(context.root);
  if (salt === undefined || known === undefined) return false;
  const used = context.opened ? environmentPassphrase(context.env) : ownPassphrase(context);
  // With any other passphrase Pulumi refuses the stack, so there is nothing to try.
  if (used !== undefined && used !== known) return false;
  const before = tried.get(salt);
  if (before !== undefined) return before;
  const opens = isOpenedBy(salt, known);
  tried.set(salt, opens);
  return opens;
}

/** The public passphrase of a project's lab stacks: its own, else this program's. */
export function labPassphrase(root: string): string | undefined {
  return textOf(join(root, "lab.passphrase")) ?? textOf(join(installation, "lab.passphrase"));
}

/** Whether a stack's file names what seals its secrets: a salt for a passphrase, or a key service. */
export function hasSeal(stackFile: string): boolean {
  return saltOf(stackFile) !== undefined || /^(?:secretsprovider|encryptedkey):/m.test(stackFile);
}

/** The passphrase that Pulumi takes from the environment; undefined if it would ask. */
export function environmentPassphrase(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.PULUMI_CONFIG_PASSPHRASE !== undefined) return env.PULUMI_CONFIG_PASSPHRASE;
  return env.PULUMI_CONFIG_PASSPHRASE_FILE ? textOf(env.PULUMI_CONFIG_PASSPHRASE_FILE) : undefined;
}

/** Returns true if the environment's passphrase opens a stack's seal; false if it does not, or if a key service has sealed it. */
export async function opensSeal(stackFile: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const salt = saltOf(stackFile);
  const passphrase = environmentPassphrase(env);
  const seal = salt === undefined ? undefined : sealIn(salt);
  if (!seal || passphrase === undefined) return false;
  const { iterations, keyBytes, digest } = derivation;
  return isKeyOf(seal, await promisify(pbkdf2)(passphrase, seal.salt, iterations, keyBytes, digest));
}

/** Whether a passphrase opens a salt. */
function isOpenedBy(salt: string, passphrase: string): boolean {
  const seal = sealIn(salt);
  if (!seal) return false;
  const { iterations, keyBytes, digest } = derivation;
  return isKeyOf(seal, pbkdf2Sync(passphrase, seal.salt, iterations, keyBytes, digest));
}

/** The parts of a seal. */
interface Seal {
  readonly salt: Buffer;
  readonly nonce: Buffer;
  readonly sealed: Buffer;
}

/** A seal as stack files have it: `v1:SALT:v1:NONCE:SEALED`, each in base64. */
function sealIn(text: string): Seal | undefined {
  const parts = /^v1:([^:]+):v1:([^:]+):([^:]+)$/.exec(text)?.slice(1);
  if (!parts) return undefined;
  const [salt, nonce, sealed] = parts.map((part) => Buffer.from(part, "base64")) as [Buffer, Buffer, Buffer];
  return { salt, nonce, sealed };
}

function isKeyOf({ nonce, sealed }: Seal, key: Buffer): boolean {
  const { tagBytes } = derivation;
  try {
    const opener = createDecipheriv("aes-256-gcm", key, nonce);
    opener.setAuthTag(sealed.subarray(-tagBytes));
    const text = Buffer.concat([opener.update(sealed.subarray(0, -tagBytes)), opener.final()]);
    return text.toString("utf8") === sealedText;
  } catch {
    return false;
  }
}

function saltOf(stackFile: string): string | undefined {
  return /^encryptionsalt:\s*(?<quote>["']?)(?<salt>[^\s"'#]+)\k<quote>/m.exec(stackFile)?.groups?.salt;
}

/** A stack's own passphrase file, which counts before what is set for all. */
function ownPassphrase({ stack, env = process.env }: SealContext): string | undefined {
  const module = join(installation, "setup", "passphrase.js");
  if (!existsSync(module)) return undefined;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- plain JavaScript outside the build
  const setup = require(module) as { passphraseFile(stack: string, env: NodeJS.ProcessEnv): string };
  return textOf(setup.passphraseFile(stack, env));
}

/** Trimmed, as Pulumi reads a passphrase file; undefined if it can't be read. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return undefined;
  }
}
