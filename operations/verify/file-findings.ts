import { keyedHash } from "../keyed-hash";
import { definitionHash, restartHash } from "../../render";
import { isSimulated, type DeclaredApplication } from "./declared";
import { compareFile, type FileComparison } from "./file-text";
import type { Finding } from "./finding";
import { containerOf, type Causes, type Situation } from "./situation";

/** Application files in their volumes, and what of them is in force. With another delivery there are none. */
export function fileFindings(situation: Situation, causes: Causes): Finding[] {
  if (situation.declared.deployment.configurationServer) return [];
  return situation.declared.applications.flatMap((subject) => {
    const { name } = subject.application;
    const text = situation.facts.files.get(name);
    const comparison =
      text === undefined ? undefined : compareFile(situation.declared.deployment, subject.application, text);
    const file = fileFinding(situation, subject, text, comparison);
    if (file) return [file];
    return causes.has(name) ? [] : inForceFindings(situation, subject, comparison);
  });
}

function fileFinding(
  situation: Situation,
  { application, container, carrier = "" }: DeclaredApplication,
  text: string | undefined,
  comparison: FileComparison | undefined,
): Finding | undefined {
  const { facts, commands } = situation;
  const about = { severity: "error", application: application.name, object: carrier } as const;
  // Without container and carrier the file can't be read; other findings report that they are missing.
  if (!facts.containers.has(carrier) && !facts.containers.has(container)) return undefined;
  const rewrite = facts.containers.has(carrier)
    ? commands.replace(`${application.key}-carrier`)
    : commands.refresh();
  if (text === undefined || comparison === undefined) {
    const message = `The volume of ${application.name} holds no application file.`;
    return { ...about, check: "file", message, impact: lateImpact(application.name), remedy: rewrite };
  }
  if (comparison.verifies && comparison.differing.length === 0) return undefined;
  const what = comparison.differing.join(", ");
  if (isEarlier(situation, carrier, text, comparison)) {
    return {
      ...about,
      check: "configuration",
      message: `The file of ${application.name} is of an earlier definition: ${what}.`,
      impact: `${application.name} works by the earlier values.`,
      remedy: commands.up(),
    };
  }
  return {
    ...about,
    check: "file",
    message: comparison.verifies
      ? `The file of ${application.name} was edited by hand, and its hash with it: ${what}.`
      : `The file of ${application.name} was edited by hand: its last line is not the hash of the rest.`,
    impact: comparison.verifies
      ? `${application.name} works by undeclared values, or will after its next restart.`
      : lateImpact(application.name),
    remedy: rewrite,
  };
}

/** Whether an earlier `up` wrote a file. One with a secret in it is sealed in the state: there the complete definition is compared. */
function isEarlier(
  { facts: { applied }, declared }: Situation,
  carrier: string,
  text: string,
  { verifies }: FileComparison,
): boolean {
  const written = applied?.files.get(carrier);
  if (written !== undefined) return text === written;
  return verifies && applied?.definitionHash !== definitionHash(declared.deployment);
}

function lateImpact(name: string): string {
  return `None while ${name} runs, since it keeps the last good file; when it starts again it has none, and does not start.`;
}

/** The file is right: does the process work by it? */
function inForceFindings(
  situation: Situation,
  subject: DeclaredApplication,
  comparison: FileComparison | undefined,
): Finding[] {
  const { facts, commands, declared } = situation;
  const { application, container } = subject;
  const fact = containerOf(situation, subject);
  if (fact?.status !== "running") return [];
  const about = {
    check: "configuration",
    severity: "error",
    application: application.name,
    object: container,
    impact: `${application.name} works by other values than its file has, until it is started again.`,
    remedy: commands.restart(container),
  } as const;
  const { status, key } = facts.processes.get(application.name) ?? {};
  if (status) {
    const waiting = status.restartPending.join(", ");
    if (waiting !== "") {
      return [{ ...about, message: `${application.name} waits for a restart to put in force: ${waiting}.` }];
    }
    if (comparison?.valuesHash !== undefined && status.inForce === keyedHash(key, comparison.valuesHash))
      return [];
    return [{ ...about, message: `${application.name} has not taken in the file that is in its volume.` }];
  }
  const label = fact.labels["genesys-chat.restart-hash"];
  if (isSimulated(application) || label === restartHash(declared.deployment, application)) return [];
  const message = `${container} was made for another configuration than the one that is declared.`;
  return [{ ...about, message, remedy: commands.up() }];
}
