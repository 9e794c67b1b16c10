import { type Rule } from "./rule";

/** A rule that is kept while reading: by the schema, or by the reader of YAML. */
export type ReadingRule = Omit<Rule, "check">;

function error(id: string, sentence: string, reason: string, source = "design"): ReadingRule {
  return { id, severity: "error", sentence, reason, source };
}

const schema = "design, The typed stack definition";

/** The rules of shape and of spelling; what breaks them is found before the others are asked. */
export const readingRules: readonly ReadingRule[] = [
  error(
    "unknown-key",
    "Every key is one that is known in its place.",
    "An unknown key has no effect.",
    schema,
  ),
  error(
    "missing-key",
    "A key that can't be done without is there.",
    "There is no sensible default for it.",
    schema,
  ),
  error(
    "wrong-type",
    "Every value is of its key's type.",
    "It could only be guessed what was meant.",
    schema,
  ),
  error("value-not-allowed", "Every value is in its key's range.", "Outside of it nothing works.", schema),
  error(
    "key-not-allowed",
    "No key is called __proto__.",
    "To JavaScript it is no key like others, and gets lost.",
  ),
  error(
    "too-deep",
    "Nothing is nested deeper than a definition can be.",
    "No definition is, so it is a mistake.",
  ),
  error(
    "secret-in-definition",
    "There is no encrypted value inside the definition.",
    "Pulumi decrypts it on the way to the program, which would write it to the state in clear.",
    "design, The typed stack definition: secrets",
  ),
  error(
    "secret-in-clear",
    "A secret is in the stack file in encrypted form only.",
    "The file goes to version control.",
    "design, The typed stack definition: secrets",
  ),
  error("yaml-syntax", "The text is YAML.", "It can't be read otherwise.", "YAML 1.2.2"),
  error(
    "yaml-duplicate-key",
    "A key is there once in its map.",
    "One of the two values would be lost.",
    "YAML 1.2.2, 3.2.1.3",
  ),
  error("yaml-one-document", "A file holds one document.", "Only the first is read.", "YAML 1.2.2, 9.2"),
  error(
    "yaml-ambiguous",
    "Every unquoted value is the same to every reader of YAML.",
    "Pulumi's engine reads with Go's yaml.v3, which mixes YAML 1.1 and 1.2: 010 is 8 there.",
    "YAML 1.1, 10.3; YAML 1.2.2, 10.3",
  ),
  error(
    "yaml-reference",
    "There are no anchors, aliases, merge keys and tags in a definition.",
    "Readers resolve them differently, and a value is not at the place that uses it.",
    "YAML 1.2.2, 3.2.2.2",
  ),
  error(
    "stack-file",
    "A stack file holds genesys-chat:deployment in its config.",
    "There is nothing to deploy otherwise.",
  ),
  error(
    "engine-disagrees",
    "The values from Pulumi are those of the stack file.",
    "Then what was reviewed is not what would be deployed.",
  ),
  error(
    "extend-missing",
    "What a definition extends is a file that can be read.",
    "Half of the definition would be missing otherwise.",
  ),
  error(
    "extend-outside",
    "What a definition extends lies in the project's folder, and is named by a path relative to the file.",
    "A review has to show all that is deployed, and every machine has to read the same.",
  ),
  error(
    "extend-cycle",
    "No definition extends itself, over whatever other files.",
    "There would be no farthest one to begin with.",
  ),
  error(
    "extend-depth",
    "Up to eight files extend each other.",
    "In a longer chain the origin of a value is hard to find.",
  ),
  error(
    "extend-blank",
    "A key without a value removes nothing from the extended definition.",
    "A part whose last line was deleted or made a comment looks the same. Write ~ to remove a value.",
  ),
  error(
    "extend-in-definition",
    "A definition that comes from no file extends none.",
    "There is no folder that the path could be relative to.",
  ),
];
