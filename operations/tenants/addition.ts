import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { stacksUsed } from "../../model/sharing";
import { fileOf, StackFolder } from "../../system/stack-file";
import { hasErrors, pointer, type Problem } from "../../model/problem";
import { allocate, type Allocation, AllocationError } from "../../model/tenants/allocation";
import { type Allocated, allocatedBy, publishedPorts } from "../../model/tenants/allocated";
import { problemLines, problemSummary } from "../../render";
import { Failure } from "../../system/failure";
import { project } from "../../system/project";
import { passphrases, pulumiEnvironment, pulumiIn, pulumiSentence } from "../../engine/pulumi";
import { checkStackName } from "../stack";
import { LocalState } from "../../engine/state";
import { withFolderLock } from "./folder-lock";
import { readPlan } from "./plan-file";
import { refuseUnknownApplication, type Setting } from "./setting";
import { stackText } from "./stack-text";

/** A tenant to be added. */
export interface NewTenant {
  readonly name: string;
  /** The file that it extends; undefined is the plan's. */
  readonly from?: string;
  /** The DBID that it has; undefined is the next one. */
  readonly dbid?: number;
  readonly settings: readonly Setting[];
  /** What seals its secrets, such as `awskms://…`; undefined is a passphrase. */
  readonly secretsProvider?: string;
}

/** A tenant that was added. */
export interface AddedTenant {
  readonly file: string;
  readonly profile: string;
  readonly allotment: Allocation;
  /** The file that its passphrase is kept in; undefined where a secrets provider seals. */
  readonly passphraseFile?: string;
  /** Whether that was made now. */
  readonly madePassphrase: boolean;
  /** Warnings, and secrets that have no value yet. */
  readonly problems: readonly Problem[];
  /** The stacks whose servers it uses, which link back to it from now on. */
  readonly uses: readonly string[];
}

/**
 * Adds a tenant: validates it completely before anything is written, makes its passphrase and its stack, and puts its file in place last.
 * If it is interrupted, there is no stack file, and the same command continues.
 */
export function addTenant(root: string, tenant: NewTenant): Promise<AddedTenant> {
  return withFolderLock(root, () => add(root, tenant));
}

async function add(root: string, tenant: NewTenant): Promise<AddedTenant> {
  const { name } = tenant;
  const folder = new StackFolder(root);
  refuseTakenName(name, folder.stacks());
  const plan = readPlan(root);
  const profile = tenant.from ?? plan.profile;
  const shared = profileOf(root, profile);
  for (const setting of tenant.settings) refuseUnknownApplication(setting, shared, profile);
  const published = publishedPorts(shared);
  const allotment = allotted(() =>
    allocate(plan, occupiedOf(folder), {
      name,
      ports: published.length,
      ...(tenant.dbid !== undefined && { dbid: tenant.dbid }),
    }),
  );
  const profileTenants = Object.keys((shared as { tenants?: object } | undefined)?.tenants ?? {});
  const text = stackText({
    stack: name,
    profile,
    profileTenants,
    allotment,
    published,
    settings: tenant.settings,
  });
  const { problems, uses } = judged(root, name, text, tenant.settings);
  const sealed = await seal(root, tenant);
  writeCompletely(join(root, fileOf(name)), `${text}${sealed.lines}`);
  const { passphraseFile, madePassphrase } = sealed;
  return {
    ...{ file: fileOf(name), profile, allotment, madePassphrase, problems, uses },
    ...(passphraseFile !== undefined && { passphraseFile }),
  };
}

function refuseTakenName(name: string, stacks: readonly string[]): void {
  checkStackName(name);
  const taken = stacks.find((stack) => stack.toLowerCase() === name.toLowerCase());
  if (taken === name) throw new Failure(`There is a stack ${name} already: ${fileOf(name)}.`, 1);
  if (taken !== undefined)
    throw new Failure(
      `There is a stack ${taken}, whose name differs from ${name} in capitals only: choose another.`,
      1,
    );
}

/** The merged profile; its problems are reported when the complete definition is evaluated. */
function profileOf(root: string, profile: string): unknown {
  // A stack that says nothing but what it extends: so the chain, its faults included, is read as it will be.
  const stack = "profile-of-a-tenant";
  const text = stringify({ config: { [`${project}:deployment`]: { extend: profile } } });
  const { definition, source } = new StackFolder(root, new Map([[fileOf(stack), text]])).chain(stack);
  const problems = withoutPlace(source?.problems ?? [], fileOf(stack));
  if (hasErrors(problems)) throw new Failure(`${problemLines(problems)}Nothing was written.`, 1);
  return definition;
}

function occupiedOf(folder: StackFolder): Allocated[] {
  return folder.stacks().map((stack) => {
    const { definition } = folder.chain(stack);
    if (definition !== undefined) return allocatedBy(fileOf(stack), definition);
    throw new Failure(
      `${fileOf(stack)} can't be read, so its prefix, DBID, subnet and ports are unknown. Run "./chatstack validate --stack ${stack}" to see why.`,
      1,
    );
  });
}

function allotted(work: () => Allocation): Allocation {
  try {
    return work();
  } catch (error) {
    if (error instanceof AllocationError) throw new Failure(`${error.message} Nothing was written.`, 1);
    throw error;
  }
}

/** Judges the file that is to be written, in its folder; a secret that has no value yet can only be given one once there is a file. */
function judged(
  root: string,
  name: string,
  text: string,
  settings: readonly Setting[],
): Pick<AddedTenant, "problems" | "uses"> {
  const folder = new StackFolder(root, new Map([[fileOf(name), text]]));
  const resolution = folder.resolve(name);
  const problems = withoutPlace(resolution.problems, fileOf(name));
  const faults = problems.filter(
    (problem) => (problem.severity === "error" && problem.rule !== "secret-set") || isSlip(problem, settings),
  );
  if (faults.length === 0) {
    const uses = resolution.deployment ? stacksUsed(resolution.deployment) : [];
    return { problems: problems.filter(({ severity }) => severity !== "advice"), uses };
  }
  throw new Failure(`${problemLines(faults)}${problemSummary(faults)}: nothing was written.`, 1);
}

/** An unknown option from --set that is spelled nearly like a known one. */
function isSlip({ rule, path, hint = "" }: Problem, settings: readonly Setting[]): boolean {
  const isSet = settings.some((setting) => path.startsWith(pointer(setting.path)));
  return rule === "option-listed" && isSet && hint.startsWith("Did you mean");
}

/** Removes positions in a file that does not exist yet. */
function withoutPlace(problems: readonly Problem[], file: string): Problem[] {
  return problems.map((problem) =>
    problem.file === file ? { ...problem, file: null, line: null, column: null } : problem,
  );
}

/** Makes the stack in the state, and returns the lines that Pulumi adds to its file: the salt, or the sealed key. */
async function seal(
  root: string,
  { name, secretsProvider }: NewTenant,
): Promise<{ lines: string; passphraseFile?: string; madePassphrase: boolean }> {
  const own =
    secretsProvider === undefined ? passphrases().ensurePassphraseFile(name, process.env) : undefined;
  // Made beside the project: Pulumi writes what it adds into the stack's file, and that is put in place when it is complete.
  const scratch = mkdtempSync(join(tmpdir(), "genesys-chat-tenant-"));
  try {
    writeFileSync(join(scratch, "Pulumi.yaml"), readFileSync(join(root, "Pulumi.yaml")));
    await initialise(scratch, name, secretsProvider);
    const settings = parse(readFileSync(join(scratch, fileOf(name)), "utf8")) as Record<string, unknown>;
    delete settings.config;
    return {
      lines: stringify(settings, { lineWidth: 0 }),
      ...(own && { passphraseFile: own.file }),
      madePassphrase: own?.made ?? false,
    };
  } catch (error) {
    if (own?.made) rmSync(own.file, { force: true });
    throw error;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function initialise(scratch: string, name: string, secretsProvider: string | undefined): Promise<void> {
  const environment = await pulumiEnvironment(name);
  const state = LocalState.at(environment.PULUMI_BACKEND_URL, project, name)?.read();
  if (state && state.resources.length > 0) {
    throw new Failure(
      `The state has a stack ${name} with ${state.resources.length} resources, and ${fileOf(name)} is gone: restore the file, or remove ` +
        `the stack with "./chatstack destroy --stack ${name} --yes".`,
    );
  }
  const run = (...words: string[]) => pulumiIn(scratch, name, ...words);
  // An addition that was cut short before its file was in place: its salt is lost, and nothing is sealed with it.
  if (state) await run("stack", "rm", name, "--yes");
  const provider = secretsProvider === undefined ? [] : ["--secrets-provider", secretsProvider];
  const { code, stdout, stderr } = await run("stack", "init", name, "--no-select", ...provider);
  if (code === 0) return;
  throw new Failure(
    pulumiSentence(stderr) ?? `The stack ${name} can't be made:\n${(stderr || stdout).trim()}`,
  );
}

/** A reader sees no file, or a complete one. */
function writeCompletely(file: string, text: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, text, { flag: "wx" });
  if (existsSync(file)) {
    rmSync(draft);
    throw new Failure(
      `${file} was written meanwhile by another process; it was not changed. Run the command again.`,
    );
  }
  renameSync(draft, file);
}
