import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { capture } from "../system/command";
import { pulumiEnvironment } from "./pulumi";
import { root } from "../system/project";

/** A step of `pulumi preview --json`; only what we read of it. */
export interface PreviewStep {
  readonly op: string;
  readonly urn: string;
  readonly oldState?: { readonly type: string; readonly inputs?: Record<string, unknown> };
  readonly newState?: { readonly type: string; readonly inputs?: Record<string, unknown> };
  readonly replaceReasons?: readonly string[] | null;
  readonly diffReasons?: readonly string[] | null;
}

/** What `pulumi preview --json` prints. */
export interface Preview {
  readonly steps?: readonly PreviewStep[];
  readonly diagnostics?: readonly { readonly message: string; readonly severity: string }[];
}

/** What the engine announces for a stack, as data and, if it was asked for, as text; or why it was not asked. */
export type PreviewResult =
  | { readonly asked: true; readonly preview: Preview; readonly text?: string }
  | { readonly asked: false; readonly reason: string };

/**
 * Asks the engine what an update would do. One run yields both the text for people and the steps: two runs would take twice as long, and
 * could see two different states. The log of events is what Pulumi's Automation API reads; the flag for it shows only there.
 */
export async function runPreview(stack: string): Promise<PreviewResult> {
  const folder = mkdtempSync(join(tmpdir(), "genesys-chat-preview-"));
  const log = join(folder, "events");
  const words = ["preview", "--stack", stack, "--diff", "--non-interactive", "--color", "never"];
  try {
    const environment = { ...(await pulumiEnvironment()), PULUMI_DEBUG_COMMANDS: "true" };
    const { code, stdout, stderr } = await capture(
      "pulumi",
      ["--cwd", root, ...words, "--event-log", log],
      environment,
    );
    if (code !== 0) return { asked: false, reason: reasonOf(stderr, stdout) };
    return { asked: true, preview: { steps: stepsOf(readFileSync(log, "utf8")) }, text: stdout.trim() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The line with the error, without its prefix. */
function reasonOf(stderr: string, stdout: string): string {
  const lines = `${stderr}\n${stdout}`.split("\n").map((line) => line.trim());
  const error = lines.find((line) => /^error: ./.test(line)) ?? lines.find(Boolean) ?? "no word";
  return `pulumi preview failed: ${error.replace(/^error: /, "")}`;
}

/** A step as the engine's events describe it; only what we read of it. */
export interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly old?: PreviewStep["oldState"] | null;
  readonly new?: PreviewStep["newState"] | null;
  readonly keys?: readonly string[] | null;
  readonly diffs?: readonly string[] | null;
}

interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
}

/** The steps of a replacement, which the engine reports in addition to the replacement. */
const parts = new Set(["create-replacement", "delete-replaced", "same"]);

/** The steps of an event log, as `pulumi preview --json` has them. */
export function stepsOf(log: string): PreviewStep[] {
  return log
    .split("\n")
    .filter((line) => line.includes('"resourcePreEvent"'))
    .flatMap((line) => (JSON.parse(line) as EngineEvent).resourcePreEvent ?? [])
    .flatMap(({ metadata }) => stepOf(metadata) ?? []);
}

/** The step of one event, as `pulumi preview --json` has it; undefined if it is a part of a replacement, or if nothing changes. */
export function stepOf({ op, urn, old, new: now, keys, diffs }: StepMetadata): PreviewStep | undefined {
  if (parts.has(op)) return undefined;
  return {
    op,
    urn,
    ...(old && { oldState: old }),
    ...(now && { newState: now }),
    replaceReasons: keys ?? null,
    diffReasons: diffs ?? null,
  };
}
