// @ts-check
"use strict";

const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { scratchFolder, lay } = require("../setup/scratch-folder.js");

const ROOT = path.dirname(__dirname);
const wrapper = path.join(ROOT, "chatstack");

test.each(
  /** @type {[NodeJS.Signals, string, string][]} */ ([
    ["SIGINT", "the machine is made ready", "version"],
    ["SIGTERM", "the machine is made ready", "version"],
    ["SIGHUP", "the machine is made ready", "version"],
    ["SIGHUP", "the program has the set-up create a stack", "stack"],
  ]),
)(
  "%s while %s ends with exit code 2 and one sentence, and leaves no process",
  async (signal, _, command) => {
    const tools = scratchFolder();
    const note = path.join(tools, "note");
    lay(tools, {
      pulumi: `#!/bin/sh\nif [ "$1" = ${command} ]; then echo $$ > ${note}.new; mv ${note}.new ${note}; exec sleep 60; fi\n[ "$1" != version ] || echo v99.0.0\n`,
      "pulumi-language-nodejs": "#!/bin/sh\n",
    });
    const searchPath = `${tools}${path.delimiter}${process.env.PATH}`;
    const env = { ...process.env, PATH: searchPath, PULUMI_BACKEND_URL: `file://${scratchFolder()}` };
    const running = spawn(wrapper, ["preview"], { cwd: ROOT, env, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    running.stderr.on("data", (text) => (said += text));
    const ended = new Promise((resolve) => running.on("close", resolve));
    while (!fs.existsSync(note) && running.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 20));
    running.kill(signal);
    expect(await ended).toBe(2);
    expect(said).toMatch(new RegExp(`chatstack: Interrupted by ${signal}; run the command again\\.\n$`));
    const child = Number(fs.readFileSync(note, "utf8"));
    expect(() => process.kill(child, 0)).toThrow("ESRCH");
  },
  30_000,
);
