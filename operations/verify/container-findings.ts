import { isSimulated, type DeclaredApplication } from "./declared";
import type { ContainerFact } from "./facts";
import type { Finding } from "./finding";
import { impactOfLoss } from "./impact";
import { causeBehind, containerOf, isKnown, type Causes, type Situation } from "./situation";

/** What is wrong with a container itself: it is missing, does not run, does not answer or has another owner. */
export function containerFindings(situation: Situation): Finding[] {
  return situation.declared.applications.flatMap((subject) => [
    ...processFinding(situation, subject),
    ...carrierFindings(situation, subject),
  ]);
}

/** Running containers that report to be unhealthy; if a process that they need is the cause, the fix is for that one. */
export function healthFindings(situation: Situation, causes: Causes): Finding[] {
  return situation.declared.applications.flatMap((subject) => {
    const fact = containerOf(situation, subject);
    if (fact?.status !== "running" || causes.has(subject.application.name)) return [];
    const reason = fact.healthReason ? `: ${fact.healthReason}` : "";
    if (fact.health === "starting") {
      return [
        {
          ...about(subject, "warning", `is starting${reason}.`),
          remedy: situation.commands.again(),
        },
      ];
    }
    if (fact.health !== "unhealthy") return [];
    const behind = causeBehind(situation, causes, subject);
    return [
      {
        ...about(subject, "error", `runs and is not healthy${reason}.`),
        remedy: behind?.remedy ?? situation.commands.restart(subject.container),
      },
    ];
  });
}

/** Another image than the declared one, or another than the declared name stands for now. */
export function imageFindings(situation: Situation): Finding[] {
  const { facts, commands } = situation;
  return situation.declared.applications.flatMap((subject) => {
    const fact = containerOf(situation, subject);
    if (!fact || !isOtherImage(situation, subject, fact)) return [];
    const known = isKnown(situation, fact);
    const named = fact.image !== subject.image;
    const now = shortId(facts.images.get(subject.image) ?? "");
    const what = named
      ? `was made from ${fact.image}, and ${subject.image} is declared.`
      : `was made from ${fact.image}, which stands for another image now (${now}).`;
    return [
      {
        ...about(subject, "error", what),
        check: "image",
        impact: known
          ? "It works as the earlier image does."
          : "Customers reach a program that is not declared: its behaviour is unknown.",
        remedy: !known
          ? commands.remake(subject.container)
          : named
            ? commands.up()
            : commands.replace(subject.application.key),
      },
    ];
  });
}

function processFinding(situation: Situation, subject: DeclaredApplication): Finding[] {
  const { facts, commands } = situation;
  const { container, application } = subject;
  const fact = containerOf(situation, subject);
  if (!fact) return [{ ...about(subject, "error", "is not there."), remedy: commands.refresh() }];
  const known = isKnown(situation, fact);
  // The finding on the image is more precise, and has the same fix.
  if (!known && !isOtherImage(situation, subject, fact)) {
    return [
      { ...about(subject, "error", 'is not the one that "up" made.'), remedy: commands.remake(container) },
    ];
  }
  if (fact.status !== "running") {
    const remedy = known ? startCommand(situation, subject, fact) : commands.remake(container);
    return [{ ...about(subject, "error", `${stateWords(fact)}.`), remedy }];
  }
  const process = facts.processes.get(application.name);
  if (!process || !isSimulated(application) || (process.status && !process.failure)) return [];
  const silent = process.failure ? `can't be asked (${process.failure})` : "does not answer for its status";
  return [{ ...about(subject, "error", `runs and ${silent}.`), remedy: commands.restart(container) }];
}

function carrierFindings({ facts, commands }: Situation, subject: DeclaredApplication): Finding[] {
  return [subject.carrier, subject.filesCarrier]
    .filter((name) => name !== undefined && !facts.containers.has(name))
    .map((name = "") => ({
      ...about(subject, "warning", ""),
      object: name,
      message: `The carrier ${name} is not there.`,
      impact: "None; the next change of its files brings it back only when it is looked for.",
      remedy: commands.refresh(),
    }));
}

function startCommand(
  { commands }: Situation,
  { application, container }: DeclaredApplication,
  fact: ContainerFact,
) {
  if (fact.status === "paused") return commands.unpause(container);
  // It may have been created in the wrong network: the provider connects a container to its own just before it starts it.
  if (fact.status === "created") return commands.up();
  // One that ends again and again does so for what it was made from.
  if (fact.status === "restarting") return commands.replace(application.key);
  return fact.status === "dead" ? commands.remake(container) : commands.start(container);
}

function stateWords({ status, exitCode, outOfMemory }: ContainerFact): string {
  if (status === "paused") return "is paused";
  const memory = outOfMemory ? ", out of memory" : "";
  if (status === "restarting") return `ends again and again (exit code ${exitCode}${memory})`;
  return status === "created" ? "was never started" : `has stopped (exit code ${exitCode}${memory})`;
}

function isOtherImage({ facts }: Situation, { image }: DeclaredApplication, fact: ContainerFact): boolean {
  const id = facts.images.get(image);
  return fact.image !== image || (id !== undefined && fact.imageId !== id);
}

function shortId(id: string): string {
  return id.replace("sha256:", "").slice(0, 12);
}

function about(
  subject: DeclaredApplication,
  severity: Finding["severity"],
  what: string,
): Omit<Finding, "remedy"> {
  return {
    check: "container",
    severity,
    application: subject.application.name,
    object: subject.container,
    message: `${subject.container} ${what}`,
    impact: impactOfLoss(subject),
  };
}
