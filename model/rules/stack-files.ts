import { parseSubnet, room } from "../subnet";
import { filesNamed } from "./neighbours";
import { publications } from "./ports";
import { type Rule } from "./rule";

const subnetPath = ["network", "subnet"];

const valid: Rule = {
  id: "subnet-valid",
  severity: "error",
  sentence: "The subnet is an IPv4 network in CIDR notation, by its first address.",
  reason: "Docker refuses the network otherwise, after other resources were created.",
  source: "design, Running it: subnets are allotted",
  *check({ draft }) {
    const { subnet } = draft.network;
    if (parseSubnet(subnet)) return;
    const message = `"${subnet}" is not an IPv4 network in CIDR notation, such as 10.213.0.0/24.`;
    yield { path: subnetPath, message, hint: "The bits behind the prefix have to be zero." };
  },
};

const fits: Rule = {
  id: "subnet-room",
  severity: "error",
  sentence: "The subnet has an address for every application.",
  reason: "The container that finds none fails to start, in the middle of the deployment.",
  source: "design",
  *check({ draft }) {
    const subnet = parseSubnet(draft.network.subnet);
    const needed = draft.applications.length;
    if (!subnet || room(subnet) >= needed) return;
    const message = `${draft.network.subnet} has room for ${room(subnet)} applications, and there are ${needed}.`;
    yield { path: subnetPath, message };
  },
};

const disjoint: Rule = {
  id: "subnet-of-its-own",
  severity: "error",
  sentence: "No other stack file of the folder has a subnet that overlaps.",
  reason: "Two Docker networks can't share addresses: the second one is refused.",
  source: "design, Running it: subnets are allotted",
  *check({ draft, others }) {
    const subnet = parseSubnet(draft.network.subnet);
    const found = subnet ? others.overlapping(subnet) : [];
    const [first] = found;
    if (!first) return;
    const files = filesNamed(found.map(({ file }) => file));
    const message = `The subnet ${draft.network.subnet} overlaps ${first.value} of ${files}.`;
    yield { path: subnetPath, message, hint: "Give this stack a network: { subnet: ... } of its own." };
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

/** What stacks that share a Docker host must not share. */
export const stackFileRules: readonly Rule[] = [valid, fits, disjoint, publishedElsewhere];
