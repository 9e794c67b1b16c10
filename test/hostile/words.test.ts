import { expectRefused, HostileProject } from "./harness";

/* Command lines that can't be meant. */

const project = new HostileProject();

afterAll(() => project.remove());

const rows: readonly (readonly [words: readonly string[], says: RegExp])[] = [
  [["validat"], /unknown command 'validat'/],
  [["validate", "--stak", "right"], /unknown option '--stak'/],
  [["validate", "--stack"], /argument missing/],
  [["validate", "--file"], /argument missing/],
  [["validate", "--format", "xml"], /Allowed choices are/],
  [["validate", "--format", ""], /Allowed choices are/],
  [["validate", "--all", "--stack", "right"], /cannot be used with/],
  [["validate", "--all", "--file", "x"], /cannot be used with/],
  [["validate", "--json", "--format", "text"], /cannot be used with/],
  [["validate", "right"], /too many arguments/],
  [["validate", "--strict=maybe"], /unknown option|too many/],
  [["render", "--out"], /argument missing/],
  [["render", "right"], /too many arguments/],
  [["chat", "--url"], /argument missing/],
  [["chat", "--stack", "right", "extra"], /too many arguments/],
  [["verify", "--chats"], /unknown option/],
  [["report", "--format", "pdf"], /Allowed choices are/],
  [["report", "--write"], /argument missing/],
  [["report", "--base"], /argument missing/],
  [["destroy", "--stack", "right"], /No interactive terminal\. Pass --yes to confirm\./],
  [["destroy", "--stack", "../right", "--yes"], /is no stack name/],
  [["destroy", "--stack", "a,b", "--yes"], /is no stack name/],
  [["destroy", "--all"], /unknown option/],
  [["drill"], /There is no stack dev/],
  [["drill", "nonsense"], /nonsense/],
  [["drill", "kill", "--runs", "0"], /runs/],
  [["drill", "kill", "--runs", "-1"], /runs/],
  [["drill", "kill", "--runs", "many"], /runs/],
  [["drill", "kill", "--runs", "1e9"], /runs/],
  [["drill", "kill", "--conversations", "NaN"], /conversations/],
  [["tenants", "nonsense"], /unknown command 'nonsense'/],
  [["tenants", "add"], /missing required argument/],
  [["tenants", "add", "../x"], /is no stack name|can't be/],
  [["tenants", "add", "a b"], /is no stack name|can't be/],
  [["tenants", "add", ""], /is no stack name|can't be/],
  [["tenants", "show"], /missing required argument/],
  [["tenants", "remove"], /missing required argument/],
  [["tenants", "up", "--parallel", "0", "--all"], /parallel/],
  [["tenants", "up", "--parallel", "x", "--all"], /parallel/],
  [["__proto__"], /unknown command/],
  [["constructor"], /unknown command/],
  [["--version", "--nonsense"], /unknown option/],
  [["\u001B[31m"], /unknown command/],
];

test.each(rows.map(([words, says]) => ({ title: JSON.stringify(words.join(" ")), words, says })))(
  "$title",
  async ({ words, says }) => {
    const ended = await project.run(words);
    expect(ended.stderr).toMatch(says);
    // The command line's own reader adds where help is.
    expectRefused({ ...ended, stderr: ended.stderr.split("\n")[0]! }, 2, /./);
    project.expectUntouched();
  },
);
