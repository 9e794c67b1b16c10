// Unit tests stand beside their sources; test/ holds what spans folders, the real engine and the real daemon.
/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  testMatch: ["<rootDir>/{model,render,components,operations,simulator,setup,test}/**/*.test.{ts,js}"],
  modulePathIgnorePatterns: ["<rootDir>/bin/", "<rootDir>/out/"],
};
