const { availableParallelism, totalmem } = require("node:os");

/**
 * More than the two processors of the smallest machine, since what is slow waits for containers (docs/adr/0061-three-workers-on-two-processors.md),
 * if the machine has the 12 GB that three stacks and their updates may need.
 */
const fewestWorkers = totalmem() < 12 * 2 ** 30 ? 2 : 3;

// Unit tests stand beside their sources; test/ holds what spans folders, the real engine and the real daemon.
/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  globalSetup: "<rootDir>/test/support/run-set-up.ts",
  globalTeardown: "<rootDir>/test/support/run-tear-down.ts",
  maxWorkers: Math.max(fewestWorkers, availableParallelism() - 1),
  testSequencer: "<rootDir>/test/support/longest-first.js",
  runtime: "<rootDir>/test/support/script-cache-runtime.js",
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  // As in the product (engine/lazy-imports.ts, system/lazy-locales.ts): neither SDK nor Zod needs them before they are used.
  moduleNameMapper: {
    "^@npmcli/arborist$": "<rootDir>/test/support/lazy-arborist.js",
    "^\\.\\./\\.\\./typescript-shim$": "<rootDir>/test/support/lazy-typescript.js",
    "^\\.\\./locales/index\\.cjs$": "<rootDir>/test/support/lazy-zod-locales.js",
  },
  // No test measures time: the limit ends what hangs, and a busy machine needs more than jest's 5 seconds to start a process.
  testTimeout: 60_000,
  testMatch: [
    "<rootDir>/{model,render,system,docker,engine,components,operations,cli,simulator,setup,test}/**/*.test.{ts,js}",
  ],
  modulePathIgnorePatterns: ["<rootDir>/bin/", "<rootDir>/out/"],
};
