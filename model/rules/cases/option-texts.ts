import { casesOf } from "./case";

const service = "GMS/options/service.request-chat-poll";

/** Mistakes in the text of options. */
export const optionTextCases = casesOf({
  "option-text": [
    ["pair", "a message of two lines", { [`${service}/default_poke_message`]: "Please join,\nwe wait" }],
    ["single", "a section that ends itself", { "GMS/options/a]b": { c: "d" } }, { at: "GMS/options/a]b/c" }],
    [
      "multi-tenant",
      "an endpoint with its queue",
      { "ChatServer1/options/endpoints:101/sales=Sales In": "" },
    ],
    [
      "n-plus-one",
      "a line that was to be a comment",
      { "GMS/options/chat/; enable_notification_mode": true },
    ],
    [
      "external-servers",
      "a blank behind a section",
      { "GMS/options/log ": { verbose: "all" } },
      { at: "GMS/options/log /verbose", also: ["production-option-listed GMS/options/log /verbose"] },
    ],
  ],

  "text-visible": [
    [
      "pair",
      "a value that reads backwards",
      { "GMS/options/service.request-chat-poll/default_poke_message": "Please \u202Enioj" },
      { says: /U\+202E/ },
    ],
    [
      "multi-tenant",
      "a blank of no width in a section's name",
      { "GMS/options/my\u200Bsection": { a: "b" } },
      { says: /The key .* U\+200B/ },
    ],
    [
      "n-plus-one",
      "a joiner between Latin letters",
      { "ChatServer1/annex": { note: { text: "pass\u200Dword" } } },
      { at: "ChatServer1/annex/note/text", says: /U\+200D/ },
    ],
  ],
});
