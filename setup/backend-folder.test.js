// @ts-check
"use strict";

const os = require("node:os");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const fc = require("fast-check");
const { backendFolder } = require("./backend-folder.js");

const folder = (/** @type {string | undefined} */ url) => backendFolder(url, "/project");

test.each([
  ["file:///home/ada/state", "/home/ada/state"],
  ["file:///home/ada/my%20state", "/home/ada/my state"],
  ["file:///home/ada/my state", "/home/ada/my state"],
  ["file:///home/zo%C3%AB", "/home/zoë"],
  ["file:///home/ada/state?no_tmp_dir=false", "/home/ada/state"],
  ["file:///home/ada/state#fragment", "/home/ada/state"],
  ["file:///home/100%25/%23%3F", "/home/100%/#?"],
  ["file://./state", "/project/state"],
  ["file://state", "/project/state"],
  ["file:///a/../b/", "/b"],
])("%s is %s, as for Pulumi", (url, expected) => expect(folder(url)).toBe(expected));

test("~ is the home folder of the account", () => {
  const home = os.userInfo().homedir;
  expect(folder("file://~")).toBe(home);
  expect(folder("file://~/a%20b")).toBe(path.join(home, "a b"));
});

test.each([["s3://bucket"], [undefined], [""], ["file:///%zz"], ["file:///%FF"]])("%s is no folder", (url) =>
  expect(folder(url)).toBeUndefined(),
);

test("a URL made from a path leads back to it, whatever is in the path", () => {
  const part = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !/[/\0]|^\.{1,2}$/.test(text));
  const odd = fc.constantFrom(
    "a b",
    "100%",
    "#1",
    "?",
    "ü",
    "'",
    '"',
    "$HOME",
    "`id`",
    "\\",
    "%41",
    "~",
    "a;b",
    "\n",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(odd, part), { minLength: 1, maxLength: 4 }), (parts) => {
      const file = path.join("/", ...parts);
      expect(folder(pathToFileURL(file).href)).toBe(file);
    }),
  );
});
