// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { ensureStackExists, selectStack } = require("./stack.js");
const { scratchFolder, lay } = require("./scratch-folder.js");

/** A stand-in for pulumi: notes its calls, writes to the stack's file as `stack init` does, has one stack elsewhere. */
const PULUMI = `#!/bin/sh
echo "$*" >> "$(dirname "$0")/calls"
case "$1 $2" in
  "stack init") echo 'encryptionsalt: v1:new' >> "Pulumi.$3.yaml" ;;
  "stack ls") echo '[{"name": "organization/genesys-chat/far", "current": false}]' ;;
esac
`;

function project() {
  const tools = lay(scratchFolder(), { pulumi: PULUMI });
  const state = scratchFolder();
  const root = lay(scratchFolder(), {
    "Pulumi.yaml": "name: genesys-chat\n",
    "Pulumi.dev.yaml": "# kept\nencryptionsalt: v1:old\n",
  });
  const env = {
    PATH: `${tools}:${process.env.PATH}`,
    HOME: root,
    XDG_CACHE_HOME: scratchFolder(),
    PULUMI_HOME: scratchFolder(),
    PULUMI_BACKEND_URL: `file://${state}`,
  };
  const calls = () =>
    fs.existsSync(path.join(tools, "calls")) ? fs.readFileSync(path.join(tools, "calls"), "utf8") : "";
  return { root, state, env, calls };
}

test("a stack that the state has is found without starting pulumi", async () => {
  const { root, state, env, calls } = project();
  lay(state, {
    ".pulumi/stacks/genesys-chat/dev.json": "{}",
    ".pulumi/stacks/genesys-chat/acme.json.gz": "",
  });
  expect(await ensureStackExists(root, "dev", env)).toBe(false);
  expect(await ensureStackExists(root, "acme", env)).toBe(false);
  expect(calls()).toBe("");
});

test("one that it does not have is created; a file with its salt stays as it is", async () => {
  const { root, env, calls } = project();
  expect(await ensureStackExists(root, "dev", env)).toBe(true);
  expect(calls()).toBe("stack init dev --no-select --non-interactive\n");
  expect(fs.readFileSync(path.join(root, "Pulumi.dev.yaml"), "utf8")).toBe(
    "# kept\nencryptionsalt: v1:old\n",
  );
});

test("a new file keeps the salt that Pulumi wrote", async () => {
  const { root, env } = project();
  await ensureStackExists(root, "acme", env);
  expect(fs.readFileSync(path.join(root, "Pulumi.acme.yaml"), "utf8")).toBe("encryptionsalt: v1:new\n");
});

test("a wrong passphrase is said with what to do", async () => {
  const { root, env } = project();
  lay(env.PATH.split(":")[0] ?? "", {
    pulumi: "#!/bin/sh\necho 'error: incorrect passphrase' >&2\nexit 255\n",
  });
  await expect(ensureStackExists(root, "dev", env)).rejects.toThrow(
    /not the one that Pulumi\.dev\.yaml is sealed with: .* unset PULUMI_CONFIG_PASSPHRASE and/,
  );
});

test("a state elsewhere is asked", async () => {
  const { root, env, calls } = project();
  const elsewhere = { ...env, PULUMI_BACKEND_URL: "s3://bucket" };
  expect(await ensureStackExists(root, "far", elsewhere)).toBe(false);
  expect(await ensureStackExists(root, "near", elsewhere)).toBe(true);
  expect(calls()).toMatch(/^(stack ls --json --non-interactive\n)+stack init near /);
});

test.each([["../dev"], ["a b"], [""], ["ü"], ["x".repeat(101)]])(
  "%j is refused as a stack's name",
  async (name) => {
    const { root, env, calls } = project();
    await expect(ensureStackExists(root, name, env)).rejects.toThrow(
      /can't be a stack's name; allowed are up to 100 letters/,
    );
    expect(calls()).toBe("");
  },
);

test("a stack is selected where the user has selected none, and theirs is left", async () => {
  const { root, env, calls } = project();
  await selectStack(root, "dev", env);
  expect(calls()).toBe("stack select dev --non-interactive\n");
  const place = require("node:crypto")
    .createHash("sha1")
    .update(path.join(root, "Pulumi.yaml"))
    .digest("hex");
  lay(env.PULUMI_HOME, { [`workspaces/genesys-chat-${place}-workspace.json`]: '{"stack": "acme"}' });
  await selectStack(root, "dev", env);
  expect(calls()).toBe("stack select dev --non-interactive\n");
});

test("a selection that fails is reported in one sentence, with the place and what to do", async () => {
  const { root, env } = project();
  const said = "error: open workspace.json: permission denied\nerror: not saved.";
  lay(env.PATH.split(":")[0] ?? "", { pulumi: `#!/bin/sh\nprintf '${said}' >&2\nexit 255\n` });
  await expect(selectStack(root, "dev", env)).rejects.toThrow(
    `The stack dev can't be selected for bare pulumi in ${root}: Pulumi reports "open workspace.json: permission denied; not saved". ` +
      `Pulumi keeps the selection in ${env.PULUMI_HOME}/workspaces, which must be writable: correct that, or name the stack each time (pulumi up --stack dev).`,
  );
});

test.each([
  ["created", "stack init", "The stack dev can't be created"],
  ["listed", "stack ls", "The stacks can't be listed"],
])("a stack that can't be %s is reported in one sentence", async (_, words, what) => {
  const { root, env } = project();
  lay(env.PATH.split(":")[0] ?? "", {
    pulumi: `#!/bin/sh\n[ "$1 $2" != "${words}" ] || { printf 'error: one\\n  two' >&2; exit 255; }\necho '[]'\n`,
  });
  const elsewhere = { ...env, PULUMI_BACKEND_URL: "s3://bucket" };
  await expect(ensureStackExists(root, "dev", elsewhere)).rejects.toThrow(
    `${what}: Pulumi reports "one; two". Correct that and run the command again.`,
  );
});
