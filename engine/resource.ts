import { labelPrefix } from "../docker/names";
import type { StateResource } from "./state";

/** The last part of a resource's URN: its logical name. */
export function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

/** The type of this project's component that a Docker object belongs to, such as `ContactServer`; none is empty. */
export function ownerOf(urn: string): string {
  return /genesys-chat:index:(\w+)\$docker/.exec(urn)?.[1] ?? "";
}

/** Our labels among a resource's inputs, by their names without the prefix. */
export function labelsOf(inputs: StateResource["inputs"]): Map<string, string> {
  const labels = Array.isArray(inputs?.labels) ? (inputs.labels as { label: string; value: string }[]) : [];
  return new Map(
    labels
      .filter(({ label }) => label.startsWith(labelPrefix))
      .map(({ label, value }) => [label.slice(labelPrefix.length), value]),
  );
}

/** One of our labels among a resource's inputs. */
export function labelOf(inputs: NonNullable<StateResource["inputs"]>, name: string): string | undefined {
  return labelsOf(inputs).get(name);
}
