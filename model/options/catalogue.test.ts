import { applicationTypes, type ApplicationType } from "../deployment";
import { defaultOptions } from "../defaults";
import { catalogue, findOption, needsRestart, takesEffect } from "./catalogue";
import { faultOf } from "./value";

const entries = Object.entries(catalogue).flatMap(([type, options]) =>
  options.map((option) => [type as ApplicationType, option] as const),
);

test.each(entries.map(([type, option]) => [`${type} ${option.section}/${option.name}`, option] as const))(
  "%s is complete",
  (_, option) => {
    expect(option.description).toMatch(/[.]$/);
    expect(option.source).not.toBe("");
    expect(option.type === "choice").toBe(option.values !== undefined);
    for (const value of [option.default, option.seed]) {
      if (value !== undefined) expect(faultOf(option, value)).toBeUndefined();
    }
    for (const { default: value, range } of option.earlier ?? []) {
      expect(value ?? range).toBeDefined();
      expect(value).not.toBe(option.default ?? "");
      if (value !== undefined) expect(faultOf({ ...option, ...(range && { range }) }, value)).toBeUndefined();
    }
  },
);

test.each([
  ["Environment:default", true],
  ["default", false],
  [":default", false],
  ["Environment:", false],
  ["a:b:c", false],
])("%s names a tenant and an endpoint: %p", (value, right) => {
  const option = findOption("GenesysMobileServices", "chat", "default_chat_endpoint")!;
  expect(faultOf(option, value) === undefined).toBe(right);
});

test("no option is listed twice", () => {
  const ids = entries.map(([type, { section, name }]) => `${type} ${section}/${name}`);
  expect(ids).toEqual([...new Set(ids)]);
});

test.each([
  ["GenesysMobileServices", "chat", "ixn_server_submit_queue", "ixn_server_submit_queue"],
  ["GenesysMobileServices", "service.request-chat-poll", "chat_endpoint", "chat_endpoint"],
  ["GenesysMobileServices", "service.", "chat_endpoint", undefined],
  [
    "GenesysMobileServices",
    "chat.x",
    "push_notification_include_payload",
    "push_notification_include_payload",
  ],
  ["GenesysMobileServices", "log", "verbose", "verbose"],
  ["ChatServer", "endpoints:1", "default", "default"],
  ["ChatServer", "endpoints:101", "sales", "<endpoint>"],
  ["ChatServer", "endpoints:x", "sales", undefined],
  ["ChatServer", "settings", "toString", undefined],
  ["WebApiServer", "settings", "transcript-auto-save", undefined],
] as const)("%s %s/%s is found", (type, section, name, found) => {
  expect(findOption(type, section, name)?.name).toBe(found);
});

test.each([
  ["ChatServer", "settings", "transcript-auto-save", "immediately", false],
  ["ChatServer", "endpoints:1", "sales", "immediately", false],
  ["ChatServer", "settings", "session-shutdown-timeout", "after-restart", true],
  ["ChatServer", "settings", "use-contact-server", "at-start", true],
  ["ChatServer", "settings", "transcript-save-on-error", undefined, true],
  ["GenesysMobileServices", "chat", "chat_session_request_timeout", undefined, true],
  ["GenesysMobileServices", "no", "such", undefined, true],
] as const)("%s %s/%s takes effect", (type, section, name, effect, restart) => {
  expect([takesEffect(type, section, name), needsRestart(type, section, name)]).toEqual([effect, restart]);
});

test("the seed's options are those of its tables", () => {
  const all = Object.values(applicationTypes).flatMap((type) =>
    defaultOptions(type, "warm-standby", [1, 101]).map(
      ({ section, name, value }) => `${section}/${name}=${value}`,
    ),
  );
  expect(all).toEqual([
    "chat/chat_load_balancer_url_path=WebAPI812/SimpleSamples812/ChatHA/ChatLBServerInfo.jsp",
    "chat/chat_session_request_timeout=30000",
    "chat/ixn_server_submit_queue=default",
    "service.request-chat-poll/ttl=3600",
    "service.request-chat-poll/type=ors",
    "endpoints:1/default=Chat In",
    "endpoints:101/default=Chat In",
    "settings/session-restoration-mode=simple",
    "settings/transcript-auto-save=2",
  ]);
});
