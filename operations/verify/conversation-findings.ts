import { byName, type DeclaredApplication } from "./declared";
import type { ConversationFact, ConversationFacts } from "./facts";
import type { Finding } from "./finding";
import type { Causes, Situation } from "./situation";

/** Conversations that failed, and Chat Servers that none of them came to. */
export function conversationFindings(situation: Situation, causes: Causes): Finding[] {
  return situation.facts.conversations.flatMap((facts) => [
    ...failed(situation, facts, causes),
    ...unreached(situation, facts, causes),
  ]);
}

function failed(
  situation: Situation,
  { mobileServices, held }: ConversationFacts,
  causes: Causes,
): Finding[] {
  const failures = held.filter(({ failure }) => failure !== undefined);
  // The same failure at the same Chat Server, again and again, is one.
  const distinct = new Map(failures.map((fact) => [`${fact.chatServer}|${fact.failure?.hop}`, fact]));
  return [...distinct.values()].map((fact) => {
    const { chatServer, failure } = fact;
    const way = chatServer === null ? "and no Chat Server yet" : `and ${chatServer}`;
    return {
      check: "conversation",
      severity: "error",
      application: chatServer ?? mobileServices,
      object: `${mobileServices} -> ${chatServer ?? "?"}`,
      message: `A conversation through ${mobileServices} ${way} failed at ${failure?.hop}: ${failure?.message}.`,
      impact: chatServer
        ? `Customers whose chat comes to ${chatServer} meet the same.`
        : `Customers who come by ${mobileServices} meet the same.`,
      remedy: remedyOf(situation, fact, causes),
    };
  });
}

function unreached(
  situation: Situation,
  { mobileServices, expected, held }: ConversationFacts,
  causes: Causes,
) {
  const reached = new Set(held.map(({ chatServer }) => chatServer));
  // Where nothing got to a Chat Server at all, it is the way there that fails.
  if (held.length === 0 || held.every(({ chatServer }) => chatServer === null)) return [];
  return expected
    .filter((name) => !reached.has(name) && !isDown(situation, causes, name))
    .map((name): Finding => {
      const subject = byName(situation.declared, name);
      return {
        check: "conversation",
        severity: "warning",
        application: name,
        object: `${mobileServices} -> ${name}`,
        message: `None of ${held.length} conversations through ${mobileServices} came to ${name}.`,
        impact: "New chats go to the other Chat Servers, which have to carry its share.",
        remedy: situation.commands.restart(subject?.container ?? name),
      };
    });
}

/** Returns true if another finding already reports that no member of a pair serves. */
function isDown({ declared }: Situation, causes: Causes, name: string): boolean {
  const partner = byName(declared, name)?.partner?.application;
  return [name, partner].every((member) => member === undefined || causes.has(member));
}

/** What is known to be broken comes first; else the far end of the link that failed is started again. */
function remedyOf(
  situation: Situation,
  { chatServer, mobileServices, failure }: ConversationFact,
  causes: Causes,
) {
  const { declared, commands } = situation;
  const path = [chatServer, mobileServices].flatMap((name) =>
    name === null ? [] : (byName(declared, name) ?? []),
  );
  const cause = path
    .map((subject) => nearest(situation, subject, causes))
    .find((found) => found !== undefined);
  if (cause) return cause.remedy;
  const [any] = causes.values();
  const end = farEnd(situation, failure?.hop ?? "") ?? path[0];
  return any?.remedy ?? commands.restart(end?.container ?? "");
}

function nearest({ declared }: Situation, subject: DeclaredApplication, causes: Causes): Finding | undefined {
  const names = [subject.application.name, ...subject.connections.map(({ application }) => application)];
  return names.filter((name) => byName(declared, name)).flatMap((name) => causes.get(name) ?? [])[0];
}

/** The application after the arrow, such as `ChatServer1` of `WebAPI -> ChatServer1`. */
function farEnd({ declared }: Situation, hop: string): DeclaredApplication | undefined {
  const names = hop.split(" -> ");
  const agents = names.at(-1) === "agent";
  return declared.applications.find(({ application: { name, type } }) =>
    agents ? type === "InteractionServer" : name === names.at(-1),
  );
}
