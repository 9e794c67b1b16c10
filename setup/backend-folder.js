// @ts-check
"use strict";

const os = require("node:os");
const path = require("node:path");

const SCHEME = "file://";

/**
 * The folder that a `file://` backend URL names, worked out as Pulumi does (pkg/backend/diy, massageBlobPath, and
 * gocloud's fileblob, 3.256.0): `~` is the account's home folder, a relative path starts at the project, and the rest is
 * percent-decoded. Undefined if the backend is not a folder, or if Pulumi refuses the URL.
 *
 * @param {string | undefined} url such as `file:///home/ada/my%20state`
 * @param {string} root the project's folder, in which Pulumi runs
 * @returns {string | undefined}
 */
function backendFolder(url, root) {
  if (!url?.startsWith(SCHEME)) return undefined;
  // Pulumi parses the URL before and after it expands `~`, so a `#` in a home folder cuts the path there too.
  const named = beforeAny(url.slice(SCHEME.length), "?");
  const expanded = named.startsWith("~") ? path.join(accountHome(), named.slice(2)) : named;
  try {
    return decodeURIComponent(beforeAny(path.resolve(root, expanded), "?#"));
  } catch {
    return undefined;
  }
}

/**
 * The part of a text before the first of some characters.
 *
 * @param {string} text
 * @param {string} characters
 */
function beforeAny(text, characters) {
  const at = [...text].findIndex((character) => characters.includes(character));
  return at < 0 ? text : [...text].slice(0, at).join("");
}

/** The home folder in the account database, which Go asks before HOME. */
function accountHome() {
  try {
    return os.userInfo().homedir;
  } catch {
    return os.homedir();
  }
}

module.exports = { backendFolder };
