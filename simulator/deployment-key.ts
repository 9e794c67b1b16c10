import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/** The folder of the own deployment's key; every other folder beside it is of a stack whose server is used. */
const own = "own";
const fileName = "key";
const keyText = /^[0-9a-f]{64}\n$/;

/** Whose processes may ask: those of the same deployment, or also those of a stack whose server this one uses. */
export type Callers = "deployment" | "sharing";

interface Keys {
  readonly own: Buffer;
  readonly shared: readonly Buffer[];
}

let keys: Keys | undefined;

/**
 * Opens the deployment's key, which all its processes share by a volume that no other container has. The first process
 * that finds none makes one; two that do so at the same time end with the same one.
 * @throws if the folder can't be written and holds no key
 */
export function openDeploymentKey(folder: string): void {
  const others = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name !== own) : [];
  const shared = others.flatMap((name) => readKey(path.join(folder, name)) ?? []);
  keys = { own: readKey(path.join(folder, own)) ?? makeKey(path.join(folder, own)), shared };
}

/** The authorization that a request of this process carries; `sharing` for a server that another stack shares. */
export function authorization(to: Callers = "deployment"): string {
  const { own: deployment, shared } = opened();
  return `Bearer ${tokenOf(to === "sharing" ? (shared[0] ?? deployment) : deployment)}`;
}

/** Returns true if a request's authorization is of a process that may ask. */
export function isAuthorized(header: string | undefined, callers: Callers): boolean {
  const { own: deployment, shared } = opened();
  const said = Buffer.from(header ?? "");
  return [deployment, ...(callers === "sharing" ? shared : [])].some((key) => {
    const wanted = Buffer.from(`Bearer ${tokenOf(key)}`);
    return wanted.length === said.length && timingSafeEqual(wanted, said);
  });
}

/** A hash that says nothing to anybody without the deployment's key: what it is of may hold a short secret. */
export function keyedHash(hash: string): string {
  return createHmac("sha256", opened().own).update(hash).digest("hex");
}

/** Not the key itself: what is sent can't be used to compute the keyed hashes. */
function tokenOf(key: Buffer): string {
  return createHmac("sha256", key).update("internal API").digest("hex");
}

function opened(): Keys {
  if (!keys) throw new Error("the deployment's key is not open");
  return keys;
}

function readKey(folder: string): Buffer | undefined {
  try {
    const file = path.join(folder, fileName);
    // Opening a pipe would wait without end.
    const text = fs.statSync(file).isFile() ? fs.readFileSync(file, "latin1") : "";
    return keyText.test(text) ? Buffer.from(text.trim(), "hex") : undefined;
  } catch {
    return undefined;
  }
}

function makeKey(folder: string): Buffer {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, fileName);
  const fresh = `${file}.${randomBytes(8).toString("hex")}`;
  try {
    fs.writeFileSync(fresh, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flush: true });
    // A link is made at once or not at all, and never over one that is there.
    fs.linkSync(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    fs.rmSync(fresh, { force: true });
  }
  const key = readKey(folder);
  if (!key) throw new Error(`${file} is not a key; remove it`);
  return key;
}
