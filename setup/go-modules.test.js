// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { buildPrograms, compilerFlags, moduleKey } = require("./go-modules.js");
const { scratchFolder, lay } = require("./scratch-folder.js");

const ROOT = path.dirname(__dirname);
const LIST = "setup/toolchain/cold-packages.json";

const { PATH, GOGC, GOMEMLIMIT } = process.env;
afterEach(() => {
  for (const [name, value] of Object.entries({ PATH, GOGC, GOMEMLIMIT })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

/**
 * A project with the modules "cli" and "docker", and a stand-in for the go command that records what it is asked.
 *
 * @param {{ fails?: string }} [options] fails: the module whose build fails
 */
function project({ fails = "none" } = {}) {
  const root = lay(scratchFolder(), {
    [LIST]: JSON.stringify({ modules: ["cli", "docker"], packages: ["example.com/cold/..."] }),
    "setup/toolchain/cli/go.mod": "module cli\n\ngo 1.26.0\n",
    "setup/toolchain/docker/go.mod": "module docker\n\ngo 1.26.0\n",
    "setup/toolchain/engine/go.mod": "module engine\n\ngo 1.26.0\n",
    "bin/go": `#!/bin/sh
[ "$1" = env ] && echo go1.26.8 && exit 0
module=$(basename "$PWD")
echo "$1 $module" >> ../../../calls
if [ "$1" = build ]; then
  echo "$GOGC $GOMEMLIMIT $*" >> "../../../$module.build"
  sleep 0.2
  echo "built $module" >> ../../../calls
  [ "$module" = ${fails} ] && exit 1
fi
exit 0
`,
  });
  process.env.PATH = `${path.join(root, "bin")}${path.delimiter}${PATH}`;
  delete process.env.GOGC;
  delete process.env.GOMEMLIMIT;
  return {
    root,
    /** @param {"cli" | "docker"} name */
    build: (name) => buildPrograms(root, name, [{ package: ".", output: "program", variables: {} }], name),
    calls: () => fs.readFileSync(path.join(root, "calls"), "utf8").trim().split("\n"),
    /** @param {"cli" | "docker"} name */
    built: (name) => fs.readFileSync(path.join(root, `${name}.build`), "utf8"),
  };
}

test("builds run one after the other, and modules are downloaded meanwhile", async () => {
  const { build, calls } = project();
  await Promise.all([build("cli"), build("docker")]);
  const seen = calls();
  expect(seen.filter((call) => call.startsWith("buil"))).toEqual([
    "build cli",
    "built cli",
    "build docker",
    "built docker",
  ]);
  expect(seen.indexOf("list docker")).toBeLessThan(seen.indexOf("built cli"));
});

test("a build that fails does not keep the next one from its turn", async () => {
  const { build, calls } = project({ fails: "cli" });
  const [cli, docker] = await Promise.allSettled([build("cli"), build("docker")]);
  expect(cli).toMatchObject({ status: "rejected", reason: { message: /^cli can't be built/ } });
  expect(docker.status).toBe("fulfilled");
  expect(calls()).toContain("built docker");
});

test("cold packages are compiled without inlining, in a limited memory that is not collected", async () => {
  const { build, built } = project();
  await build("cli");
  expect(built("cli")).toMatch(/^off 1GiB build -trimpath -gcflags=all=-dwarf=false -gcflags=example\.com/);
  expect(built("cli")).toContain("-gcflags=example.com/cold/...=-dwarf=false -l ");
});

test.each([
  { GOGC: "50", seen: "50  build" },
  { GOMEMLIMIT: "300MiB", seen: " 300MiB build" },
])("the user's own $seen decides about the compiler's memory", async ({ seen, ...own }) => {
  const { build, built } = project();
  Object.assign(process.env, own);
  await build("docker");
  expect(built("docker").startsWith(seen)).toBe(true);
});

test("a change of the flags is another key, for the modules that are compiled with them", () => {
  const { root } = project();
  const keys = () => /** @type {const} */ (["cli", "docker", "engine"]).map((name) => moduleKey(root, name));
  const before = keys();
  lay(root, { [LIST]: JSON.stringify({ modules: ["cli", "docker"], packages: ["example.com/colder/..."] }) });
  const after = keys();
  expect(after.map((key, index) => key === before[index])).toEqual([false, false, true]);
});

test("what every command runs is optimised, and both programs have the same flags", () => {
  const patterns = compilerFlags(ROOT, "cli").flatMap(
    (flag) => /^-gcflags=(.*)\/\.\.\.=/.exec(flag)?.[1] ?? [],
  );
  expect(patterns).toContain("github.com/aws");
  const hot = [
    "crypto/tls",
    "encoding/json",
    "github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema",
    "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge",
    "github.com/pulumi/pulumi/pkg/v3/backend/diy",
    "github.com/pulumi/pulumi/pkg/v3/engine",
    "github.com/pulumi/pulumi/pkg/v3/resource/deploy",
    "github.com/pulumi/pulumi/pkg/v3/secrets/passphrase",
    "github.com/pulumi/pulumi/sdk/v3/go/common/resource",
    "github.com/pulumi/pulumi/sdk/v3/proto/go",
    "github.com/zclconf/go-cty/cty",
    "google.golang.org/grpc/internal/transport",
    "google.golang.org/protobuf/internal/impl",
  ];
  expect(hot.filter((name) => patterns.some((pattern) => `${name}/`.startsWith(`${pattern}/`)))).toEqual([]);
  expect(compilerFlags(ROOT, "docker")).toEqual(compilerFlags(ROOT, "cli"));
  expect(compilerFlags(ROOT, "compose")).toEqual([]);
});

test.each([
  "google.golang.org/protobuf",
  "google.golang.org/grpc",
  "github.com/go-git/go-git/v6",
  "github.com/go-git/go-billy/v6",
])("the CLI and the plugin share the compiled %s: one version in both modules", (name) => {
  const version = (/** @type {string} */ module) =>
    new RegExp(`\\s${name} (v\\S+)`).exec(
      fs.readFileSync(path.join(ROOT, "setup", "toolchain", module, "go.mod"), "utf8"),
    )?.[1];
  expect(version("cli")).toMatch(/^v/);
  expect(version("docker")).toBe(version("cli"));
});
