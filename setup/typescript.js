// @ts-check
"use strict";

/*
 * Lets Node.js load TypeScript, compiled as it is loaded: for the programs of this repository that are no part of the build. A program that needs
 * it requires this file first.
 */
const swc = require("@swc/core");

/** @type {NodeJS.Dict<(module: any, file: string) => void>} */
const loaders = require.extensions;
loaders[".ts"] = (module, file) => {
  const { code } = swc.transformFileSync(file, {
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs" },
    sourceMaps: "inline",
  });
  module._compile(code, file);
};
