import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { programFingerprint, stackFingerprint } from "../system/fingerprint";
import { fileOf, StackFolder } from "../system/stack-file";
import type { BulkRunResult } from "../operations/tenants/outcome";
import { TestTenants } from "../test/support/test-tenants";
import { output } from "../test/support/process";
import { noDaemon, ProjectCopy } from "../test/support/project-copy";
import { type Measured, median } from "./support/rounds";

/** As an environment variable, for a look in passing. */
const tenants = Number(process.env.FLEET_TENANTS ?? "200");
/** So many of them are previewed singly too, half before and half after the fleet's runs; all would take an hour of a busy machine. */
const singles = Math.min(tenants, Number(process.env.FLEET_SINGLES ?? "20"));
const aims = { changed: 0.6, unchanged: 0.02 };

/**
 * `./chatstack tenants preview` of 200 tenants, all new and all as deployed, against as many single bare `pulumi preview`s, in one run.
 * The aims: at most 60 % of their time where all changed, at most 2 % where none did.
 */
export async function measure(): Promise<Measured> {
  // No daemon is asked by a preview; were one, this would fail.
  const project = await ProjectCopy.make(noDaemon);
  try {
    const stacks = await writeTenants(project);
    const taken = stacks.filter((_, index) => index % Math.ceil(tenants / singles) === 0);
    const half = Math.ceil(taken.length / 2);
    const single: number[] = [];
    for (const stack of taken.slice(0, half)) single.push(await singlePreview(project, stack));
    const changed = await fleetPreview(project, "done");
    for (const stack of taken.slice(half)) single.push(await singlePreview(project, stack));
    for (const stack of stacks) leaveDeployed(project, stack);
    const unchanged = await fleetPreview(project, "skipped");
    const all = median(single) * tenants;
    const rows = (["changed", "unchanged"] as const).map((what) => {
      const seconds = what === "changed" ? changed : unchanged;
      return { what, seconds, part: seconds / all, aim: aims[what] };
    });
    const figures = { tenants, single: { median: median(single), rounds: single, all }, rows };
    return { table: table(figures), figures };
  } finally {
    await project.remove();
  }
}

/** One is added by the CLI; the others are that one with other places, since to add 200 is not what is measured. */
async function writeTenants(project: ProjectCopy): Promise<string[]> {
  const fleet = await TestTenants.in(project, 1);
  const [model = ""] = fleet.stacks;
  await output(join(project.folder, "chatstack"), ["tenants", "add", model], {
    cwd: project.folder,
    env: { ...project.environment, GENESYS_CHAT_PASSPHRASES: join(project.folder, "passphrases") },
  });
  // The passphrase that all have is the one that the model was made with.
  delete project.environment.PULUMI_CONFIG_PASSPHRASE;
  project.environment.PULUMI_CONFIG_PASSPHRASE_FILE = join(project.folder, "passphrases", model);
  const text = project.readStackFile(model);
  const state = readFileSync(stateFile(project, model), "utf8");
  const capital = model.charAt(0).toUpperCase() + model.slice(1);
  for (let number = 1; number < tenants; number += 1) {
    const [stack, name] = [`${model}x${number}`, `${capital}x${number}`];
    const subnet = `10.219.${number >> 2}.${(number & 3) * 64}/26`;
    const own = text
      .replaceAll(capital, name)
      .replace(/subnet: \S+/, `subnet: ${subnet}`)
      .replace(/dbid: \d+/, `dbid: ${1000 + number}`)
      .replace(/publish: \d+/, `publish: ${30_000 + number}`);
    project.writeStackFile(stack, own);
    writeFileSync(stateFile(project, stack), state.replaceAll(model, stack));
  }
  return new StackFolder(project.folder).stacks();
}

const stateFile = (project: ProjectCopy, stack: string) =>
  join(project.folder, "state", ".pulumi", "stacks", "genesys-chat", `${stack}.json`);

async function singlePreview(project: ProjectCopy, stack: string): Promise<number> {
  const began = process.hrtime.bigint();
  const words = ["preview", "--stack", stack, "--non-interactive"];
  const text = await output("pulumi", words, { cwd: project.folder, env: project.environment });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  if (!/28 to create/.test(text))
    throw new Error(`the preview of ${stack} is not the expected one:\n${text}`);
  process.stderr.write(`single preview of ${stack}: ${seconds.toFixed(2)} s\n`);
  return seconds;
}

async function fleetPreview(project: ProjectCopy, expected: string): Promise<number> {
  const began = process.hrtime.bigint();
  const words = ["tenants", "preview", "--all", "--json"];
  const options = { cwd: project.folder, env: project.environment, timeoutSeconds: 3600 };
  const text = await output(join(project.folder, "chatstack"), words, options);
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const { tenants: outcomes } = JSON.parse(text) as BulkRunResult;
  // Who previews less is not faster.
  const others = outcomes.filter(
    ({ status, changes }) => status !== expected || (status === "done" && changes.create !== 28),
  );
  if (others.length > 0 || outcomes.length !== tenants) throw new Error(`not all are ${expected}:\n${text}`);
  process.stderr.write(`${tenants} tenants in one bulk run, ${expected}: ${seconds.toFixed(2)} s\n`);
  return seconds;
}

/** Leaves a state and its history as an update would, in the parts that are looked at to recognise it. */
function leaveDeployed(project: ProjectCopy, stack: string): void {
  const { deployment, ...resolution } = folderOf(project).resolve(stack);
  if (!deployment) throw new Error(`${fileOf(stack)} is not valid`);
  const fingerprint = {
    ...stackFingerprint(project.folder, deployment, resolution),
    ...programFingerprint(project.folder),
  };
  const resources = [
    { urn: "urn::stack", type: "pulumi:pulumi:Stack", outputs: { fingerprint } },
    { urn: "urn::network", type: "docker:index/network:Network" },
  ];
  const state = JSON.stringify({ version: 3, checkpoint: { latest: { resources } } });
  const history = join(project.folder, "state", ".pulumi", "history", "genesys-chat", stack);
  const entry = { kind: "update", result: "succeeded", environment: { "pulumi.flag.yes": "true" } };
  mkdirSync(history, { recursive: true });
  writeFileSync(stateFile(project, stack), state);
  writeFileSync(join(history, `${stack}-1795552061486065410.checkpoint.json`), state);
  writeFileSync(join(history, `${stack}-1795552061486065410.history.json`), JSON.stringify(entry));
}

let folder: StackFolder | undefined;
const folderOf = (project: ProjectCopy) => (folder ??= new StackFolder(project.folder));

interface Figures {
  readonly single: { readonly median: number; readonly rounds: readonly number[]; readonly all: number };
  readonly rows: readonly { what: string; seconds: number; part: number; aim: number }[];
}

function table({ single, rows }: Figures): string {
  const range = `${Math.min(...single.rounds).toFixed(2)} to ${Math.max(...single.rounds).toFixed(2)}`;
  const lines = rows.map(({ what, seconds, part, aim }) => {
    const verdict = part > aim ? ", missed" : "";
    return `| fleet, all ${what} | ${seconds.toFixed(1)} | ${(part * 100).toFixed(1)} % (aim ${aim * 100} %${verdict}) |`;
  });
  return [
    `| what, of ${tenants} tenants | seconds | against single previews |`,
    "| --- | --: | --: |",
    `| single previews, ${single.rounds.length} run (median ${single.median.toFixed(2)} s, ${range}) and multiplied | ${single.all.toFixed(1)} | 100 % |`,
    ...lines,
    "",
  ].join("\n");
}
