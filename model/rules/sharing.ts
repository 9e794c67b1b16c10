import { type Draft, type DraftApplication, primaries } from "../draft";
import { Suggestions } from "../nearest";
import { stackFileName } from "../names";
import { filesNamed, type OtherStacks } from "../other-stacks";
import { type Rule } from "./rule";
import { type Use } from "./sharing-index";

const source = "design; DeployChat";

const shares: Rule = {
  id: "shared-application-exists",
  severity: "error",
  sentence: "What a stack shares are Interaction Servers of its own, one at least.",
  reason: "Another stack's Chat Servers would be connected to nothing.",
  source,
  *check({ draft, definition }) {
    if (!draft.sharedNetwork) return;
    const allowed = primaries(draft, "InteractionServer").map(({ key }) => key);
    const path = ["sharedNetwork", "applications"];
    const dependsOn = [["interactionServers", "*"]];
    const stated = definition.sharedNetwork?.applications ?? [];
    const known = new Set(allowed);
    const suggestions = new Suggestions(allowed);
    if (stated.length === 0) yield { path, message: "No Interaction Server is named.", allowed, dependsOn };
    for (const [index, key] of stated.entries()) {
      if (known.has(key)) continue;
      const hint = suggestions.didYouMean(key);
      const message = `"${key}" is no Interaction Server of this definition.`;
      yield { path: [...path, index], message, allowed, dependsOn, ...(hint !== undefined && { hint }) };
    }
  },
};

const known: Rule = {
  id: "shared-server-known",
  severity: "error",
  sentence: "A shared server is one that the stack file named shares.",
  reason:
    "Its host and port are taken from there, and its Interaction Server links back to who is found to use it.",
  source,
  *check({ draft, others }) {
    if (!others.known) return;
    const all = others.allShared();
    const suggestions = new Suggestions(all.map((one) => one.split("/")[0]!));
    for (const { stack, application, path } of draft.externals) {
      if (stack === undefined || application === undefined) continue;
      const found = others.sharedBy(stack);
      if (found?.has(application)) continue;
      const file = stackFileName(stack);
      const meant = suggestions.didYouMean(stack);
      const hint =
        found === undefined
          ? (meant ??
            `Write sharedNetwork into ${file}, if it is there and without errors, or state the server in externalServers.`)
          : `Add ${application} to sharedNetwork/applications of ${file}.`;
      const message = found
        ? `The stack ${stack} does not share ${application}.`
        : `No stack "${stack}" is found that shares an Interaction Server.`;
      const at = found && definitionNames(application, path) ? "application" : "stack";
      yield { path: [...path, at], message, allowed: all, hint };
    }
  },
};

/** Whether the name that the server has there is one that is written: else it is its key here. */
function definitionNames(application: string, path: readonly (string | number)[]): boolean {
  return application !== path.at(-1);
}

const areUsersValid: Rule = {
  id: "shared-server-users-sound",
  severity: "error",
  sentence: "The stack files that name this stack in sharedServers have no errors of their own.",
  reason:
    "An Interaction Server would lose its link to their Chat Servers, whose chats no agent would answer.",
  source: "design",
  *check({ draft, others }) {
    const files = others.faultyUsers();
    if (!draft.sharedNetwork || files.length === 0) return;
    const message = `${filesNamed(files)} may use what this stack shares, and ${files.length === 1 ? "has errors" : "have errors"}.`;
    const hint = "Fix them first: run ./chatstack validate --all.";
    yield { path: ["sharedNetwork", "applications"], message, hint };
  },
};

const namesApart: Rule = {
  id: "shared-server-user-names",
  severity: "error",
  sentence: "Chat Servers that share an Interaction Server have different names.",
  reason:
    "It tells them apart by their Application objects' names: one's chats would be looked for at the other.",
  source: "PSDK-CfgApplication",
  *check({ draft, others }) {
    for (const chat of primaries(draft, "ChatServer")) {
      const files = sharingWith(chat, draft, others)
        .filter(({ link }) => link.application === chat.name)
        .map(({ file }) => file);
      if (files.length === 0) continue;
      yield {
        path: chat.path,
        message: `${chat.name} is the name of a Chat Server of ${filesNamed(files)} too, and they share an Interaction Server.`,
        hint: "Give each stack a namePrefix of its own.",
        dependsOn: [["namePrefix"]],
      };
    }
  },
};

/** The Chat Servers of other stacks that have an Interaction Server in common with this one. */
function sharingWith(chat: DraftApplication, draft: Draft, others: OtherStacks): readonly Use[] {
  return chat.connections.flatMap(({ target }) => {
    if (target?.type !== "InteractionServer") return [];
    if (target.role === "external")
      return target.stack === undefined
        ? []
        : others.usesOf(target.stack).filter(({ server }) => server === target.application);
    return draft.sharedNetwork ? others.uses().filter(({ server }) => server === target.key) : [];
  });
}

/** What stacks of a folder share with each other. */
export const sharingRules: readonly Rule[] = [shares, known, areUsersValid, namesApart];
