// @ts-check
const { join } = require("node:path");
const { lazyModule } = require("../../system/lazy-module");

module.exports = lazyModule(() => require(join(__dirname, "../../node_modules/zod/v4/locales/index.cjs")));
