import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { capture, type CommandResult } from "../../system/command";
import { Failure } from "../../system/failure";

/** The project as it was at a revision of its repository, laid in a folder of its own. */
export interface Revision {
  /** As it was asked for. */
  readonly name: string;
  /** The commit, shortened. */
  readonly commit: string;
  readonly folder: string;
}

/**
 * Lays the project of a revision into a folder while something is done with it: definitions extend files, and name own ones, whatever
 * the way to them. An index of its own keeps the repository's as it is, and nothing of it is checked out.
 */
export async function atRevision<T>(
  root: string,
  name: string,
  work: (revision: Revision) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "genesys-chat-revision-"));
  try {
    const git = gitIn(root, { GIT_INDEX_FILE: join(folder, "index") });
    const commit = (
      await git("rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`)
    ).trim();
    const prefix = (await git("rev-parse", "--show-prefix")).trim();
    await git("read-tree", `${commit}:${prefix}`);
    const project = join(folder, "project");
    await git("checkout-index", "--all", `--prefix=${project}/`);
    return await work({ name, commit: commit.slice(0, 10), folder: project });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function gitIn(root: string, more: NodeJS.ProcessEnv) {
  return async (...words: string[]): Promise<string> => {
    const ended = await capture("git", ["-C", root, ...words], { ...process.env, ...more }).catch(noGit);
    if (ended.code === 0) return ended.stdout;
    if (words[0] === "rev-parse" && words.includes("--verify")) {
      throw new Failure(
        `There is no revision ${words.at(-1)!.replace("^{commit}", "")} in the repository of ${root}: name a commit, a tag or a ` +
          `branch, and fetch it first where the clone is a shallow one ("git fetch origin main").`,
      );
    }
    throw new Failure(`git ${words.join(" ")} failed:\n${ended.stderr.trim()}`);
  };
}

function noGit(): CommandResult {
  throw new Failure(
    "There is no git on PATH, and --base compares with a revision: install git, or leave --base out.",
  );
}
