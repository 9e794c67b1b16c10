import type { SessionAnswer } from "../chat-server/web-api-port";
import type { Located } from "./load-balancers";
import type { Service } from "./services";

/** The chat's requests below its own path, by the field of a verbose answer that names them. */
export const chatPaths = {
  SEND_URL: "send",
  REFRESH_URL: "refresh",
  REFRESH_FROM_START_URL: "refreshFromStart",
  START_TYPING_URL: "startTyping",
  STOP_TYPING_URL: "stopTyping",
  DISCONNECT_URL: "disconnect",
} as const;

/** A chat's own path. Relative, as the product has it: a client puts the server's address before it. */
export function chatPath(service: Service): string {
  return `/genesys/1/service/${service.id}/ixn/chat`;
}

/** The chat answer of the API: the Chat Server's answer in the form that clients read. */
export function chatAnswer(answer: SessionAnswer): Record<string, unknown> {
  return {
    chatIxnState: answer.state === "open" ? "TRANSCRIPT" : "DISCONNECTED",
    chatSessionId: answer.session,
    transcriptPosition: answer.position,
    chatServiceMessage: "Chat service is available",
    // Without milliseconds: a typed client reads exactly this form.
    startedAt: new Date(answer.startedAt).toISOString().replace(/\.\d+Z$/, "Z"),
    transcriptToShow: answer.entries.map(({ type, nick, text, partyId, partyType }) => [
      type,
      nick,
      text,
      partyNumber(partyId),
      partyType,
    ]),
  };
}

/** What a verbose answer has beside that. */
export function verboseFields(service: Service, known: Located | undefined): Record<string, unknown> {
  const urls = Object.entries(chatPaths).map(([field, path]) => [
    `_chatIxnAPI_${field}`,
    `${chatPath(service)}/${path}`,
  ]);
  return {
    userId: service.userId,
    secureKey: service.secureKey,
    // The unit is not known; a customer's own offset is not asked for.
    clientTimeZoneOffset: "0",
    ...(known && {
      checkChatServiceLoadBalancerPath: known.path,
      chatServerLoadBalancerAlias: known.alias,
      chatServerHost: known.host,
      chatWebApiPort: known.port,
      isTLSrequired: false,
    }),
    ...(Object.fromEntries(urls) as Record<string, string>),
  };
}

/** A party's id as a decimal integer; sessions that were stored before ids were integers end theirs in one. */
function partyNumber(partyId: string): string {
  return String(Number(/\d{1,9}$/.exec(partyId)?.[0] ?? "0"));
}
