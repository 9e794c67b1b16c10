import { type Case, chat1, gms, service } from "./case";

/** What options say. */
export const optionCases: readonly Case[] = [
  // Options
  {
    rule: "option-required",
    name: "no SCXML application",
    edits: [[[...gms, "options"], undefined]],
    path: "/mobileServices/GMS/options/service.request-chat-poll/service",
  },
  {
    rule: "option-value",
    name: "a service that is no address",
    edits: [[[...service, "service"], "<url to SCXML>"]],
    path: "/mobileServices/GMS/options/service.request-chat-poll/service",
  },
  {
    rule: "option-value",
    name: "a restoration mode there isn't",
    edits: [[[...chat1, "options", "settings"], { "session-restoration-mode": "full" }]],
    path: "/chatServers/ChatServer1/options/settings/session-restoration-mode",
    says: /simple/,
  },
  {
    rule: "option-value",
    name: "a number out of its range",
    edits: [[[...chat1, "options", "settings"], { "flex-disconnect-timeout": 0 }]],
    path: "/chatServers/ChatServer1/options/settings/flex-disconnect-timeout",
    says: /from 1 to 1728000/,
  },
  {
    rule: "option-value",
    name: "a path with a host in it",
    edits: [[[...gms, "options", "chat"], { chat_load_balancer_url_path: "http://h/ChatLBServerInfo.jsp" }]],
    path: "/mobileServices/GMS/options/chat/chat_load_balancer_url_path",
  },
  {
    rule: "option-value",
    name: "on a standby",
    edits: [[[...chat1, "backup"], { options: { settings: { "transcript-auto-save": 3 } } }]],
    path: "/chatServers/ChatServer1/backup/options/settings/transcript-auto-save",
  },
  {
    rule: "option-release",
    name: "an option from a later release",
    edits: [[[...gms, "options", "chat"], { enable_notification_mode: true }]],
    path: "/mobileServices/GMS/options/chat/enable_notification_mode",
    says: /8\.5\.109\.05/,
  },
  {
    rule: "option-release",
    name: "chat_endpoint before 8.1.100.28",
    edits: [
      [[...gms, "release"], "8.1.100.14"],
      [[...service, "chat_endpoint"], "default"],
    ],
    path: "/mobileServices/GMS/options/service.request-chat-poll/chat_endpoint",
  },
  {
    rule: "option-listed",
    name: "a slip in an option's name",
    edits: [[[...chat1, "options", "settings"], { "transcript-autosave": 1 }]],
    path: "/chatServers/ChatServer1/options/settings/transcript-autosave",
    says: /Did you mean "transcript-auto-save"/,
  },
  {
    rule: "option-listed",
    name: "the section as the seed page misspells it",
    edits: [[[...chat1, "options", "endpoint:1"], { default: "Chat In" }]],
    path: "/chatServers/ChatServer1/options/endpoint:1/default",
    says: /Did you mean "endpoints:1"/,
  },
  {
    rule: "option-listed",
    name: "an option of the Annex",
    edits: [[[...gms, "options", "sml"], { "suspending-wait-timeout": 10 }]],
    path: "/mobileServices/GMS/options/sml/suspending-wait-timeout",
    says: /Annex/,
  },
  {
    rule: "option-text",
    name: "a value of two lines",
    edits: [
      [[...gms, "options", "service.x"], { default_poke_message: "a\nb", internal_api_url_base: "http://g" }],
    ],
    path: "/mobileServices/GMS/options/service.x/default_poke_message",
  },
  {
    rule: "option-text",
    name: "a section that ends itself",
    edits: [[[...gms, "options", "a]b"], { c: "d" }]],
    path: "/mobileServices/GMS/options/a]b/c",
  },
  {
    rule: "load-balancer-path-without-blanks",
    name: "the path as it is pasted from the page",
    edits: [
      [
        [...gms, "options", "chat"],
        { chat_load_balancer_url_path: "WebAPI812/ SimpleSamples812/ ChatHA/ ChatLBServerInfo.jsp" },
      ],
    ],
    path: "/mobileServices/GMS/options/chat/chat_load_balancer_url_path",
    says: /"WebAPI812\/SimpleSamples812\/ChatHA\/ChatLBServerInfo\.jsp"/,
  },
  {
    rule: "chat-service-type",
    name: "another type of service",
    edits: [[[...service, "type"], "builtin"]],
    path: "/mobileServices/GMS/options/service.request-chat-poll/type",
  },
  {
    rule: "poke-options-together",
    name: "a poke address without a message",
    edits: [[[...service, "internal_api_url_base"], "http://gms:8080"]],
    path: "/mobileServices/GMS/options/service.request-chat-poll/internal_api_url_base",
  },
  {
    rule: "transcript-auto-save-notices",
    name: "the seed's own value",
    edits: [],
    path: "/chatServers/ChatServer1/options/settings/transcript-auto-save",
  },
  {
    rule: "load-balancer-page-for-tenants",
    name: "two tenants on the single-tenant page",
    edits: [[["tenants"], { Environment: { dbid: 1 }, acme: { dbid: 101 } }]],
    path: "/webApiServers/WebAPI/loadBalancer",
  },
  {
    rule: "log-network-needs-message-server",
    name: "a log to nowhere",
    edits: [[[...chat1, "options", "log"], { standard: "stdout, network" }]],
    path: "/chatServers/ChatServer1/options/log/standard",
  },
];
