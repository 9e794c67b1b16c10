import type { DeclaredApplication, DeclaredNetwork, Place } from "./declared";
import type { Finding } from "./finding";
import { impactOfLoss } from "./impact";
import { containerOf, isKnown, type Situation } from "./situation";

/** The stack's networks, and every container's place in them. */
export function networkFindings(situation: Situation): Finding[] {
  const { declared } = situation;
  const all = declared.networks.flatMap((network) => networkFindingsOf(situation, network));
  // Without its own network, that no container is in it goes without saying.
  const missing = new Set(all.filter((one) => one.missing).map(({ finding }) => finding.object));
  const findings = all.map(({ finding }) => finding);
  if (missing.has(declared.network)) return findings.filter(({ object }) => object === declared.network);
  const places = declared.applications.flatMap((subject) =>
    subject.places
      .filter(({ network }) => !missing.has(network))
      .flatMap((place) => placeFindings(situation, subject, place)),
  );
  return [...findings, ...places];
}

function networkFindingsOf(
  situation: Situation,
  { name, subnet }: DeclaredNetwork,
): { missing: boolean; finding: Finding }[] {
  const { declared, facts, commands } = situation;
  const network = facts.networks.get(name);
  const about = { check: "network", severity: "error", application: null, object: name } as const;
  if (!network) {
    const impact =
      name === declared.network
        ? "No process reaches another: there is no chat at all."
        : "No other stack reaches what this one shares: their customers wait.";
    const message = `The network ${name} (${subnet}) is not there.`;
    return [{ missing: true, finding: { ...about, message, impact, remedy: commands.remakeAll() } }];
  }
  const seen = network.subnets.join(", ") || "none";
  const known = isKnown(situation, network);
  if (network.subnets.length === 1 && network.subnets[0] === subnet && known) return [];
  const message =
    seen === subnet
      ? `The network ${name} is not the one that "up" made.`
      : `The network ${name} has the subnet ${seen}, and ${subnet} is declared.`;
  const impact = "The next change of the stack fails, or meets addresses that another network has.";
  const remedy = known ? commands.up() : commands.remakeAll(name);
  return [{ missing: false, finding: { ...about, message, impact, remedy } }];
}

function placeFindings(situation: Situation, subject: DeclaredApplication, place: Place): Finding[] {
  const { commands } = situation;
  const fact = containerOf(situation, subject);
  if (fact?.status !== "running") return [];
  const names = fact.networks[place.network];
  if (names?.includes(place.name)) return [];
  const words = [place.network, subject.container, place.name] as const;
  return [
    {
      check: "network",
      severity: "error",
      application: subject.application.name,
      object: subject.container,
      message: names
        ? `${subject.container} is in the network ${place.network} without its name ${place.name}.`
        : `${subject.container} is not in the network ${place.network}.`,
      impact: impactOfLoss(subject),
      remedy: names ? commands.reconnect(...words) : commands.connect(...words),
    },
  ];
}
