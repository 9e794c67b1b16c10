// @ts-check
"use strict";

const { installPackages, isDebian } = require("./debian-packages.js");
const { findExecutable, lastLines, run } = require("./processes.js");

/** The names that packages give to Chromium and its derivatives. */
const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** A Chromium on PATH; undefined if there is none. */
const found = () => NAMES.flatMap((name) => findExecutable(name, process.env.PATH ?? "") ?? [])[0];

/**
 * Makes a Chromium available to the browser's test: one on PATH, or Debian's package, about 300 MB, if this process may install it.
 * Returns undefined if there is one, otherwise why there is none.
 *
 * @param {{ isRoot?: boolean, debian?: boolean, install?: typeof installPackages }} [machine] for tests
 * @returns {Promise<string | undefined>}
 */
async function ensureChromium({
  isRoot = process.getuid?.() === 0,
  debian = isDebian(),
  install = installPackages,
} = {}) {
  if (found() === undefined) {
    if (!debian) return "no Chromium is on PATH; install one";
    if (!isRoot)
      return "no Chromium is on PATH; install one, for example with `sudo apt-get install chromium`";
    try {
      await install("Chromium", ["chromium"]);
    } catch (error) {
      return /** @type {Error} */ (error).message.replaceAll("\n", " ");
    }
  }
  const browser = found();
  if (browser === undefined) return "apt installed no Chromium on PATH; install one";
  // Ubuntu's package is a stub that asks for snap.
  const { code, stdout, stderr } = await run(browser, ["--version"], {});
  return code === 0 ? undefined : `${browser} does not start: ${lastLines(stderr || stdout, 1)}`;
}

module.exports = { ensureChromium };
