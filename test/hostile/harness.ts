import { createHash } from "node:crypto";
import { cpSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../support/tools";

/*
 * The hostile suite: inputs and environments that an operator's day, or an attacker, brings. Each file is a table of one kind;
 * to add a case, add a row. Every row states how the command ends: exit code, one message, no stack, nothing half applied.
 */

/** How a command ended, and what it printed. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The set-up is plain JavaScript outside the build. */
interface Sentences {
  errorSentence(error: unknown, env?: NodeJS.ProcessEnv): string;
}

type Main = (words: readonly string[]) => Promise<number>;

/**
 * A project of a test's own, about which commands run inside this process: a process for each of hundreds of cases would
 * cost minutes. It has one valid stack, `right`.
 */
export class HostileProject {
  readonly folder = mkdtempSync(join(tmpdir(), "genesys-chat-hostile-"));
  private readonly main: Main;
  private readonly sentences: Sentences;
  private readonly before: string;

  constructor() {
    for (const part of ["Pulumi.yaml", "tenants.yaml", "examples/profiles", "lab.passphrase"])
      cpSync(join(checkout, part), join(this.folder, part), { recursive: true });
    cpSync(join(checkout, "Pulumi.dev.yaml"), join(this.folder, "Pulumi.right.yaml"));
    const { folder } = this;
    // The working directory of these tests is in the checkout, which the commands would take for the project.
    jest.doMock("../../system/project", () => ({
      project: "genesys-chat",
      root: folder,
      release: () => "0.0.0",
    }));
    // Beside the sources there is no image's tag.
    const simulatorImage = () => "genesys-chat-simulator:test";
    jest.doMock("../../system/simulator-image", () => ({ simulatorImage, imageIn: simulatorImage }));
    /* eslint-disable @typescript-eslint/no-require-imports -- after the mock */
    this.main = (require("../../cli/main") as { main: Main }).main;
    this.sentences = require(join(checkout, "setup", "error-sentence.js")) as Sentences;
    /* eslint-enable @typescript-eslint/no-require-imports */
    this.before = contents(this.folder);
  }

  /** The definition of the valid stack's file. */
  get text(): string {
    return readFileSync(join(this.folder, "Pulumi.right.yaml"), "utf8");
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.path(name), content);
    return this.path(name);
  }

  /** Runs a command as `./chatstack` does, in this process; the environment is what it is, with these changes. */
  async run(words: readonly string[], changes: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const said = { stdout: "", stderr: "" };
    const kept = { ...process.env };
    const spies = (["stdout", "stderr"] as const).map((stream) =>
      jest.spyOn(process[stream], "write").mockImplementation((text) => {
        said[stream] += String(text);
        return true;
      }),
    );
    Object.assign(process.env, changes);
    try {
      const code = await this.main(words).catch((error: unknown) => {
        said.stderr += `chatstack: ${this.sentences.errorSentence(error, {})}\n`;
        return 2;
      });
      return { code, ...said };
    } finally {
      for (const spy of spies) spy.mockRestore();
      for (const name of Object.keys(changes)) delete process.env[name];
      Object.assign(process.env, kept);
    }
  }

  /** Fails if a command left anything behind, or changed a file. */
  expectUntouched(...besides: readonly string[]): void {
    for (const name of besides) rmSync(this.path(name), { recursive: true, force: true });
    expect(contents(this.folder)).toBe(this.before);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Frames of JavaScript and Go, and the words that come before them. */
const stackTrace = /^\s+at .+:\d+:\d+\)?$|node:internal|^goroutine \d+|^panic:|^Traceback/m;

/** Characters that a terminal obeys, or that a reader does not see. */
const unprintable = /[\0-\x08\x0B-\x1F\x7F-\x9F\xAD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/;

/** A refusal by what the command ended with: an exit code, one message that says what, and no stack. */
export function expectRefused(ended: Ended, code: 1 | 2, says: RegExp): void {
  const all = ended.stdout + ended.stderr;
  expect(all).not.toMatch(stackTrace);
  expect(all).not.toMatch(/Unexpected error/);
  expect(all).not.toMatch(unprintable);
  expect(all).toMatch(says);
  expect(ended.code).toBe(code);
  // Findings are many; what keeps a command from running is one message, with at most what to do next below it.
  if (code === 2) {
    expect(ended.stdout).toBe("");
    expect(ended.stderr.trim().split("\n").length).toBeLessThanOrEqual(2);
  }
}

/** Everything in a folder but locks: names, kinds and what ordinary files hold; links are not followed. */
function contents(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== ".chatstack")
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return `${entry.name}/\n${contents(path)}`;
      if (!entry.isFile()) return `${entry.name} ${lstatSync(path).mode}\n`;
      return `${entry.name}: ${createHash("sha256").update(readFileSync(path)).digest("hex")}\n`;
    })
    .join("");
}
