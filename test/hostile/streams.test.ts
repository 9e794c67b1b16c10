import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { run, start } from "../support/process";
import { checkout } from "../support/tools";
import { until } from "../support/until";

/* Streams, signals and environments of real processes: `./chatstack` from a shell, as an operator has it. */
jest.setTimeout(60_000);

/** Runs a line of a shell in which `$C` is `./chatstack`; its messages are what it wrote to the standard error. */
async function shell(line: string, environment: NodeJS.ProcessEnv = {}) {
  const env = { ...process.env, C: join(checkout, "chatstack"), ...environment };
  return run("bash", ["-c", line], { cwd: checkout, env, timeoutSeconds: 50 });
}

/** Ends with the code of `./chatstack`, whatever the reader does. */
const piped = (words: string, reader: string) => `$C ${words} | ${reader}; exit \${PIPESTATUS[0]}`;

const lost = (why: string) => new RegExp(`^chatstack: The output did not arrive: ${why}$`, "m");
const full = lost("no space is left \\(ENOSPC\\)\\.");
const closed = lost("its reader has closed it \\(EPIPE\\)\\.");

const nowhere = { DOCKER_HOST: "unix:///nonexistent" };
const noDaemon = /^chatstack: No Docker daemon answers at unix:\/\/\/nonexistent /;

const rows: readonly (readonly [
  line: string,
  code: number,
  says: RegExp,
  environment?: NodeJS.ProcessEnv,
])[] = [
  ["$C validate > /dev/full", 2, full],
  ["$C validate --json > /dev/full", 2, full],
  ["$C render > /dev/full", 2, full],
  ["$C report --no-engine > /dev/full", 2, full],
  ["$C --help > /dev/full", 2, full],
  ["$C env --help > /dev/full", 2, full],
  [piped("validate --json", "true"), 2, closed],
  [piped("report --no-engine", "true"), 2, closed],
  ["$C validate >&-", 2, /^chatstack: The standard output is closed, so no result can be shown; /],
  ["$C up >&-", 2, /^chatstack: The standard output is closed, so no result can be shown; /],
  ["$C validate <&- > /dev/null", 0, /advice/],
  ["$C validate --json 2>&- | grep -c version >&2", 0, /^\d+\n$/],
  ["$C validate 2> /dev/full > /dev/null; echo $? >&2", 0, /^2\n$/],
  [
    "d=$(mktemp -d); cd $d; rmdir $d; $C validate",
    2,
    /The working directory no longer exists: change to another folder/,
  ],
  [
    "d=$(mktemp -d); cd $d; rmdir $d; $C env",
    2,
    /The working directory no longer exists: change to another folder/,
  ],
  [
    "$C validate",
    2,
    /^chatstack: Node\.js does not start with NODE_OPTIONS=--require=\/nonexistent\.js; correct it/,
    { NODE_OPTIONS: "--require=/nonexistent.js" },
  ],
  [
    "$C validate",
    2,
    /^chatstack: Node\.js does not start with NODE_OPTIONS=--nonsense; /,
    { NODE_OPTIONS: "--nonsense" },
  ],
  [
    "$C validate > /dev/null",
    0,
    /advice/,
    { NODE_OPTIONS: "--max-old-space-size=512", CDPATH: "/tmp", IFS: "/" },
  ],
  [
    "$C env",
    2,
    /^chatstack: \/dev\/null\/home\/\S+ can't be created: a part of the path is a file, not a folder \(ENOTDIR\)\. Set HOME/,
    { HOME: "/dev/null/home", XDG_CACHE_HOME: "", XDG_STATE_HOME: "" },
  ],
  ...["/proc/home", "/sys/home", "/proc/self/fd/home"].map(
    (HOME) =>
      [
        `HOME=${HOME} $C env`,
        2,
        /^chatstack: \S+\/genesys-chat\S* can't be created: .* Set HOME, or XDG_CACHE_HOME/,
        { HOME, XDG_CACHE_HOME: "", XDG_STATE_HOME: "" },
      ] as const,
  ),
  [
    "$C preview --stack dev",
    2,
    /^chatstack: PULUMI_DEBUG_GRPC names \/nonexistent\/log, which can't be written \(ENOENT\), .*: set it to/,
    { PULUMI_DEBUG_GRPC: "/nonexistent/log" },
  ],
  ["$C validate --json | head -1 >&2; exit ${PIPESTATUS[0]}", 0, /^\{$/m],
  ["$C verify > /dev/full", 2, noDaemon, nowhere],
  ["$C verify | head -1; exit ${PIPESTATUS[0]}", 2, noDaemon, nowhere],
  ["$C up <&-", 2, noDaemon, nowhere],
  ["$C up 2> /dev/full; echo $? >&2", 0, /^2\n$/, nowhere],
  ...[
    "s3://",
    "s3://no-such-bucket?endpoint=127.0.0.1:1&s3ForcePathStyle=true&region=x",
    "nonsense://x",
    "file://%zz",
    "file:///nonexistent/a%20b%23",
    "file:///nonexistent/a b#%ü",
    "file://./nonexistent",
    "file:///proc",
    "file:///dev/null",
  ].map((PULUMI_BACKEND_URL) => {
    const environment = { PULUMI_BACKEND_URL, AWS_EC2_METADATA_DISABLED: "true" };
    const line = `PULUMI_BACKEND_URL='${PULUMI_BACKEND_URL}' $C preview --stack dev`;
    return [
      line,
      2,
      /^chatstack: The stacks? .* backend of PULUMI_BACKEND_URL \(.+\n$/,
      environment,
    ] as const;
  }),
];

test.each(rows.map(([line, code, says, environment]) => ({ line, code, says, environment })))(
  "$line",
  async ({ line, code, says, environment }) => {
    const ended = await shell(line, environment);
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr).not.toMatch(/^\s+at |node:internal|Unexpected error/m);
    expect(ended.code).toBe(code);
    if (code === 2) expect(ended.stderr.match(/^chatstack: /gm)).toHaveLength(1);
  },
);

/** What is under way is asked to end, as Ctrl-C asks it, and waited for: nothing is left in the middle. */
test.each(["SIGTERM", "SIGHUP"] as const)(
  "%s reaches the program that a command waits for",
  async (signal) => {
    const command = JSON.stringify(join(checkout, "bin", "system", "command.js"));
    const script =
      `require(${command}).capture("sleep", ["30"]).then(({ code }) => process.exit(code));` +
      `process.stdout.write("ready\\n");`;
    const running = start(process.execPath, ["-e", script], { cwd: checkout, timeoutSeconds: 20 });
    await until("the program runs", 60, () => Promise.resolve(running.said().includes("ready") || undefined));
    running.signal(signal);
    expect(await running.ended).toMatchObject({ code: 130, signal: null, stderr: "" });
  },
);

/** To the command alone, as `kill` does it, and to all that it started, as a terminal does that is closed or sends Ctrl-C. */
test.each([
  ["SIGHUP", "signalAll"],
  ["SIGHUP", "signal"],
] as const)("%s by %s in the middle of a preview ends with exit code 2", async (signal, send) => {
  const state = mkdtempSync(join(tmpdir(), "genesys-chat-streams-"));
  try {
    const env = { ...process.env, PULUMI_BACKEND_URL: pathToFileURL(state).href };
    const options = { cwd: checkout, env, timeoutSeconds: 50 };
    const running = start(join(checkout, "chatstack"), ["preview", "--stack", "dev"], options);
    await until("it previews", 40, () => Promise.resolve(running.said().includes("Previewing") || undefined));
    running[send](signal);
    const ended = await running.ended;
    expect(ended.stdout + ended.stderr).not.toMatch(/^\s+at |node:internal|^goroutine|Unexpected error/m);
    expect(ended).toMatchObject({ code: 2, signal: null });
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
});
