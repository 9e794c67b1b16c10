import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import * as ts from "typescript";

// The compiler reads the model's sources and zod's types.
jest.setTimeout(120_000);

const mark = /^\s*\/\/ @ts-expect-error (?<says>.+)$/;

const root = resolve(__dirname, "..", "..");
const files = readdirSync(__dirname)
  .filter((name) => !name.endsWith(".test.ts"))
  .sort()
  .map((name) => join(__dirname, name));

/** A place where the compiler has to complain, and what it has to say there. */
interface Place {
  /** The line below the mark, counted from 0. */
  readonly line: number;
  readonly says: string;
}

function placesIn(file: string): Place[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((text, index) => {
      const says = mark.exec(text)?.groups?.["says"];
      return says === undefined ? [] : [{ line: index + 1, says }];
    });
}

/** The compiler's complaints about the fixtures, whose marks it isn't shown. */
function complaints(): Map<string, readonly { line: number; text: string }[]> {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (file) => ts.sys.readFile(file)) as {
    config: { compilerOptions: Record<string, unknown> };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const host = ts.createCompilerHost(options);
  const read = host.readFile.bind(host);
  const unmarked = (file: string) => read(file)?.replaceAll("@ts-expect-error", "");
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (file, language, ...rest) =>
    files.includes(file)
      ? ts.createSourceFile(file, unmarked(file) ?? "", language)
      : getSourceFile(file, language, ...rest);
  const program = ts.createProgram(files, options, host);
  return new Map(
    files.map((file) => [
      file,
      program.getSemanticDiagnostics(program.getSourceFile(file)).map((diagnostic) => ({
        line: diagnostic.file!.getLineAndCharacterOfPosition(diagnostic.start!).line,
        text: ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"),
      })),
    ]),
  );
}

const said = complaints();

test("there are enough wrong definitions", () => {
  expect(files.flatMap(placesIn).length).toBeGreaterThan(40);
});

describe.each(files.map((file) => [basename(file), file]))("%s", (_, file) => {
  const lines = [...new Set(said.get(file)!.map(({ line }) => line))].sort((a, b) => a - b);

  test("is wrong at its marks and nowhere else", () => {
    expect(lines).toEqual(placesIn(file).map(({ line }) => line));
  });

  for (const { line, says } of placesIn(file)) {
    test(`line ${line + 1}: ${says}`, () => {
      const here = said.get(file)!.filter((complaint) => complaint.line === line);
      expect(here.map(({ text }) => text).join("\n")).toContain(says);
    });
  }
});
