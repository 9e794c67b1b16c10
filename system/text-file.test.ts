import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { readTextFile } from "./text-file";

const folder = mkdtempSync(join(tmpdir(), "genesys-chat-text-"));
const file = (name: string) => join(folder, name);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (bytes: Uint8Array) => {
  writeFileSync(file("any"), bytes);
  return readTextFile(file("any"), "any");
};

test.each([
  ["UTF-8", Buffer.from("käse: ☕ 𝄞\n")],
  ["UTF-8 with a mark", Buffer.from("\uFEFFa: 1\n")],
  ["nothing", Buffer.alloc(0)],
])("%s is read", (_, bytes) => {
  expect(read(bytes)).toBe(bytes.toString("utf8"));
});

test.each([
  ["Latin-1", Buffer.from("a: 1\nb: käse\n", "latin1"), "line 2 (byte 0xE4)"],
  ["UTF-16", Buffer.from("\uFEFFa: 1\n", "utf16le"), "line 1 (byte 0xFF)"],
  ["a character that is cut in two", Buffer.from("a: ☕").subarray(0, 5), "line 1"],
  ["a surrogate", Buffer.from([0x61, 0xed, 0xa0, 0x80]), "line 1"],
  ["a longer spelling of a slash", Buffer.from([0x0a, 0xc0, 0xaf]), "line 2 (byte 0xC0)"],
])("%s is refused, with its place", (_, bytes, place) => {
  expect(() => read(bytes)).toThrow(
    /^any is not UTF-8 in line \d+ \(byte 0x[0-9A-F]{2}\): save the file as UTF-8\.$/,
  );
  expect(() => read(bytes)).toThrow(place);
});

test("any text is read as it was written", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(read(Buffer.from(text))).toBe(text);
    }),
  );
});

test("bytes are read or refused, never changed", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      let text;
      try {
        text = read(bytes);
      } catch (error) {
        expect((error as Error).message).toMatch(/is not UTF-8 in line/);
        return;
      }
      expect(Buffer.from(text)).toEqual(Buffer.from(bytes));
    }),
  );
});

test("a folder and a pipe are refused at once", () => {
  mkdirSync(file("folder"));
  execFileSync("mkfifo", [file("pipe")]);
  expect(() => readTextFile(file("folder"), "folder")).toThrow(/^folder is a folder: /);
  expect(() => readTextFile(file("pipe"), "pipe")).toThrow(/^pipe is a pipe or a device: /);
  expect(() => readTextFile("/dev/zero")).toThrow(/^\/dev\/zero is a pipe or a device: /);
});
