import fc from "fast-check";
import { deceptiveCharacter } from "../model/deceptive-text";
import { problemLine } from "./problem-text";
import { printable } from "./printable";
import { anyText } from "../test/support/any-text";

const unseen = [
  "\u202E",
  "\u200B",
  "\u200D",
  "\u2066",
  "\uFEFF",
  "\u00AD",
  "\u{E0041}",
  "\u3164",
  "\u001B",
  "\u0085",
  "\n",
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...unseen), fc.string({ unit: "grapheme" }), anyText))
  .map((parts) => parts.join(""));

test("nothing that is printed is obeyed, invisible or turned around", () => {
  fc.assert(
    fc.property(text, (value) => {
      const shown = printable(value);
      expect(shown).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
      expect(deceptiveCharacter(shown)).toBeUndefined();
      expect(printable(shown)).toBe(shown);
    }),
  );
});

test("a problem's words, path and file are printed that way", () => {
  fc.assert(
    fc.property(text, text, text, (path, message, file) => {
      const line = problemLine({ rule: "r", severity: "error", path, message, file, line: 1, column: 1 });
      expect(line).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
      expect(deceptiveCharacter(line)).toBeUndefined();
    }),
  );
});

test.each([
  "\u{1F468}\u200D\u{1F469}\u200D\u{1F467}",
  "می\u200Cخواهم",
  "क्\u200Dष",
  "Grüße 日本 \u{1F44D}\u{1F3FD}",
])("%s keeps what belongs to it", (value) => {
  expect(printable(value)).toBe(value);
});
