// @ts-check
"use strict";

// Read by whatever Node.js is on PATH, however old: nothing newer than its language may stand in this file, and
// nothing that needs a newer one may be loaded before the question is answered.
var major = Number(process.versions.node.split(".")[0]);
if (major < 20) {
  process.stderr.write(
    "chatstack: Node.js " +
      process.versions.node +
      " is on PATH, 20 or newer is needed; install it and run this again.\n",
  );
  process.exit(2);
}

// Node.js refuses to load packages from such a folder, with a stack trace of its own.
if (process.platform !== "win32" && __dirname.indexOf("\\") >= 0) {
  process.stderr.write(
    "chatstack: The project's folder, " +
      require("node:path").dirname(__dirname) +
      ", has a backslash in its path, and Node.js loads no packages from there; move the folder and run this again.\n",
  );
  process.exit(2);
}

require("./run.js").start(process.argv.slice(2));
