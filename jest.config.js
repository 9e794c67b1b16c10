const { availableParallelism } = require("node:os");

// Unit tests stand beside their sources; test/ holds what spans folders, the real engine and the real daemon.
/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  globalSetup: "<rootDir>/test/support/run-set-up.ts",
  globalTeardown: "<rootDir>/test/support/run-tear-down.ts",
  // Twice the two processors of the smallest machine: half of the time of what is slow is waiting (docs/adr/0061-four-test-files-side-by-side.md).
  maxWorkers: Math.max(4, availableParallelism() - 1),
  testSequencer: "<rootDir>/test/support/longest-first.js",
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  // No test measures time: the limit ends what hangs, and a busy machine needs more than jest's 5 seconds to start a process.
  testTimeout: 60_000,
  testMatch: [
    "<rootDir>/{model,render,system,docker,engine,components,operations,cli,simulator,setup,test}/**/*.test.{ts,js}",
  ],
  modulePathIgnorePatterns: ["<rootDir>/bin/", "<rootDir>/out/"],
};
