import { type Case, casesOf } from "./case";

/** What must not be in a definition at all, whatever its place. */
export const plainCases: readonly Case[] = casesOf({
  "key-not-allowed": [
    [
      "single",
      "a prototype",
      { "GMS/options/chat": JSON.parse('{"__proto__":{"a":"b"}}') as unknown },
      { at: "GMS/options/chat/__proto__" },
    ],
  ],

  "too-deep": [
    [
      "single",
      "too many braces",
      { "GMS/options/chat": JSON.parse(`${'{"a":'.repeat(20)}1${"}".repeat(20)}`) as unknown },
      {
        at: `GMS/options/chat${"/a".repeat(13)}`,
        also: ["missing-key GMS/options/chat/a/secret", "unknown-key GMS/options/chat/a/a"],
      },
    ],
  ],

  "secret-in-definition": [
    [
      "pair",
      "a value that was encrypted in its place",
      { "GMS/options/service.request-chat-poll/service": { secure: "v1:abc:def" } },
      { says: /pulumi config set --secret/ },
    ],
    ["external-servers", "an image that was encrypted", { "GMS/image": { secure: "v1:abc:def" } }],
  ],
});
