import { spawnSync } from "node:child_process";
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";

/** How the import command ended in a process of its own, and what it took. */
export interface MeasuredImport {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Of a processor, without loading the program. */
  readonly seconds: number;
  /** The peak of the resident memory. */
  readonly megabytes: number;
}

/** What an import of a hostile file may need at most; the memory includes the compiler that loads the program. */
export const importLimits = { seconds: 2, megabytes: 300 };

/** Imports a file in a process of its own, with `out` as the stack file to write. */
export function measuredImport(file: string, out: string): MeasuredImport {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(__dirname, "measured-import.js"), file, out],
    { encoding: "utf8", maxBuffer: 64 * 1024 * 1024, timeout: 120_000 },
  );
  if (status !== 0) throw new Error(`the import died or hung: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout) as MeasuredImport;
}

/** Writes pieces to a file, so that no text of its size is in memory. */
export function writePieces(file: string, pieces: Iterable<string>, encoding: BufferEncoding = "utf8"): void {
  const descriptor = openSync(file, "w");
  for (const piece of pieces) writeSync(descriptor, Buffer.from(piece, encoding));
  closeSync(descriptor);
}

const megabyte = 1024 * 1024;

function* repeated(piece: string, size: number): Generator<string> {
  const block = piece.repeat(Math.ceil((64 * 1024) / piece.length));
  for (let written = 0; written < size; written += block.length) yield block;
}

function* counted(count: number, piece: (index: number) => string): Generator<string> {
  for (let index = 0; index < count; index += 1) yield piece(index);
}

function* within(start: string, pieces: Iterable<string>, end: string): Generator<string> {
  yield start;
  yield* pieces;
  yield end;
}

const inCreate = (pieces: Iterable<string>) =>
  within("<CfgData><CfgCreate>", pieces, "</CfgCreate></CfgData>");
const server = (index: number, more = "", inside = "") =>
  `<CfgServer id="s${index}" name="S${index}" type="59" redundancyType="1" ${more}>${inside}</CfgServer>\n`;
const link = (index: number) =>
  `<appServerDBIDs><CfgConnectionInfo linkDBID="s${index}" connID="default"/></appServerDBIDs>`;
const body = (index: number, more = "") =>
  `{"type":"CfgApplication","subtype":"CFGChatServer","name":"S${index}","dbid":"${index + 1}"${more}}`;
const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join("");

/** A file that an import must refuse or handle, and how the import ends. */
export interface HostileExport {
  readonly name: string;
  /** 2 if the file can't be read, 1 if it breaks rules or has no server. */
  readonly code: 1 | 2;
  readonly pieces: () => Iterable<string>;
  readonly encoding?: BufferEncoding;
  readonly message: RegExp;
}

/** Attacks and accidents, as large as an export may be; what is larger isn't read. */
export const hostileExports: readonly HostileExport[] = [
  {
    name: "entity expansion",
    code: 2,
    pieces: () => [`<!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]><CfgData>&l9;</CfgData>`],
    message: /DOCTYPE/,
  },
  {
    name: "an external entity",
    code: 2,
    pieces: () => [`<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><CfgData>&x;</CfgData>`],
    message: /DOCTYPE/,
  },
  {
    name: "100 MB of nesting",
    code: 2,
    pieces: () => within("<CfgData>", repeated("<a>", 100 * megabyte), ""),
    message: /an export may have 64 MB/,
  },
  {
    name: "60 MB of nesting",
    code: 2,
    pieces: () => within("<CfgData>", repeated("<a>", 60 * megabyte), ""),
    message: /deeper than 32/,
  },
  {
    name: "60 MB of nesting in UTF-16",
    code: 2,
    pieces: () => within("\uFEFF<CfgData>", repeated("<a>", 30 * megabyte), ""),
    encoding: "utf16le",
    message: /deeper than 32/,
  },
  {
    name: "a truncated file",
    code: 2,
    pieces: () =>
      within(
        "<CfgData><CfgCreate>",
        counted(5_000, (index) => server(index)),
        "<CfgServer id=",
      ),
    message: /not well-formed/,
  },
  {
    name: "a million options",
    code: 2,
    pieces: () =>
      inCreate(
        within(
          `${server(0).trim().replace("</CfgServer>", "")}<options><list_pair key="x">`,
          counted(1_000_000, (index) => `<str_pair key="${index}" value=""/>`),
          "</list_pair></options></CfgServer>",
        ),
      ),
    message: /more than 400000 options/,
  },
  {
    name: "a million attributes",
    code: 2,
    pieces: () =>
      within(
        "<CfgData ",
        counted(1_000_000, (index) => `a${index}="" `),
        "/>",
      ),
    message: /./,
  },
  {
    name: "60 MB of text",
    code: 1,
    pieces: () => within("<CfgData>", repeated("x", 60 * megabyte), "</CfgData>"),
    message: /./,
  },
  {
    name: "an attribute of 60 MB",
    code: 1,
    pieces: () => within('<CfgData mode="', repeated("x", 60 * megabyte), '"/>'),
    message: /./,
  },
  {
    name: "a comment of 60 MB",
    code: 1,
    pieces: () => within("<CfgData><!--", repeated("x", 60 * megabyte), "--></CfgData>"),
    message: /./,
  },
  {
    name: "an instruction of 60 MB",
    code: 2,
    pieces: () => within("<?genesys-chat ", repeated("[", 60 * megabyte), "?><CfgData/>"),
    message: /./,
  },
  {
    name: "9,000 servers of one name",
    code: 1,
    pieces: () => inCreate(counted(9_000, (index) => server(index).replace(/name="[^"]*"/, 'name="S"'))),
    message: /is there twice/,
  },
  {
    name: "a circle of 9,000 connections",
    code: 2,
    pieces: () => inCreate(counted(9_000, (index) => server(index, "", link((index + 1) % 9_000)))),
    message: /^/,
  },
  {
    name: "a chain of 9,000 backups",
    code: 1,
    pieces: () =>
      inCreate(counted(9_000, (index) => server(index, `backupServerDBID="s${(index + 1) % 9_000}"`))),
    message: /backup itself/,
  },
  {
    name: "100 MB of nested JSON",
    code: 2,
    pieces: () => repeated("[", 100 * megabyte),
    message: /an export may have 64 MB/,
  },
  {
    name: "60 MB of nested JSON",
    code: 2,
    pieces: () => repeated("[", 60 * megabyte),
    message: /deeper than 32/,
  },
  {
    name: "60 MB of nested JSON objects",
    code: 2,
    pieces: () => repeated('{"a":', 60 * megabyte),
    message: /deeper than 32/,
  },
  {
    name: "an array of 30 million numbers",
    code: 2,
    pieces: () => within("[0", repeated(",0", 60 * megabyte), "]"),
    message: /more than \d+ (?:values|objects)/,
  },
  {
    name: "a skipped list of 30 million numbers",
    code: 2,
    pieces: () => within('{"persons":[0', repeated(",0", 60 * megabyte), "]}"),
    message: /more than 4000000 values/,
  },
  {
    name: "a JSON text of 60 MB",
    code: 1,
    pieces: () => within('["', repeated("x", 60 * megabyte), '"]'),
    message: /./,
  },
  {
    name: "60 MB of blanks",
    code: 1,
    pieces: () => within("[", repeated(" ", 60 * megabyte), "]"),
    message: /^/,
  },
  {
    name: "a million JSON options",
    code: 2,
    pieces: () =>
      within(
        '[{"type":"CfgApplication","name":"S","subtype":"CFGChatServer","options":{"property":[{}',
        counted(1_000_000, (index) => `,{"section":"a","key":"${index}","value":""}`),
        "]}}]",
      ),
    message: /more than \d+ (?:values|options)/,
  },
  {
    name: "a million keys that are there twice",
    code: 2,
    pieces: () =>
      within(
        '[{"a":1',
        counted(1_000_000, () => ',"a":1'),
        "}]",
      ),
    message: /more than \d+ values/,
  },
  {
    name: "keys of prototypes",
    code: 1,
    pieces: () => [
      `[${body(0, ',"__proto__":{"type":"x"},"constructor":{"prototype":{"polluted":1}},"toString":1')}]`,
    ],
    message: /^/,
  },
  {
    name: "truncated JSON",
    code: 2,
    pieces: () =>
      within(
        "[",
        counted(5_000, (index) => `${body(index)},`),
        '{"na',
      ),
    message: /not well-formed/,
  },
  {
    name: "a circle of 9,000 JSON connections",
    code: 2,
    pieces: () =>
      within(
        "[",
        counted(
          9_000,
          (index) =>
            `${index > 0 ? "," : ""}${body(index, `,"appservers":{"conninfo":[{"appserverdbid":"${((index + 1) % 9_000) + 1}","id":"default"}]}`)}`,
        ),
        "]",
      ),
    message: /^/,
  },
  {
    name: "a chain of 9,000 JSON backups",
    code: 1,
    pieces: () =>
      within(
        "[",
        counted(
          9_000,
          (index) =>
            `${index > 0 ? "," : ""}${body(index, `,"backupserverdbid":"${((index + 1) % 9_000) + 1}"`)}`,
        ),
        "]",
      ),
    message: /backup itself/,
  },
];
