import { tmpdir } from "node:os";
import { output, run, type Run } from "./process";
import { isAbandoned, runId, runLabel } from "./test-run";

/** Runs the Docker client; fails with what it said. */
export async function docker(...args: string[]): Promise<string> {
  await requireOwn(args);
  return output("docker", labelled(args), { cwd: tmpdir() });
}

/** Runs the Docker client where failing is an answer. */
export async function dockerRun(...args: string[]): Promise<Run> {
  await requireOwn(args);
  return run("docker", labelled(args), { cwd: tmpdir() });
}

/** Commands that make an object, with the run's label among their options. */
const making = /^(?:run|create|(?:network|volume) create)(?= |$)/;

function labelled(args: readonly string[]): string[] {
  const command = making.exec(args.join(" "))?.[0].split(" ") ?? [];
  if (command.length === 0) return [...args];
  return [...command, "--label", `${runLabel}=${runId}`, ...args.slice(command.length)];
}

/** Commands that end or harm an object, and how its name and labels are read. */
const harming: readonly (readonly [command: RegExp, inspect: readonly string[]])[] = [
  [/^(?:rm|stop|kill|pause|restart)(?= |$)/, ["inspect", "--format", "{{.Name}} {{json .Config.Labels}}"]],
  [/^network (?:rm|disconnect)(?= |$)/, ["network", "inspect", "--format", "{{.Name}} {{json .Labels}}"]],
  [/^volume rm(?= |$)/, ["volume", "inspect", "--format", "{{.Name}} {{json .Labels}}"]],
];

/** Options of those commands with a value of their own. */
const valued = new Set(["-t", "--time", "-s", "--signal"]);

/** Tags of tests hold the name of a test's stack. */
const ownTag = /:t\d+[a-z]/;

/** Refuses to harm what neither this run made nor one that died. An object that does not exist is left to the client to report. */
async function requireOwn(args: readonly string[]): Promise<void> {
  const line = args.join(" ");
  if (/^(?:image rm|rmi) /.test(line) && !ownTag.test(args.at(-1)!))
    throw new Error(`docker ${line}: the image's tag names no test's stack, so no test made it.`);
  const [command, inspect] = harming.find(([pattern]) => pattern.test(line)) ?? [];
  if (!command || !inspect) return;
  const names = args
    .slice(command.exec(line)![0].split(" ").length)
    .filter((word, index, all) => !word.startsWith("-") && !valued.has(all[index - 1] ?? ""));
  // Of `network disconnect` the container comes last; its network decides.
  const objects = args[1] === "disconnect" ? names.slice(0, 1) : names;
  const { stdout } = await run("docker", [...inspect, ...objects], { cwd: tmpdir() });
  for (const found of stdout.split("\n").filter(Boolean)) {
    const at = found.indexOf(" ");
    const labels = (JSON.parse(found.slice(at)) ?? {}) as Record<string, string>;
    const made = labels[runLabel] ?? "";
    if (made === runId || isAbandoned(made)) continue;
    throw new Error(`docker ${line}: ${found.slice(0, at)} lacks the label ${runLabel} of this run.`);
  }
}
