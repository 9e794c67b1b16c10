// @ts-check
const { join } = require("node:path");
const { lazyModule } = require("../../system/lazy-module");

// By its file: the SDK's own request leads here again.
module.exports = lazyModule(() =>
  require(join(__dirname, "../../node_modules/@pulumi/pulumi/typescript-shim.js")),
);
