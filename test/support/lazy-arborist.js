// @ts-check
const { join } = require("node:path");
const { lazyModule } = require("../../system/lazy-module");

// By its folder: the package's name leads here again.
module.exports = lazyModule(() => require(join(__dirname, "../../node_modules/@npmcli/arborist")));
