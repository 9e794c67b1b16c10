import type { Commands } from "./commands";
import { byName, type Declared, type DeclaredApplication } from "./declared";
import type { ContainerFact, Facts } from "./facts";
import type { Finding } from "./finding";

/** The declaration, the facts and the fixes: all that an evaluation needs, without any further question. */
export interface Situation {
  readonly declared: Declared;
  readonly facts: Facts;
  readonly commands: Commands;
}

/** What keeps applications from working, by Application name: what else fails there or because of it follows from this. */
export type Causes = ReadonlyMap<string, Finding>;

/** The first error of each application. */
export function causesIn(findings: readonly Finding[]): Causes {
  const causes = new Map<string, Finding>();
  for (const finding of findings) {
    const { application, severity } = finding;
    if (application !== null && severity === "error" && !causes.has(application))
      causes.set(application, finding);
  }
  return causes;
}

/** The container of an application, where there is one. */
export function containerOf(
  { facts }: Situation,
  { container }: DeclaredApplication,
): ContainerFact | undefined {
  return facts.containers.get(container);
}

/** Whether `up` made a container; true where the state can't tell. */
export function isKnown({ facts }: Situation, { id }: { readonly id: string }): boolean {
  return facts.applied?.ids.has(id) ?? true;
}

/** What keeps one of the applications that this one is connected to from working. */
export function causeBehind({ declared }: Situation, causes: Causes, subject: DeclaredApplication) {
  for (const { application, backup } of subject.connections) {
    const cause = causes.get(application) ?? (backup && causes.get(backup.application));
    if (cause && byName(declared, application)) return cause;
  }
  return undefined;
}
