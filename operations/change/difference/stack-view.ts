import type { ApplicationType } from "../../../model/deployment";

/** Inputs of a component or a resource. */
export type Inputs = Readonly<Record<string, unknown>>;

/** One process and its container, as far as a report compares it. */
export interface ProcessView {
  /** The Application's key in the definition. */
  readonly key: string;
  /** The key of the component it belongs to: a standby's is its primary's. */
  readonly component: string;
  readonly type: ApplicationType;
  readonly role: "primary" | "backup";
  readonly container: string;
  /** What the container is made from, by the provider's names of it; nothing that is empty. */
  readonly facts: Inputs;
  /** Its file's text with placeholders for secrets; undefined if it is encrypted, or if there is none. */
  readonly file?: string;
  /** The secrets that it applies only after a restart. */
  readonly startSecrets: readonly string[];
  /** All secrets that its file holds. */
  readonly secrets: readonly string[];
}

/** A volume whose contents nothing makes again. */
export interface KeptVolume {
  readonly name: string;
  /** The key of the Application whose it is. */
  readonly application: string;
  readonly type: ApplicationType | undefined;
  readonly holds: "data" | "writable";
  /** Where its container has it; undefined if it is declared only. */
  readonly path?: string;
}

/** A stack as declared or as deployed, without its processes. */
export interface StackFrame {
  /** What belongs to no single application. */
  readonly deployment: Inputs;
  /** Components by the key of their primary: what they take, in the words of a preview. */
  readonly components: ReadonlyMap<string, { readonly type: string; readonly inputs: Inputs }>;
  readonly kept: readonly KeptVolume[];
}

/** A stack as declared or as deployed, in one form. */
export interface StackView extends StackFrame {
  /** Processes by key. */
  readonly processes: ReadonlyMap<string, ProcessView>;
  /** Hashes of the sealed values of secrets, by name; undefined if unknown. */
  readonly sealed: Readonly<Record<string, string>> | undefined;
}

/** The component of each application type, by name in a preview. */
export const componentTypes: Readonly<Record<string, ApplicationType>> = {
  MobileServices: "GenesysMobileServices",
  WebApiServer: "WebApiServer",
  ChatServer: "ChatServer",
  InteractionServer: "InteractionServer",
  OrchestrationServer: "OrchestrationServer",
  ContactServer: "ContactServer",
};

/** Inputs without what is empty and without what the engine adds of its own. */
export function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => key !== "__defaults" && !isEmpty(inner))
      .map(([key, inner]) => [key, tidy(inner)]),
  );
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}
