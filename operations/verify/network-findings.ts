import type { DeclaredApplication } from "./declared";
import type { Finding } from "./finding";
import { impactOfLoss } from "./impact";
import { containerOf, isKnown, type Situation } from "./situation";

/** The stack's network, and every container's place in it. */
export function networkFindings(situation: Situation): Finding[] {
  const whole = wholeNetwork(situation);
  // Without it, that no container is in it goes without saying.
  if (whole?.missing) return [whole.finding];
  const places = situation.declared.applications.flatMap((subject) => place(situation, subject));
  return [...(whole ? [whole.finding] : []), ...places];
}

function wholeNetwork(situation: Situation): { missing: boolean; finding: Finding } | undefined {
  const { declared, facts, commands } = situation;
  const { subnet } = declared.deployment.network;
  const network = facts.networks.get(declared.network);
  const about = { check: "network", severity: "error", application: null, object: declared.network } as const;
  if (!network) {
    return {
      missing: true,
      finding: {
        ...about,
        message: `The network ${declared.network} (${subnet}) is not there.`,
        impact: "No process reaches another: there is no chat at all.",
        remedy: commands.remakeAll(),
      },
    };
  }
  const seen = network.subnets.join(", ") || "none";
  if (network.subnets.length === 1 && network.subnets[0] === subnet && isKnown(situation, network)) {
    return undefined;
  }
  const known = isKnown(situation, network);
  const message =
    seen === subnet
      ? `The network ${declared.network} is not the one that "up" made.`
      : `The network ${declared.network} has the subnet ${seen}, and ${subnet} is declared.`;
  return {
    missing: false,
    finding: {
      ...about,
      message,
      impact: "The next change of the stack fails, or meets addresses that another network has.",
      remedy: known ? commands.up() : commands.remakeAll(declared.network),
    },
  };
}

function place(situation: Situation, subject: DeclaredApplication): Finding[] {
  const { declared, commands } = situation;
  const { name, serverInfo } = subject.application;
  const fact = containerOf(situation, subject);
  if (fact?.status !== "running") return [];
  const names = fact.networks[declared.network];
  if (names?.includes(serverInfo.host)) return [];
  const words = [declared.network, subject.container, serverInfo.host] as const;
  return [
    {
      check: "network",
      severity: "error",
      application: name,
      object: subject.container,
      message: names
        ? `${subject.container} is in the network without its name ${serverInfo.host}.`
        : `${subject.container} is not in the network ${declared.network}.`,
      impact: impactOfLoss(subject),
      remedy: names ? commands.reconnect(...words) : commands.connect(...words),
    },
  ];
}
