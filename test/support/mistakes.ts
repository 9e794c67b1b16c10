import { OtherStacks, resolve, type Rule } from "../../model";
import { type Definition } from "../../model/definition/definition";
import { type Topology } from "../../model/fixtures/topology";
import { pointer, type Problem } from "../../model/problem";
import { stackFileName } from "../../model/names";
import { type Case, edited, editedPath, type Edits, isTextEdit, placeOf } from "../../model/rules/cases";
import { readSource, type Source } from "../../model/source";
import { exampleDefinition, exampleText } from "./topologies";

const definitions = new Map<Topology, Definition>();

function definitionOf(topology: Topology): Definition {
  const known = definitions.get(topology) ?? exampleDefinition(topology);
  definitions.set(topology, known);
  return known;
}

/** A topology's definition with a mistake that is no matter of how the text is written. */
export function mistaken(topology: Topology, edits: Edits): unknown {
  return edited(definitionOf(topology), edits);
}

/** The mistakes that are one in the data, as data. */
export function mistakenDefinitions(cases: readonly Case[]): unknown[] {
  return cases.flatMap(({ topology, mistake }) => (isTextEdit(mistake) ? [] : [mistaken(topology, mistake)]));
}

/** All that is found wrong with a case, by all rules or by some. */
export function problemsOf(wrong: Case, rules?: readonly Rule[]): readonly Problem[] {
  const { topology, mistake, noFiles, sealedPublicly } = wrong;
  const context = {
    ...(noFiles && { files: new Map() }),
    ...(sealedPublicly && { isSealedPublicly: () => true }),
    ...(rules && { rules }),
  };
  if (isTextEdit(mistake)) {
    const { definition, source } = readSource(writtenWrong(topology, mistake), stackFileName(topology));
    return resolve(definition, source, context).problems;
  }
  const others = otherStacksOf(wrong).without(stackFileName(topology));
  return resolve(mistaken(topology, mistake), sourceOf(wrong), { ...context, others }).problems;
}

/** The expected position of the case's problem, as a JSON Pointer; names are looked up before and after the mistake. */
export function expectedPath({ topology, mistake, at }: Case): string {
  if (at !== undefined) return pathOf(topology, mistake, at);
  if (isTextEdit(mistake)) throw new Error("A mistake in the text has to say where the problem is.");
  const [place, value] = Object.entries(mistake)[0]!;
  return pointer(editedPath(definitionOf(topology), place, value));
}

/** The errors that a case names besides, as "rule path", sorted. */
export function expectedBesides({ topology, mistake, also = [] }: Case): string[] {
  return also.map((text) => {
    const [rule = "", place = ""] = text.split(/ (.*)/s);
    return `${rule} ${pathOf(topology, mistake, place)}`;
  });
}

function pathOf(topology: Topology, mistake: Case["mistake"], place: string): string {
  if (place === "" || place.startsWith("/")) return place;
  const before = definitionOf(topology);
  try {
    return pointer(placeOf(before, place));
  } catch (error) {
    if (isTextEdit(mistake)) throw error;
    return pointer(placeOf(edited(before, mistake), place));
  }
}

function writtenWrong(topology: Topology, [written, instead]: readonly [string, string]): string {
  const text = exampleText(topology);
  if (!text.includes(written)) throw new Error(`The stack file of ${topology} doesn't hold ${written}`);
  return text.replace(written, () => instead);
}

function sourceOf({ topology, fromEngine, secrets }: Case): Source | undefined {
  if (fromEngine) return readSource(exampleText(topology), stackFileName(topology)).source;
  if (!secrets) return undefined;
  const nowhere = { file: "x", problems: [], unsure: [], positionOf: () => undefined };
  return { ...nowhere, secrets: new Set(secrets) };
}

function otherStacksOf({ others = {}, faulty = {} }: Case): OtherStacks {
  const sound = Object.entries(others).map(([file, [topology, edits]]) => {
    const { deployment } = resolve(mistaken(topology, edits));
    if (!deployment) throw new Error(`The other stack, ${file}, is not valid.`);
    return { file, deployment };
  });
  const wrong = Object.entries(faulty).map(([file, [topology, edits]]) => {
    const definition = mistaken(topology, edits);
    if (resolve(definition).deployment) throw new Error(`The other stack, ${file}, is valid.`);
    return { file, definition };
  });
  return OtherStacks.of(sound, wrong);
}
