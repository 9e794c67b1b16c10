import fc from "fast-check";
import {
  blockHeaders,
  blockLines,
  escapes,
  heads,
  oddKeys,
  oddScalars,
  pieces,
  properties,
  tails,
} from "./odd-yaml";

/* Unusual stack files: every odd construct of YAML, in every place that accepts it. */

const plainCharacter = fc.constantFrom(..."0123456789abxoeEnyXY_+-.:,~ #=<>'\"\\/[]{}!&*|%@`?\t");

/** A text without its quotes. */
const plain = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...oddScalars) },
  { weight: 2, arbitrary: fc.string({ unit: plainCharacter, maxLength: 8 }) },
  { weight: 1, arbitrary: fc.stringMatching(/^[-+]?[0-9_.]{1,20}(?:[eE][-+]?[0-9]{1,4})?$/) },
);

const quotedText = fc.array(fc.constantFrom(...escapes), { maxLength: 5 }).map((parts) => parts.join(""));

/** A node and how it is written; `indent` is where its parent's keys begin. */
type Written = (indent: number) => string;

const spaces = (indent: number) => " ".repeat(indent);

const flowScalar: fc.Arbitrary<Written> = fc.oneof(
  {
    weight: 5,
    arbitrary: plain.map(
      (text): Written =>
        () =>
          text,
    ),
  },
  {
    weight: 1,
    arbitrary: plain.map(
      (text): Written =>
        () =>
          `"${text}"`,
    ),
  },
  {
    weight: 1,
    arbitrary: plain.map(
      (text): Written =>
        () =>
          `'${text}'`,
    ),
  },
  {
    weight: 2,
    arbitrary: quotedText.map(
      (text): Written =>
        (indent) =>
          `"${text.replaceAll("\n", `\n${spaces(indent + 2)}`)}"`,
    ),
  },
  {
    weight: 1,
    arbitrary: quotedText.map(
      (text): Written =>
        (indent) =>
          `'${text.replaceAll("\n", `\n${spaces(indent + 2)}`)}'`,
    ),
  },
);

const blockHeader = fc.constantFrom(...blockHeaders);
const blockLine = fc.constantFrom(...blockLines);
const blockScalar: fc.Arbitrary<Written> = fc
  .tuple(
    blockHeader,
    fc.array(blockLine, { maxLength: 4 }),
    fc.integer({ min: 1, max: 3 }),
    fc.constantFrom("\n", "\n", "\n", "\r\n"),
  )
  .map(
    ([header, lines, more, end]) =>
      (indent) =>
        [header, ...lines.map((line) => (line === "" ? "" : spaces(indent + more) + line))].join(end),
  );

const property = fc.constantFrom(...properties);
const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom("a", "b", "c", "d", "e1", "f-g", "endpoints:1") },
  { weight: 1, arbitrary: plain },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...oddKeys),
  },
);
const colon = fc.constantFrom(": ", ": ", ": ", ": ", ":", " : ", ":\t", ":  ", ":\n      ");
const comment = fc.constantFrom("", "", "", "", "", " # why", " #", "\t# tab", "# none");
const gap = fc.constantFrom("", "", "", " ", "\n   ", "\t", " # why\n  ");

const node = fc.letrec<{ flow: Written; block: Written }>((tie) => ({
  flow: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.tuple(property, flowScalar).map(
      ([before, text]): Written =>
        (indent) =>
          before + text(indent),
    ),
    fc.constantFrom<Written>(
      () => "*a",
      () => "*nowhere",
    ),
    fc
      .tuple(
        property,
        fc.array(fc.tuple(tie("flow"), gap), { maxLength: 3 }),
        fc.constantFrom("", "", ",", ", ,"),
      )
      .map(
        ([before, items, last]): Written =>
          (indent) =>
            `${before}[${items.map(([item, blank]) => blank + item(indent + 1)).join(", ")}${last}]`,
      ),
    fc
      .tuple(
        property,
        fc.array(fc.tuple(key, colon, tie("flow"), gap), { maxLength: 3 }),
        fc.constantFrom("", "", ","),
      )
      .map(
        ([before, pairs, last]): Written =>
          (indent) =>
            `${before}{${pairs.map(([name, mark, value, blank]) => blank + name + mark + value(indent + 1)).join(", ")}${last}}`,
      ),
  ),
  block: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.tuple(tie("flow"), comment).map(
      ([text, after]): Written =>
        (indent) =>
          ` ${text(indent)}${after}`,
    ),
    fc.tuple(property, blockScalar).map(
      ([before, text]): Written =>
        (indent) =>
          ` ${before}${text(indent)}`,
    ),
    fc
      .tuple(
        property,
        fc.constantFrom(0, 2, 2, 1, 4),
        fc.array(tie("block"), { minLength: 1, maxLength: 3 }),
        comment,
      )
      .map(
        ([before, more, items, after]): Written =>
          (indent) =>
            ` ${before}${after}\n${items.map((item) => `${spaces(indent + more)}-${item(indent + more)}`).join("\n")}`,
      ),
    fc
      .tuple(
        property,
        fc.constantFrom(2, 2, 2, 1, 4),
        fc.array(fc.tuple(key, tie("block"), fc.constantFrom("", "", "", "\n", "\n# why\n")), {
          minLength: 1,
          maxLength: 4,
        }),
        comment,
      )
      .map(
        ([before, more, pairs, after]): Written =>
          (indent) =>
            ` ${before}${after}\n${pairs.map(([name, value, between]) => `${spaces(indent + more)}${name}:${value(indent + more)}${between}`).join("\n")}`,
      ),
  ),
}));

const before = fc.constantFrom(...heads);
const behind = fc.constantFrom(...tails);

/** A stack file whose definition is any node. */
const madeUp = fc
  .tuple(before, node.block, behind)
  .map(([head, value, tail]) => `${head}config:\n  genesys-chat:deployment:${value(2)}${tail}`);

/** A stack file with one map, a key a line, whose values are odd scalars: most of them are right. */
const scalars = fc
  .array(flowScalar, { minLength: 1, maxLength: 4 })
  .map(
    (values) =>
      `config:\n  genesys-chat:deployment:\n${values.map((value, index) => `    k${index}: ${value(4)}\n`).join("")}`,
  );

/** A text with a piece put in, taken out or doubled. */
function spoiled(right: string): fc.Arbitrary<string> {
  const piece = fc.constantFrom(...pieces);
  return fc
    .tuple(fc.nat(right.length), fc.nat(3), piece)
    .map(([at, gone, put]) => right.slice(0, at) + put + right.slice(at + gone));
}

/** Texts of stack files: made up, and near to right ones. */
export const stackFileTexts = (right: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: madeUp },
    { weight: 3, arbitrary: scalars },
    { weight: 3, arbitrary: fc.constantFrom(...right).chain(spoiled) },
  );
