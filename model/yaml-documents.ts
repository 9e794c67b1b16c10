import { Composer, type Document, Lexer, type LineCounter, Parser } from "yaml";
import { type TextFault } from "./yaml-text";

/** More levels than any stack file has. The library descends by calling itself, and V8 aborts the process where a pattern meets the stack's end. */
const mostLevels = 100;

/** The first lexeme of the library's tokens that has no text of its own. */
const scalarAhead = "\u001F";
const withoutText = [scalarAhead, "\u0002", "\u0018"];

/** Parses a text; a fault that keeps it from being read is added, and then there are no documents. */
export function parseDocuments(text: string, lines: LineCounter, faults: TextFault[]): Document.Parsed[] {
  const lexemes = [...new Lexer().lex(text)];
  const offset = tooDeepAt(lexemes);
  if (offset !== undefined) {
    const message = `The text is nested deeper than ${mostLevels} levels, and is not read.`;
    faults.push({ rule: "yaml-syntax", path: [], offset, message, hint: "Nest less deeply." });
    // Positions are by line for what is found without the parser, too.
    for (let at = 0; at >= 0; at = text.indexOf("\n", at) + 1 || -1) lines.addNewLine(at);
    return [];
  }
  const composer = new Composer({
    logLevel: "silent",
    prettyErrors: false,
    // Duplicates are found in our own walk, which knows their path.
    uniqueKeys: false,
    version: "1.2",
  });
  return [...composer.compose(tokens(lexemes, lines))];
}

function* tokens(lexemes: readonly string[], lines: LineCounter) {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of lexemes) yield* parser.next(lexeme);
  yield* parser.end();
}

/** The offset at which a text exceeds the levels; undefined if it does not. Counts a level too many rather than one too few. */
function tooDeepAt(lexemes: readonly string[]): number | undefined {
  let [offset, lineStart, brackets] = [0, 0, 0];
  let [isLineHead, isScalar] = [true, false];
  // The columns at which collections without brackets begin, the outermost first.
  let columns: number[] = [];
  for (const lexeme of lexemes) {
    const isText = isScalar;
    isScalar = !isText && lexeme === scalarAhead;
    if (!isText && withoutText.includes(lexeme)) {
      if (lexeme === "\u0002") [columns, brackets] = [[], 0];
      continue;
    }
    if (!isText && /^\r?\n$/.test(lexeme)) [isLineHead, lineStart] = [true, offset + lexeme.length];
    else if (isText || !/^[ \t#]/.test(lexeme)) {
      if (isLineHead && brackets === 0) {
        const column = offset - lineStart;
        while ((columns.at(-1) ?? -1) >= column) columns.pop();
        columns.push(column);
      }
      if (!isText && (lexeme === "[" || lexeme === "{")) brackets += 1;
      if (!isText && (lexeme === "]" || lexeme === "}")) brackets = Math.max(0, brackets - 1);
      if (columns.length + brackets > mostLevels) return offset;
      // Behind these a collection can begin in the same line.
      isLineHead &&= !isText && /^[-?:]$/.test(lexeme);
    }
    offset += lexeme.length;
  }
  return undefined;
}
