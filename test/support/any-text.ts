import fc from "fast-check";

/** Half of a surrogate pair alone is no character. */
const [firstSurrogate, surrogates] = [0xd800, 0x800];

/** Texts of all code points, which fast-check's unit "binary" has too: that one lists a million of them first, for a second. */
export const anyText = fc.string({
  unit: fc
    .integer({ min: 0, max: 0x10ffff - surrogates })
    .map((number) => String.fromCodePoint(number < firstSurrogate ? number : number + surrogates)),
});
