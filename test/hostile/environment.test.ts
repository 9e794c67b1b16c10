import { expectRefused, HostileProject } from "./harness";

/* Variables of workplaces and shells, none of which may change what a command that asks neither engine nor daemon finds. */

const project = new HostileProject();

afterAll(() => project.remove());

const words = ["validate", "--stack", "right", "--format", "lines"];
let expected: unknown;

beforeAll(async () => {
  expected = await project.run(words);
  expect(expected).toMatchObject({ code: 0 });
});

const broken = "http://127.0.0.1:9";

const rows: readonly Readonly<Record<string, string>>[] = [
  ...[
    "http_proxy",
    "HTTP_PROXY",
    "https_proxy",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
    "grpc_proxy",
    "GRPC_PROXY",
  ].map((name) => ({ [name]: broken })),
  { http_proxy: "proxy.example" },
  { http_proxy: "nonsense://" },
  { no_proxy: "*" },
  { NO_PROXY: ",,," },
  { NODE_OPTIONS: "--require=/nonexistent.js" },
  { NODE_EXTRA_CA_CERTS: "/nonexistent.pem" },
  { NODE_ENV: "production" },
  { NODE_PATH: "/nonexistent" },
  { CI: "1" },
  { TERM: "" },
  { TERM: "dumb" },
  { TERM: "nonsense" },
  { COLUMNS: "0" },
  { COLUMNS: "-1" },
  { COLUMNS: "many" },
  { LINES: "0" },
  { LANG: "xx_YY.UTF-8" },
  { LC_ALL: "tr_TR.UTF-8" },
  { LC_ALL: "C" },
  { TZ: "Nowhere/Else" },
  { IFS: "/" },
  { CDPATH: "/tmp:/" },
  { GREP_OPTIONS: "--color=always" },
  { POSIXLY_CORRECT: "1" },
  { SHELL: "/bin/false" },
  { EDITOR: "/bin/false" },
  { HOME: "" },
  { HOME: "/nonexistent" },
  { HOME: "/dev/null" },
  { HOME: "relative" },
  { HOME: "/ü ber/%41#'\"" },
  { USER: "", LOGNAME: "" },
  { TMPDIR: "/nonexistent" },
  { XDG_CACHE_HOME: "/dev/null" },
  { XDG_STATE_HOME: "relative" },
  { XDG_CONFIG_HOME: "/nonexistent" },
  { PULUMI_HOME: "/nonexistent" },
  { PULUMI_BACKEND_URL: "nonsense" },
  { PULUMI_BACKEND_URL: "file://%zz" },
  { PULUMI_CONFIG_PASSPHRASE: "" },
  { PULUMI_CONFIG_PASSPHRASE_FILE: "/nonexistent" },
  { PULUMI_ACCESS_TOKEN: "x" },
  { PULUMI_STACK: "other" },
  { PULUMI_CONFIG: "{" },
  { PULUMI_PARALLEL: "0" },
  { DOCKER_HOST: "nonsense" },
  { DOCKER_HOST: "tcp://127.0.0.1:1" },
  { DOCKER_CONTEXT: "absent" },
  { DOCKER_CONFIG: "/nonexistent" },
  { DOCKER_TLS_VERIFY: "1" },
  { GENESYS_CHAT_PASSPHRASES: "/dev/null" },
  { GENESYS_CHAT_RUN: "1" },
  { GITHUB_STEP_SUMMARY: "/nonexistent" },
  { npm_config_prefix: "/nonexistent" },
  { DEBUG: "*" },
  { GODEBUG: "netdns=cgo+2" },
];

test.each(rows.map((changes) => ({ title: JSON.stringify(changes), changes })))(
  "$title",
  async ({ changes }) => {
    expect(await project.run(words, changes)).toEqual(expected);
    project.expectUntouched();
  },
);

/** Homes in which nothing can be made, for a command that must write there. */
test.each([
  ["HOME is a device", { HOME: "/dev/null", XDG_CONFIG_HOME: "" }],
  ["HOME is below a device", { HOME: "/dev/null/home", XDG_CONFIG_HOME: "" }],
  ["XDG_CONFIG_HOME is a device", { XDG_CONFIG_HOME: "/dev/null" }],
  ["GENESYS_CHAT_PASSPHRASES is below a device", { GENESYS_CHAT_PASSPHRASES: "/dev/null/x" }],
  ["HOME is too long", { HOME: `/${"x".repeat(300)}`, XDG_CONFIG_HOME: "" }],
])("no tenant is added where %s", async (_, changes) => {
  const ended = await project.run(["tenants", "add", "bolt"], changes);
  expectRefused(
    { ...ended, stdout: "" },
    2,
    /can't be (?:created|opened)|is not a folder|part of the path|too long/,
  );
  project.expectUntouched();
});
