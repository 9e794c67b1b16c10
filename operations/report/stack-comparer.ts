import { availableParallelism } from "node:os";
import { ConcurrencyLimiter } from "../../system/concurrency-limiter";
import { objectNames } from "../../docker/names";
import { simulatorImage } from "../../system/simulator-image";
import { type StackFingerprint, stackFingerprint } from "../../system/fingerprint";
import { type FileResolution, fileOf, resolveStacks } from "../../system/stack-file";
import { hasErrors } from "../../model/problem";
import { sharingWords } from "../../engine/fingerprint/changed-parts";
import { Recognizer } from "../../engine/fingerprint/recognition";
import { project, root } from "../../system/project";
import { pulumiEnvironment, pulumiOutput } from "../../engine/pulumi";
import { LocalState, type StackState } from "../../engine/state";
import { declaredView } from "../change/difference/declared-view";
import { deployedView, secretsByName } from "../change/deployed-stack";
import { differenceOf } from "../change/difference/difference";
import type { StackView } from "../change/difference/stack-view";
import { runPreview, type PreviewResult } from "../../engine/preview";
import { problemChanges } from "./problem-changes";
import { atRevision, type Revision } from "./revision";
import { sameProgram } from "./same-program";
import { type StackComparison, stackReport, type StackReport } from "./stack-report";

/** What a report is to be about. */
export interface ReportRequest {
  /** Every stack by name, as in its current files; those of the base may be more. */
  readonly stacks: ReadonlyMap<string, FileResolution>;
  /** Whether stacks that only the base has are reported. */
  readonly all: boolean;
  /** The revision to compare with; undefined compares with what is deployed. */
  readonly base?: string;
  /** Whether the engine may be asked. */
  readonly engine: boolean;
}

/** The report on all stacks together. */
export interface StackComparisons {
  /** Undefined: each is compared with what is deployed. */
  readonly base?: { readonly name: string; readonly commit: string };
  /** Whether the program differs from the base's; undefined where there is no base. */
  readonly programChanged?: boolean;
  /** Those that a change touches. */
  readonly reports: readonly StackReport[];
  readonly unchanged: readonly string[];
}

/** The project that is looked at; default the one that this program is of. */
export interface ProjectContext {
  readonly root: string;
  /** The simulator's image as the project has it built. */
  readonly simulatorImage: () => string;
}

/** Compares stacks with a revision, or with what is deployed. */
export async function compareStacks(
  request: ReportRequest,
  context: ProjectContext = { root, simulatorImage },
): Promise<StackComparisons> {
  if (request.base === undefined) return compared(request, context);
  return atRevision(context.root, request.base, (revision) => compared(request, context, revision));
}

async function compared(
  request: ReportRequest,
  context: ProjectContext,
  revision?: Revision,
): Promise<StackComparisons> {
  const environment = request.engine ? await pulumiEnvironment() : {};
  const comparer = new StackComparer(request, context, environment.PULUMI_BACKEND_URL, revision);
  const names = [...request.stacks.keys()];
  // As many at once as the machine has processors: an engine keeps one busy.
  const limiter = new ConcurrencyLimiter(availableParallelism());
  const comparing = [...names, ...comparer.removed()].map((stack) =>
    limiter.take(() => comparer.compare(stack)),
  );
  const found = await Promise.all(comparing);
  return {
    ...(revision && {
      base: { name: revision.name, commit: revision.commit },
      programChanged: comparer.programChanged,
    }),
    reports: found.flatMap(({ report }) => report ?? []),
    unchanged: found.flatMap(({ stack, report }) => (report ? [] : [stack])),
  };
}

/** A stack, and its report; undefined if it is unchanged. */
interface ComparedStack {
  readonly stack: string;
  readonly report?: StackReport;
}

type Before = Pick<StackComparison, "before" | "against"> & {
  readonly problems: FileResolution["problems"] | undefined;
};

/** Looks at one stack after the other; what they share is read once. */
class StackComparer {
  readonly programChanged: boolean;
  private readonly base: ReadonlyMap<string, FileResolution> | undefined;
  private known: Recognizer | undefined;

  constructor(
    private readonly request: ReportRequest,
    private readonly context: ProjectContext,
    private readonly backendUrl: string | undefined,
    private readonly revision: Revision | undefined,
  ) {
    this.base = revision && resolveStacks(revision.folder);
    this.programChanged = revision !== undefined && !sameProgram(revision.folder, context.root);
  }

  /** The stacks that only the base has. */
  removed(): string[] {
    return this.request.all
      ? [...(this.base?.keys() ?? [])].filter((stack) => !this.request.stacks.has(stack))
      : [];
  }

  async compare(stack: string): Promise<ComparedStack> {
    const now = this.request.stacks.get(stack);
    const invalid = now !== undefined && (now.deployment === undefined || hasErrors(now.problems));
    const reasons = invalid ? ["its definition has errors"] : this.reasonsToCompare(stack, now);
    if (reasons.length === 0) return { stack };
    const state = invalid ? undefined : await this.stateOf(stack);
    const after = now && this.view(stack, this.context.root, now);
    const { before, against, problems } = this.before(stack, state);
    const comparison: StackComparison = {
      stack,
      against,
      because: reasons,
      behind: this.behind(stack, state),
      before,
      after,
      difference: invalid ? differenceOf() : differenceOf(before, after),
      problems: problemChanges(problems, now?.problems ?? []),
      engine: await this.answer(stack, state, invalid, now === undefined),
      invalid,
    };
    return { stack, report: stackReport(comparison) };
  }

  /** Why a stack may change, in words; none is an unchanged one, for which no engine is started. */
  private reasonsToCompare(stack: string, now: FileResolution | undefined): string[] {
    if (now === undefined) return [`${fileOf(stack)} is removed`];
    if (!this.revision) {
      const recognised = this.recognizer().recognise(stack, now);
      return recognised.unchanged ? [] : [...recognised.reasons];
    }
    const old = this.base?.get(stack);
    if (!old) return [`${fileOf(stack)} is new`];
    const [was, is] = [fingerprintOf(this.revision.folder, old), fingerprintOf(this.context.root, now)];
    return [
      ...(was === undefined ? ["its definition had errors before"] : []),
      ...(was && was.definition !== is?.definition ? [filesThatChange(was, is)] : []),
      ...(was && JSON.stringify(was.secrets) !== JSON.stringify(is?.secrets)
        ? ["a secret is set again"]
        : []),
      ...(was && was.settings !== is?.settings ? ["other settings of the stack change"] : []),
      ...(this.programChanged && !this.recognizer().recognise(stack, now).unchanged
        ? ["the program changes"]
        : []),
    ];
  }

  /** Made when it is needed: it reads the complete program. */
  private recognizer(): Recognizer {
    this.known ??= new Recognizer(this.context.root, this.backendUrl);
    return this.known;
  }

  private before(stack: string, state: StackState | undefined): Before {
    const deployed = state && state.resources.length > 0 ? deployedView(state, stack) : undefined;
    const old = this.base?.get(stack);
    const problems = this.base ? (old?.problems ?? []) : undefined;
    if (this.revision && old?.deployment) {
      const against = `revision ${this.revision.name}`;
      return { before: this.view(stack, this.revision.folder, old), against, problems };
    }
    if (deployed) return { before: deployed, against: "what is deployed", problems };
    return { before: undefined, against: "nothing, since it is not deployed", problems };
  }

  /** Says so where what is deployed is not what the base declares: the engine compares with what is deployed. */
  private behind(stack: string, state: StackState | undefined): string | undefined {
    const old = this.base?.get(stack);
    if (!state || state.resources.length === 0 || !old?.deployment || !this.revision) return undefined;
    const { values, containers } = differenceOf(
      deployedView(state, stack),
      this.view(stack, this.revision.folder, old),
    );
    if (values.length + containers.length === 0) return undefined;
    return (
      `What is deployed is not what ${this.revision.name} declares (${values.length} values and ${containers.length} containers ` +
      "differ): the engine reports that too, and so will an update."
    );
  }

  private view(stack: string, folder: string, resolution: FileResolution): StackView | undefined {
    return definedView(stack, resolution, { root: folder, simulatorImage: this.context.simulatorImage });
  }

  /** What is deployed, if the state is available. */
  private async stateOf(stack: string): Promise<StackState | undefined> {
    if (!this.request.engine) return undefined;
    const local = LocalState.at(this.backendUrl, project, stack);
    if (local) return local.read();
    const text = await pulumiOutput("stack", "export", "--stack", stack).catch(() => undefined);
    if (text === undefined) return undefined;
    const { deployment } = JSON.parse(text) as { deployment?: { resources?: StackState["resources"] } };
    return { resources: deployment?.resources ?? [], pending: [] };
  }

  private async answer(
    stack: string,
    state: StackState | undefined,
    invalid: boolean,
    removed: boolean,
  ): Promise<PreviewResult> {
    const no = (reason: string): PreviewResult => ({ asked: false, reason });
    if (invalid) return no("the definition has errors");
    if (removed) return no("there is no definition any more");
    if (!this.request.engine) return no("no state is available");
    if (!state || state.resources.length === 0) return no("the state contains no deployment of it");
    return runPreview(stack);
  }
}

/** A stack as its definition declares it; undefined if the definition has errors. */
export function definedView(
  stack: string,
  resolution: FileResolution,
  context: ProjectContext = { root, simulatorImage },
): StackView | undefined {
  const { deployment } = resolution;
  if (!deployment) return undefined;
  const sealed = secretsByName(stackFingerprint(context.root, deployment, resolution).secrets);
  return declaredView(deployment, stack, objectNames(project, stack), context.simulatorImage(), sealed);
}

function fingerprintOf(folder: string, resolution: FileResolution): StackFingerprint | undefined {
  const { deployment } = resolution;
  return deployment && stackFingerprint(folder, deployment, resolution);
}

function filesThatChange(was: StackFingerprint, is: StackFingerprint | undefined): string {
  const all = (fingerprint: StackFingerprint | undefined) => ({
    ...fingerprint?.sources,
    ...fingerprint?.files,
  });
  const [old, now] = [all(was), all(is)] as [Record<string, string>, Record<string, string>];
  const files = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (file) => old[file] !== now[file],
  );
  if (files.length > 0) return `${files.sort().join(", ")} changed`;
  return was.sharing === is?.sharing ? "the program reads the definition otherwise" : sharingWords;
}
