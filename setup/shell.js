// @ts-check
"use strict";

/**
 * A text as one word of a POSIX shell, whatever it holds.
 *
 * @param {string} text
 * @returns {string}
 */
function shellQuote(text) {
  // Inside single quotes nothing has a meaning but the quote itself: end them, give it escaped, open them again.
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * A text as one word of a command to type: quoted only if necessary.
 *
 * @param {string} text
 * @returns {string}
 */
function shellWord(text) {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(text) ? text : shellQuote(text);
}

/**
 * Shell lines that set variables, and unset those that are undefined. PATH is put before what the shell has, so that a shell that changed its own keeps it.
 *
 * @param {Record<string, string | undefined>} variables
 * @param {string | undefined} pathFolder goes to the front of PATH
 * @returns {string}
 */
function exportLines(variables, pathFolder) {
  const lines = Object.entries(variables).map(([name, value]) =>
    value === undefined ? `unset ${name}\n` : `export ${name}=${shellQuote(value)}\n`,
  );
  if (pathFolder !== undefined) lines.unshift(`export PATH=${shellQuote(pathFolder)}"\${PATH:+:$PATH}"\n`);
  return lines.join("");
}

module.exports = { shellQuote, shellWord, exportLines };
