import { type Definition } from "../definition/definition";
import { type Draft } from "../draft";
import { type LocalFiles } from "../local-file";
import { type Path } from "../path";
import { type ProblemSubject, type Severity } from "../problem";
import { type OtherStacks } from "../other-stacks";

/** Everything a rule may look at. */
export interface Context {
  /** What is written, without what is faulty in shape. */
  readonly definition: Definition;
  /** What it means. */
  readonly draft: Draft;
  /** The stacks that share the Docker host. */
  readonly others: OtherStacks;
  /** The names of the secrets that are set; undefined where that isn't known. */
  readonly secrets?: ReadonlySet<string>;
  /** The files of the project that the definition names; undefined if they were not looked up. */
  readonly files?: LocalFiles;
  /** Whether the stack's secrets are sealed with a passphrase that anybody can read; undefined if that is unknown. */
  readonly isSealedPublicly?: () => boolean;
}

/** One breach of a rule. */
export interface Finding {
  readonly path: Path;
  /** One sentence: what is wrong, in the operator's names. */
  readonly message: string;
  readonly allowed?: readonly string[];
  readonly hint?: string;
  /** What the finding is about; default the application, tenant or external server that the path is part of. */
  readonly subject?: ProblemSubject;
  /** True if the definition has the deployment guide's value, or leaves out what the guide leaves out. */
  readonly onGuideValue?: boolean;
  /** Other places that the finding is drawn from: it is withheld where one of them was faulty in shape and left out. */
  readonly dependsOn?: readonly Path[];
}

/** A condition that a definition must meet, with its reason. */
export interface Rule {
  /** Stable across releases: it is what operators search for and silence. */
  readonly id: string;
  readonly severity: Severity;
  /** What has to hold, in one sentence. */
  readonly sentence: string;
  /** Whether an error of this rule can be silenced, since its breach breaks nothing; all but errors can. Default no. */
  readonly silenceable?: true;
  /** What goes wrong otherwise. */
  readonly reason: string;
  /** The seed, a documentation page's tag, or "design" if it follows from how this project runs things. */
  readonly source: string;
  check(context: Context): Iterable<Finding>;
}

/** Whether a definition may silence a rule. */
export function isSilenceable({ severity, silenceable }: Pick<Rule, "severity" | "silenceable">): boolean {
  return severity !== "error" || silenceable === true;
}
