import { type Path } from "../path";
import { overlap, parseSubnet, room } from "../subnet";
import { filesNamed } from "../other-stacks";
import { publications } from "./ports";
import { type Context, type Rule } from "./rule";

/** A network that a stack makes, and how many addresses it has to have. */
interface Wanted {
  readonly path: Path;
  readonly text: string;
  readonly needed: number;
  readonly whom: string;
}

function networksOf({ draft, others }: Context): Wanted[] {
  const own = {
    path: ["network", "subnet"],
    text: draft.network.subnet,
    needed: draft.applications.length,
    whom: "applications",
  };
  const { sharedNetwork } = draft;
  if (!sharedNetwork) return [own];
  const members = others.uses().reduce((sum, { backup }) => sum + (backup ? 2 : 1), 0);
  const shared = {
    path: ["sharedNetwork", "subnet"],
    text: sharedNetwork.subnet,
    needed: sharedNetwork.applications.length + members,
    whom: "servers that are in it",
  };
  return [own, shared];
}

const valid: Rule = {
  id: "subnet-valid",
  severity: "error",
  sentence: "A subnet is an IPv4 network in CIDR notation, by its first address.",
  reason: "Docker refuses the network otherwise, after other resources were created.",
  source: "design, Running it: subnets are allotted",
  *check(context) {
    for (const { path, text } of networksOf(context)) {
      if (parseSubnet(text)) continue;
      const message = `"${text}" is not an IPv4 network in CIDR notation, such as 10.213.0.0/24.`;
      yield { path, message, hint: "The bits after the prefix must be zero." };
    }
  },
};

const fits: Rule = {
  id: "subnet-room",
  severity: "error",
  sentence: "A subnet has an address for everybody who is in it.",
  reason: "The container that finds none fails to start, in the middle of the deployment.",
  source: "design",
  *check(context) {
    for (const { path, text, needed, whom } of networksOf(context)) {
      const subnet = parseSubnet(text);
      if (!subnet || room(subnet) >= needed) continue;
      yield { path, message: `${text} has room for ${room(subnet)} ${whom}, and there are ${needed}.` };
    }
  },
};

const disjoint: Rule = {
  id: "subnet-of-its-own",
  severity: "error",
  sentence: "No other network of the folder's stacks has a subnet that overlaps.",
  reason: "Two Docker networks can't share addresses: the second one is refused.",
  source: "design, Running it: subnets are allotted",
  *check(context) {
    const networks = networksOf(context);
    const [own, shared] = networks.map(({ text }) => parseSubnet(text));
    if (own && shared && overlap(own, shared)) {
      const message = `The subnet ${networks[1]!.text} overlaps the stack's own, ${networks[0]!.text}.`;
      yield { path: networks[1]!.path, message, dependsOn: [networks[0]!.path] };
    }
    for (const { path, text } of networks) {
      const subnet = parseSubnet(text);
      const found = subnet ? context.others.overlapping(subnet) : [];
      const [first] = found;
      if (!first) continue;
      const files = filesNamed([...new Set(found.map(({ file }) => file))]);
      const message = `The subnet ${text} overlaps ${first.value} of ${files}.`;
      yield { path, message, hint: `Set another one at /${path.join("/")}.` };
    }
  },
};

const publishedElsewhere: Rule = {
  id: "published-port-of-other-stack",
  severity: "error",
  sentence: "No other stack file of the folder publishes the same port of the Docker host.",
  reason: "Only one of the two stacks can be up, and the other fails in the middle of its deployment.",
  source: "design",
  *check({ draft, others }) {
    for (const published of publications(draft)) {
      const found = others.clashing(published);
      const [first] = found;
      if (!first) continue;
      const files = filesNamed(found.map(({ file }) => file));
      const message = `${published.application} publishes ${published.address}:${published.port}, which ${first.value.application} of ${files} publishes too.`;
      const path = [...published.listening.path, "publish"];
      yield { path, message, hint: "Give one of them another number to publish." };
    }
  },
};

const wayOut: Rule = {
  id: "masquerade-needed",
  severity: "warning",
  sentence: "A stack whose network does not masquerade needs no server elsewhere.",
  reason: "No answer comes back from a machine that has no route to the stack's subnet.",
  source: "design",
  *check({ draft }) {
    if (draft.network.masquerade !== false) return;
    const external = draft.externals.filter(({ stack }) => stack === undefined);
    const elsewhere = [
      ...external.map(({ name }) => name),
      ...(draft.configurationServer ? [`the Configuration Server ${draft.configurationServer.host}`] : []),
    ];
    if (elsewhere.length === 0) return;
    const [run, them] = elsewhere.length === 1 ? ["runs", "it"] : ["run", "them"];
    yield {
      path: ["network", "masquerade"],
      message: `${elsewhere.join(", ")} ${run} elsewhere, and with masquerade off no answer comes back from ${them} without a route to ${draft.network.subnet}.`,
      hint: "Remove masquerade, or add the route there and silence this rule.",
      restsOn: [...external.map(({ path }) => path), ["delivery"]],
    };
  },
};

/** What stacks that share a Docker host must not share, and what their networks must allow. */
export const stackFileRules: readonly Rule[] = [valid, fits, disjoint, publishedElsewhere, wayOut];
