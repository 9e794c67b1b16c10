import { byCodePoint } from "../../render";
import { announcedDifference } from "../change/announced";
import { type Difference, differenceOf } from "../change/difference/difference";
import { nameOfValue } from "../change/impact";
import { inputWords } from "../change/input-words";
import type { ContainerChange, ValueChange } from "../change/preview-steps";
import { type Preview } from "../../engine/preview";

/** Differences between what the engine announces and what the definitions mean, a sentence each; empty if they agree. */
export function disagreements(model: Difference, preview: Preview): string[] {
  const engine = announcedDifference(preview) ?? differenceOf();
  return [
    ...containerSentences(model.containers, engine.containers),
    ...valueSentences(model.values, engine.values),
    ...volumeSentences(model, engine),
  ];
}

function containerSentences(model: readonly ContainerChange[], engine: readonly ContainerChange[]): string[] {
  const [expected, announced] = [model, engine].map(
    (changes) => new Map(changes.map(({ container, action }) => [container, action])),
  ) as [Map<string, string>, Map<string, string>];
  return [...new Set([...expected.keys(), ...announced.keys()])].sort(byCodePoint).flatMap((container) => {
    const [wanted, said] = [expected.get(container), announced.get(container)];
    if (wanted === said) return [];
    const reasons = engine.find((change) => change.container === container)?.reasons ?? [];
    const why = reasons.length > 0 ? ` (${reasons.map(inputWords).join(", ")})` : "";
    return [
      `Container ${container}: by the definitions it is ${wanted ?? "left alone"}, by the engine ${said ?? "left alone"}${why}.`,
    ];
  });
}

function valueSentences(model: readonly ValueChange[], engine: readonly ValueChange[]): string[] {
  const byName = (values: readonly ValueChange[]) =>
    new Map(
      values.map((value) => {
        // The deployment's component has the stack's name.
        const application = value.applicationType === "ChatDeployment" ? "the stack" : value.application;
        return [`${application} ${nameOfValue(value)}`, value] as const;
      }),
    );
  const [expected, announced] = [byName(model), byName(engine)];
  return [...new Set([...expected.keys(), ...announced.keys()])].sort(byCodePoint).flatMap((name) => {
    const [wanted, said] = [expected.get(name), announced.get(name)];
    if (wanted?.old === said?.old && wanted?.new === said?.new) return [];
    return [`Value ${name}: by the definitions ${arrow(wanted)}, by the engine ${arrow(said)}.`];
  });
}

function arrow(value: ValueChange | undefined): string {
  if (!value) return "no change";
  return `${value.old ?? "none"} to ${value.new ?? "none"}`;
}

/** Only data matters here: the engine's other volumes hold what is rewritten. */
function volumeSentences(expected: Difference, announced: Difference): string[] {
  const [model, engine] = [expected, announced].map(
    ({ dataLosses }) => new Set(dataLosses.map(({ name }) => name)),
  ) as [Set<string>, Set<string>];
  return [...new Set([...engine, ...model])].sort(byCodePoint).flatMap((name) => {
    if (engine.has(name) && model.has(name)) return [];
    return [
      engine.has(name)
        ? `Volume ${name}: by the engine it goes with its data, by the definitions it stays.`
        : `Volume ${name}: by the definitions it goes with its data, by the engine it stays.`,
    ];
  });
}
