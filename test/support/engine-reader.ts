import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "./project-copy";

/** What a program gets for a stack file: the text of `genesys-chat:deployment`, or an error of the engine and nothing. */
export interface EngineAnswer {
  /** As the language host hands it over; absent where the file doesn't set the key. */
  readonly text?: string;
  readonly error?: string;
}

/** The engine's own reader of stack files, in the version that setup/toolchain/cli builds, for many files in one run. */
export class EngineReader {
  private constructor(private readonly folder: string) {}

  /** Builds the reader from setup/toolchain/cli/stack-config; undefined where there is no Go, because the tools came ready-made. */
  static build(): EngineReader | undefined {
    if (spawnSync("go", ["version"]).status !== 0) return undefined;
    const reader = new EngineReader(mkdtempSync(join(tmpdir(), "genesys-chat-reader-")));
    // With the flags of ./chatstack test, whose packages are then in Go's cache.
    const { status, stderr } = spawnSync(
      "go",
      ["test", "-c", "-trimpath", "-o", reader.program, "./stack-config"],
      {
        cwd: join(checkout, "setup", "toolchain", "cli"),
        env: { ...process.env, GOWORK: "off" },
        encoding: "utf8",
      },
    );
    if (status === 0) return reader;
    reader.remove();
    throw new Error(`the engine's reader could not be built:\n${stderr}`);
  }

  /** What a program gets for each of the stack files, in their order. */
  read(texts: readonly string[]): EngineAnswer[] {
    const { status, stdout, stderr } = spawnSync(this.program, {
      input: JSON.stringify(texts),
      env: { ...process.env, TEST_ROLE: "reader" },
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
    });
    if (status !== 0) throw new Error(`the engine's reader ended with ${status}:\n${stderr}`);
    return JSON.parse(stdout) as EngineAnswer[];
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get program(): string {
    return join(this.folder, "reader");
  }
}
