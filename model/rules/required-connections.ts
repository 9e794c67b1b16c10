import { type Draft } from "../draft";
import { hasValidTargets } from "./places";
import { type Rule } from "./rule";

/** Names that are used twice, so that a reference to one is ambiguous. */
export function sharedNames(draft: Draft): Set<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { key } of [...draft.applications, ...draft.externals]) (seen.has(key) ? shared : seen).add(key);
  return shared;
}

/** An application without a connection of a type that it can't do without. */
function needs(from: string, to: string, rule: Omit<Rule, "check" | "severity">): Rule {
  return {
    ...rule,
    severity: "error",
    *check({ draft }) {
      let shared: ReadonlySet<string> | undefined;
      let allowed: readonly string[] | undefined;
      for (const application of draft.applications) {
        if (application.type !== from || application.role !== "primary" || !hasValidTargets(application))
          continue;
        if (application.connections.some(({ target }) => target?.type === to)) continue;
        const names = (shared ??= sharedNames(draft));
        // A reference is ambiguous until one of the two has another name.
        if (application.connections.some(({ key }) => names.has(key))) continue;
        allowed ??= [...draft.applications, ...draft.externals]
          .filter((known) => known.type === to && known.role !== "backup")
          .map(({ key }) => key);
        const message = `${application.key} has no connection to a ${to}.`;
        const hint =
          allowed.length > 0 ? `Add ${allowed[0]!} to its connections.` : `Declare a ${to}, and connect it.`;
        yield { path: [...application.path, "connections"], message, allowed, hint };
      }
    },
  };
}

const needsWebApi = needs("GenesysMobileServices", "WebApiServer", {
  id: "mobile-services-need-web-api",
  sentence: "Every GMS is connected to a Web API Server.",
  reason: "GMS asks the Web API Server's load-balancer page for a Chat Server; without it no chat begins.",
  source: "seed, Genesys Mobile Services Configuration, step 3",
});

const needsChatServer = needs("WebApiServer", "ChatServer", {
  id: "web-api-needs-chat-server",
  sentence: "Every Web API Server is connected to at least one Chat Server.",
  reason: "It balances between the Chat Servers it is connected to; with none it has nothing to offer.",
  source: "seed, Web API Server Configuration",
});

const needsInteractionServer = needs("ChatServer", "InteractionServer", {
  id: "chat-server-needs-interaction-server",
  sentence: "Every Chat Server is connected to an Interaction Server.",
  reason: "A chat is submitted there to be routed to an agent.",
  source: "seed, Chat Server Configuration; DeployChat",
});

const orchestrationNeedsInteractionServer = needs("OrchestrationServer", "InteractionServer", {
  id: "orchestration-server-needs-interaction-server",
  sentence: "Every Orchestration Server is connected to an Interaction Server.",
  reason: "It routes the chats of its services, which it takes from there.",
  source: "seed, section service.request-chat-poll",
});

/** The connections that each type of application needs. */
export const requiredConnectionRules: readonly Rule[] = [
  needsWebApi,
  needsChatServer,
  needsInteractionServer,
  orchestrationNeedsInteractionServer,
];
