/** Writes words as one command line; a word with a blank, a quote or a backslash is quoted. */
export function commandLineText(words: readonly string[]): string {
  return words
    .map((word) => (/^[^\s"'\\]+$/.test(word) ? word : `"${word.replace(/["\\]/g, "\\$&")}"`))
    .join(" ");
}

/** Reads the words of a command line; undefined if a quote isn't closed. */
export function commandLineWords(text: string): string[] | undefined {
  const words: string[] = [];
  const pattern = /\s*(?:((?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+)|$)/sy;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) return undefined;
    if (match[1] === undefined) break;
    words.push(unquoted(match[1]));
  }
  return words;
}

function unquoted(word: string): string {
  return word.replace(
    /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gs,
    (_, double: string | undefined, single: string | undefined, escaped: string | undefined) =>
      double?.replace(/\\(.)/gs, "$1") ?? single ?? escaped ?? "",
  );
}
