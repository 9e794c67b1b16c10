import { project } from "../../system/project";
import { Commands } from "./commands";
import { byName, type DeclaredApplication } from "./declared";
import type { LinkAnswer } from "./facts";
import type { Finding } from "./finding";
import { impactOfLink, impactOfLoss, impactOfPort } from "./impact";
import type { Causes, Situation } from "./situation";

/**
 * Listening ports that don't listen and connections that don't answer, as far as nothing that was found before explains
 * them: neither at the one that asks nor at the one that is asked.
 */
export function linkFindings(situation: Situation, causes: Causes): Finding[] {
  return situation.declared.applications.flatMap((subject) => {
    if (causes.has(subject.application.name)) return [];
    const links = situation.facts.processes.get(subject.application.name)?.links ?? [];
    return links
      .filter(({ reason }) => reason !== undefined)
      .flatMap((link) =>
        link.about === "listening-port"
          ? [portFinding(situation, subject, link)]
          : connectionFindings(situation, subject, link, causes),
      );
  });
}

/** Published ports that don't answer from this machine. */
export function publishedFindings({ declared, facts, commands }: Situation, causes: Causes): Finding[] {
  return facts.published.flatMap(({ application, portId, address, port, reason }) => {
    const subject = byName(declared, application);
    if (reason === undefined || !subject || causes.has(application)) return [];
    return [
      {
        check: "published-port",
        severity: "error",
        application,
        object: `${address}:${port}`,
        message: `The port ${portId} of ${application} does not answer at ${address}:${port} (${reason}).`,
        impact: impactOfLoss(subject),
        remedy: commands.replace(subject.application.key),
      },
    ];
  });
}

function portFinding({ commands }: Situation, subject: DeclaredApplication, link: LinkAnswer): Finding {
  const { name } = subject.application;
  return {
    check: "listening-port",
    severity: "error",
    application: name,
    object: `${name}:${link.name}`,
    message: `${name} does not listen on its port ${link.name} (${link.port}): ${link.reason}.`,
    impact: impactOfPort(subject, link.name),
    remedy: commands.restart(subject.container),
  };
}

function connectionFindings(
  { declared, commands }: Situation,
  subject: DeclaredApplication,
  link: LinkAnswer,
  causes: Causes,
): Finding[] {
  const { name } = subject.application;
  if (causes.has(link.name)) return [];
  const target = byName(declared, link.name);
  const about = {
    check: "connection",
    application: name,
    object: `${name} -> ${link.name}`,
    message: `${name} gets no answer from ${link.name} at ${link.host}:${link.port}: ${link.reason}.`,
    impact: impactOfLink(subject, target?.application.type),
  } as const;
  if (target) {
    const names = [declared.network, target.container, target.application.serverInfo.host] as const;
    return [{ ...about, severity: "error", remedy: commands.reconnect(...names) }];
  }
  const stack = stackOf(subject, link.name);
  if (stack === undefined)
    return [{ ...about, severity: "warning", remedy: commands.correct(`/externalServers/${link.name}`) }];
  const type = subject.application.type === "InteractionServer" ? "ChatServer" : "InteractionServer";
  const remedy = new Commands(project, stack).up();
  return [{ ...about, severity: "warning", impact: impactOfLink(subject, type), remedy }];
}

/** The other stack that has what an application is connected to, over a shared network. */
function stackOf({ connections }: DeclaredApplication, name: string): string | undefined {
  return connections.find(({ application, backup }) => application === name || backup?.application === name)
    ?.stack;
}
