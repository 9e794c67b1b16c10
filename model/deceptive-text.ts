/**
 * Characters that make a text look like another one: those that turn the direction of writing, take no room, or are blank letters.
 * Joiners belong to emoji and to scripts that join their letters, and deceive anywhere else (Unicode TR 36, 2.10; CVE-2021-42574).
 */
const deceptive =
  /[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB]|[\u{1D173}-\u{1D17A}]|[\u{E0000}-\u{E007F}]|(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Malayalam}\p{Script=Kannada}\p{Script=Sinhala}\p{M}])[\u200C\u200D]|\p{Surrogate}/gu;

/** The first deceptive character of a text; undefined if there is none. */
export function deceptiveCharacter(text: string): string | undefined {
  return text.match(deceptive)?.[0];
}

/** A character as its code point, such as `U+202E`. */
export function codePointName(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Replaces deceptive characters by their code points, such as `<U+202E>`. */
export function withoutDeception(text: string): string {
  return text.replace(deceptive, (character) => `<${codePointName(character)}>`);
}
