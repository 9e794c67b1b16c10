import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { programFingerprint, stackFingerprint } from "../../system/fingerprint";
import { resolveStack } from "../../system/stack-file";
import { announcedAgent } from "../../system/announcement";
import { changedParts } from "./changed-parts";
import { Recognizer } from "./recognition";

/* A project in a folder of its own, and a state as an update of its stack leaves it: as Pulumi 3.256.0 writes both. */
let root: string;

const files: Readonly<Record<string, string>> = {
  "Pulumi.yaml": "name: genesys-chat\nmain: bin/index.js\nruntime: nodejs\n",
  "Pulumi.dev.yaml": `# A comment.
config:
  genesys-chat:deployment:
    extend: profiles/pair.yaml
    mobileServices:
      GMS:
        image: registry.example/gms:1
        connections: [WebAPI]
        options: { service.request-chat-poll: { service: { secret: url } } }
        files: { /opt/pages/ChatLBServerInfo.jsp: pages/lb.jsp }
    interactionServers: { InteractionServer: {} }
    contactServers: { ContactServer: {} }
  genesys-chat:secrets.url:
    secure: v1:one:cipher
  docker:host: unix:///var/run/docker.sock
encryptionsalt: v1:salt
`,
  "profiles/pair.yaml": `extend: base.yaml
webApiServers: { WebAPI: { connections: [ChatServer1] } }
chatServers: { ChatServer1: { connections: [InteractionServer, ContactServer], options: { settings: { transcript-auto-save: 2 } } } }
`,
  "profiles/base.yaml": "stage: lab\n",
  "pages/lb.jsp": "<%-- balances --%>\n",
  "package.json": JSON.stringify({ dependencies: { "@pulumi/docker": "5.2.0", zod: "4.6.7" } }),
  "package-lock.json": "{}\n",
  "setup/toolchain/versions.json": `{ "pulumi": "3.256.0" }\n`,
  "node_modules/@pulumi/docker/package.json": `{ "version": "5.2.0" }\n`,
  "node_modules/zod/package.json": `{ "version": "4.6.7" }\n`,
  "bin/index.js": "// index\n",
  "bin/components/application.js": "// application\n",
  "bin/docker/names.js": "// names\n",
  "bin/system/stack-file.js": "// stack files\n",
  "bin/model/resolve.js": "// resolve\n",
  "bin/model/rules/ports.js": "// ports\n",
  "bin/render/manifest.js": "// manifest\n",
  "bin/cli/main.js": "// cli\n",
  "bin/simulator/image/tag.json": `{ "image": "genesys-chat-simulator:1" }\n`,
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "genesys-chat-fingerprint-"));
  for (const [file, text] of Object.entries(files)) write(file, text);
  deploy();
});

afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

const read = (file: string) => readFileSync(join(root, file), "utf8");
const change = (file: string, from: string, to: string) => {
  expect(read(file)).toContain(from);
  write(file, read(file).replace(from, to));
};

interface Deployed {
  readonly resources?: readonly object[];
  readonly pending?: readonly object[];
  readonly fingerprint?: unknown;
  readonly entry?: object;
}

const flags = { "pulumi.flag.yes": "true", "pulumi.flag.skip-preview": "true", "pulumi.flag.stack": "set" };
const network = { urn: "urn::net", type: "docker:index/network:Network" };
let runs = 0;

/** Leaves a state and its history as an update would; what is given differs from a good one. */
function deploy({ resources = [network], pending, fingerprint, entry }: Deployed = {}): void {
  const { deployment, ...resolution } = resolveStack(root, "dev");
  if (!deployment) throw new Error(`the test's definition is wrong: ${JSON.stringify(resolution.problems)}`);
  const made = { ...stackFingerprint(root, deployment, resolution), ...programFingerprint(root) };
  const outputs = { fingerprint: fingerprint ?? made };
  const all = [{ urn: "urn::dev", type: "pulumi:pulumi:Stack", outputs }, ...resources];
  const state = JSON.stringify({
    version: 3,
    checkpoint: { latest: { resources: all, pending_operations: pending } },
  });
  runs += 1;
  const run = `state/.pulumi/history/genesys-chat/dev/dev-${1795552061486065410n + BigInt(runs)}`;
  write("state/.pulumi/stacks/genesys-chat/dev.json", state);
  write(`${run}.checkpoint.json`, state);
  write(
    `${run}.history.json`,
    JSON.stringify({ kind: "update", result: "succeeded", environment: flags, ...entry }),
  );
}

/** The reasons why dev must be previewed; "unchanged" if there is none. */
function reasons(backend = `file://${join(root, "state")}`): readonly string[] | "unchanged" {
  const found = new Recognizer(root, backend, programFingerprint(root)).recognise(
    "dev",
    resolveStack(root, "dev"),
  );
  return found.unchanged ? "unchanged" : found.reasons;
}

describe("is unchanged", () => {
  test.each<[string, () => void]>([
    ["nothing", () => undefined],
    [
      "nothing, in an update that was limited to what its preview announced",
      () =>
        deploy({
          entry: { environment: { ...flags, "pulumi.flag.target": "set", "exec.agent": announcedAgent } },
        }),
    ],
    ["comments and blanks in the stack file", () => appendFileSync(join(root, "Pulumi.dev.yaml"), "\n# x\n")],
    ["comments in a profile", () => write("profiles/base.yaml", "# why\nstage:    lab # for now\n")],
    ["another spelling of the same", () => change("Pulumi.dev.yaml", "[WebAPI]", "{ WebAPI: {} }")],
    ["a default said aloud", () => write("profiles/base.yaml", "stage: lab\nnamePrefix: ''\n")],
    ["the CLI, which the engine never meets", () => write("bin/cli/main.js", "// other\n")],
    ["another stack's file", () => write("profiles/other.yaml", "stage: lab\n")],
  ])("when what changed is %s", (_, edit) => {
    edit();
    expect(reasons()).toBe("unchanged");
  });
});

/** Everything that goes into a deployment, each changed by itself; a part that is forgotten would fail here. */
describe("is never called unchanged", () => {
  test.each<[string, () => void, RegExp]>([
    [
      "the definition",
      () => change("Pulumi.dev.yaml", "gms:1", "gms:2"),
      /definition Pulumi\.dev\.yaml changed/,
    ],
    ["a profile", () => change("profiles/pair.yaml", "2 }", "1 }"), /profile profiles\/pair\.yaml changed/],
    [
      "a profile's profile",
      () => write("profiles/base.yaml", "stage: lab\nnamePrefix: A_\n"),
      /base\.yaml changed/,
    ],
    [
      "one profile more",
      () => {
        write("profiles/base.yaml", "extend: more.yaml\nstage: lab\n");
        write("profiles/more.yaml", "namePrefix: B_\n");
      },
      /profile profiles\/more\.yaml is extended now/,
    ],
    [
      "one profile fewer",
      () => {
        write("profiles/base.yaml", "stage: lab\nnamePrefix: C_\n");
        deploy();
        change("profiles/pair.yaml", "extend: base.yaml\n", "");
      },
      /profile profiles\/base\.yaml is extended no more/,
    ],
    ["an own file", () => write("pages/lb.jsp", "<%-- else --%>\n"), /file pages\/lb\.jsp changed/],
    [
      "a secret",
      () => change("Pulumi.dev.yaml", "v1:one:cipher", "v1:two:cipher"),
      /secret .*secrets\.url changed/,
    ],
    ["a setting of the provider", () => change("Pulumi.dev.yaml", "unix://", "ssh://"), /other settings/],
    ["the encryption", () => change("Pulumi.dev.yaml", "v1:salt", "v1:other"), /other settings/],
    ["the project file", () => change("Pulumi.yaml", "runtime: nodejs", "runtime: yaml"), /other settings/],
    ...[
      "index.js",
      "components/application.js",
      "model/rules/ports.js",
      "render/manifest.js",
      "docker/names.js",
      "system/stack-file.js",
    ].map((file): [string, () => void, RegExp] => [
      `the program's ${file}`,
      () => write(`bin/${file}`, "// other\n"),
      /^the program changed$/,
    ]),
    ["a file more in the program", () => write("bin/model/new.js", ""), /^the program changed$/],
    [
      "a file fewer in the program",
      () => rmSync(join(root, "bin/model/resolve.js")),
      /^the program changed$/,
    ],
    [
      "a package that is installed",
      () => change("node_modules/@pulumi/docker/package.json", "5.2.0", "5.3.0"),
      /package versions changed: @pulumi\/docker 5\.2\.0 to 5\.3\.0/,
    ],
    ["a package below those", () => write("package-lock.json", "{ }\n"), /^package versions changed$/],
    [
      "the pinned tools",
      () => change("setup/toolchain/versions.json", "3.256.0", "3.257.0"),
      /pinned versions/,
    ],
    [
      "the simulator's image",
      () => change("bin/simulator/image/tag.json", "simulator:1", "simulator:2"),
      /simulator's image changed to genesys-chat-simulator:2/,
    ],
    ["an error", () => change("Pulumi.dev.yaml", "[WebAPI]", "[WebAPY]"), /definition has errors/],
    [
      "an environment",
      () => change("Pulumi.dev.yaml", "encryptionsalt", '"environment": [x]\nencryptionsalt'),
      /environment/,
    ],
  ])("when what changed is %s", (_, edit, reason) => {
    edit();
    expect(reasons()).toEqual(expect.arrayContaining([expect.stringMatching(reason)]));
  });

  test("and every changed part is named, not the first only", () => {
    write("bin/index.js", "// other\n");
    change("Pulumi.dev.yaml", "v1:one:cipher", "v1:two:cipher");
    expect(reasons()).toHaveLength(2);
  });
});

/** The outputs are written down whatever became of the resources: so they alone prove nothing. */
describe("is never called unchanged if the state is incomplete", () => {
  const broken = { ...network, initErrors: ["not healthy"] };
  test.each<[string, Deployed, RegExp]>([
    ["nothing was deployed", { resources: [], fingerprint: {} }, /fingerprints/],
    ["operations are pending", { pending: [{ type: "creating", resource: network }] }, /pending operation/],
    ["a container did not become healthy", { resources: [broken] }, /left net unfinished/],
    ["an old one is still to go", { resources: [{ ...network, delete: true }] }, /left net unfinished/],
    ["one is gone half-way", { resources: [{ ...network, pendingReplacement: true }] }, /unfinished/],
    ["the last update failed", { entry: { result: "failed" } }, /last update failed/],
    ["the last run was a refresh", { entry: { kind: "refresh" } }, /a refresh/],
    ["only a part was updated", { entry: { environment: { "pulumi.flag.target": "set" } } }, /--target/],
    ["a part was left out", { entry: { environment: { "pulumi.flag.exclude": "set" } } }, /--exclude/],
    [
      "it came from another file",
      { entry: { environment: { "pulumi.flag.config-file": "x" } } },
      /--config-file/,
    ],
    ["the program left half of it", { fingerprint: { program: "x" } }, /before there were fingerprints/],
  ])("%s", (_, deployed, reason) => {
    deploy(deployed);
    expect(reasons()).toEqual([expect.stringMatching(reason)]);
  });

  test("an update that failed after one that did not, although the definition is that one's again", () => {
    deploy({ entry: { result: "failed" } });
    expect(reasons()).toEqual(["the last update failed"]);
    deploy();
    expect(reasons()).toBe("unchanged");
  });

  test("the state was changed by hand, or a run was killed", () => {
    appendFileSync(join(root, "state/.pulumi/stacks/genesys-chat/dev.json"), " ");
    expect(reasons()).toEqual(["the state was changed since the last update"]);
  });

  test("there is no history, no state, or none that could be read as files", () => {
    rmSync(join(root, "state/.pulumi/history"), { recursive: true });
    expect(reasons()).toEqual(["the state has no history"]);
    rmSync(join(root, "state"), { recursive: true });
    expect(reasons()).toEqual(["never deployed"]);
    expect(reasons("s3://bucket")).toEqual(["the state is kept elsewhere"]);
  });
});

describe("another update would have it recognised", () => {
  const isWorthIt = (backend = `file://${join(root, "state")}`) =>
    new Recognizer(root, backend, programFingerprint(root)).isWorthAnUpdate("dev", resolveStack(root, "dev"));

  test("if the program changed, or the last run was no complete update; not if nothing changed", () => {
    expect(isWorthIt()).toBe(false);
    deploy({ entry: { kind: "refresh" } });
    expect(isWorthIt()).toBe(true);
    deploy();
    write("bin/index.js", "// other\n");
    expect(isWorthIt()).toBe(true);
  });

  test("never where no update is enough", () => {
    write("bin/index.js", "// other\n");
    expect(isWorthIt("s3://bucket")).toBe(false);
    change("Pulumi.dev.yaml", "encryptionsalt", '"environment": [x]\nencryptionsalt');
    expect(isWorthIt()).toBe(false);
  });
});

/** Sources and files only say why; what they mean together is the definition's own hash. */
test("every part of a fingerprint counts by itself", () => {
  const { deployment, ...resolution } = resolveStack(root, "dev");
  const whole = { ...stackFingerprint(root, deployment!, resolution), ...programFingerprint(root) };
  const parts = Object.keys(whole).filter((part) => part !== "sources" && part !== "files");
  expect(parts).toHaveLength(7);
  for (const part of parts) {
    const value = whole[part as keyof typeof whole];
    const other = typeof value === "string" ? "other" : { ...value, other: "other" };
    expect(changedParts({ ...whole, [part]: other }, whole)).not.toEqual([]);
    expect(changedParts(whole, { ...whole, [part]: other })).not.toEqual([]);
  }
});
