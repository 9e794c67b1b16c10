import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A kind of damage to a file of this project. */
export interface Damage {
  readonly title: string;
  /** `text`: an ordinary file that holds something else; `other`: no ordinary file; `missing`: a link that leads nowhere. */
  readonly kind: "text" | "other" | "missing";
  /** Puts the damage in the place of a file that held this text. */
  readonly lay: (file: string, whole: string) => void;
}

const text = (title: string, of: (whole: string) => string | Buffer): Damage => ({
  ...{ title, kind: "text" },
  lay: (file, whole) => writeFileSync(file, of(whole)),
});

const cut = (title: string, part: number): Damage =>
  text(title, (whole) => whole.trimEnd().slice(0, Math.floor(whole.trimEnd().length * part)));

const megabytes = 10 * 1024 * 1024;

export const damages: readonly Damage[] = [
  text("empty", () => ""),
  cut("cut after a quarter", 0.25),
  cut("cut in the middle", 0.5),
  cut("cut near the end", 0.99),
  text("no JSON", () => "hostile: [\n"),
  text("null", () => "null"),
  text("a list", () => "[1]"),
  text("a number", () => "5"),
  text("a string", () => '"text"'),
  text("an empty object", () => "{}"),
  text("lists in lists", () => "[".repeat(100_000) + "]".repeat(100_000)),
  text("objects in objects", () => `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`),
  text("every value another", (whole) => {
    const other = whole.replace(/:\s*("[^"]*"|\d+|true|false)/g, ":[null]");
    return other === whole ? '{"a": [null]}' : other;
  }),
  text("zeros", () => Buffer.alloc(4096)),
  text("binary", (whole) => Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0x80]), Buffer.from(whole)])),
  text("10 MB of blanks", () => " ".repeat(megabytes)),
  text("10 MB of a string", () => `"${"x".repeat(megabytes)}"`),
  { title: "a folder", kind: "other", lay: (file) => void mkdirSync(file) },
  { title: "a folder with files", kind: "other", lay: (file) => layFile(join(file, "kept"), "kept") },
  { title: "a pipe", kind: "other", lay: (file) => void execFileSync("mkfifo", [file]) },
  { title: "a link to a device", kind: "other", lay: (file) => symlinkSync("/dev/zero", file) },
  { title: "a link to nothing", kind: "missing", lay: (file) => symlinkSync("/nonexistent", file) },
  { title: "a link to itself", kind: "missing", lay: (file) => symlinkSync(file, file) },
];

/** Writes a file, with the folders above it, in the place of anything that is there. */
export function layFile(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { recursive: true, force: true });
  writeFileSync(file, content, { mode: 0o600 });
}

/** Damages a file; what held its place before is gone. */
export function damage(file: string, whole: string, how: Damage): void {
  layFile(file, whole);
  rmSync(file);
  how.lay(file, whole);
}
