import fc from "fast-check";
import { applicationTypes, type ApplicationType } from "../deployment";
import { defaultOptions } from "../defaults";
import { catalogue, findOption, needsRestart, takesEffect } from "./catalogue";
import { booleanOf, booleanPattern, faultOf } from "./value";

const entries = Object.entries(catalogue).flatMap(([type, options]) =>
  options.map((option) => [type as ApplicationType, option] as const),
);

test.each(entries.map(([type, option]) => [`${type} ${option.section}/${option.name}`, option] as const))(
  "%s is complete",
  (_, option) => {
    expect(option.description).toMatch(/[.]$/);
    expect(option.source).not.toBe("");
    expect(["choice", "list"].includes(option.type)).toBe(option.values !== undefined);
    expect(option.type === "pattern").toBe(option.pattern !== undefined);
    for (const value of Object.keys(option.valuesSince ?? {})) expect(option.values).toContain(value);
    for (const value of [option.default, option.guideValue]) {
      if (value !== undefined) expect(faultOf(option, value)).toBeUndefined();
    }
    for (const { default: value, range } of option.earlier ?? []) {
      expect(value ?? range).toBeDefined();
      expect(value).not.toBe(option.default ?? "");
      if (value !== undefined)
        expect(faultOf({ ...option, ...(typeof range === "object" && { range }) }, value)).toBeUndefined();
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

test.each([
  [
    "ChatServer",
    "log",
    "segment",
    ["false", "100", "100 KB", "1 MB", "24 hr", "off"],
    ["99", "1 TB", "0 MB", "1h"],
  ],
  [
    "ChatServer",
    "log",
    "expire",
    ["false", "1", "1000 file", "100 day"],
    ["1001", "101 day", "7 days", "-1"],
  ],
  ["ChatServer", "log", "keep-startup-file", ["true", "false", "10 KB", "1 MB"], ["10", "1 GB", "maybe"]],
  ["ChatServer", "log", "messagefile", ["ChatServer.lms", "lms/a.LMS"], ["ChatServer.txt", ".lms"]],
  ["ChatServer", "log", "verbose", ["all", "interaction"], ["al", "ALL", "stdout"]],
  ["ChatServer", "transcript-cleanup", "default-repchar", ["*", " ", "x"], ["", "**"]],
  [
    "ChatServer",
    "settings",
    "flex-push-content",
    ["user-id", "session-id,user-id", ""],
    ["userid", "user-id;x"],
  ],
  [
    "GenesysMobileServices",
    "log-filter-data",
    "phone",
    ["copy", "hide-last,4", "tag(<,>)"],
    ["hidden", "hide-first"],
  ],
  ["GenesysMobileServices", "service.x", "_ors", ["http://a:1, https://b/x"], ["a:1", "http://a,b", ""]],
] as const)("%s %s/%s takes %j and not %j", (type, section, name, right, wrong) => {
  const option = findOption(type, section, name)!;
  expect(right.filter((value) => faultOf(option, value))).toEqual([]);
  expect(wrong.filter((value) => !faultOf(option, value))).toEqual([]);
});

test.each([
  ["flex-disconnect-timeout", "8.1.000.20", "0", true],
  ["flex-disconnect-timeout", "8.1.000.20", "-1", false],
  ["flex-disconnect-timeout", "8.1.000.20", "2000000", true],
  ["flex-disconnect-timeout", "8.5.301.06", "0", false],
  ["flex-disconnect-timeout", "8.5.301.06", "2000000", false],
  ["xml-request-max-size", "8.5.308.05", "104857601", false],
  ["xml-request-max-size", "8.5.308.06", "104857601", true],
  ["xml-request-max-size", undefined, "104857601", true],
])("%s of a Chat Server %s: %s is right: %p", (name, release, value, right) => {
  const option = findOption("ChatServer", "settings", name)!;
  expect(faultOf(option, value, release) === undefined).toBe(right);
});

test("a boolean is also one of the words that configurations in use have, and nothing else", () => {
  const option = findOption("ChatServer", "settings", "hide-attached-data")!;
  const words = fc.constantFrom("true", "on", "yes", "1", "false", "off", "no", "0");
  const anyCase = fc
    .tuple(words, fc.func(fc.boolean()))
    .map(([word, upper]) =>
      [...word].map((letter, at) => (upper(at) ? letter.toUpperCase() : letter)).join(""),
    );
  fc.assert(
    fc.property(anyCase, (word) => {
      expect(faultOf(option, word)).toBeUndefined();
      expect(booleanOf(word)).toBe(["true", "on", "yes", "1"].includes(word.toLowerCase()));
      expect(new RegExp(booleanPattern).test(word)).toBe(true);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(new RegExp(booleanPattern).test(text)).toBe(booleanOf(text) !== undefined);
      expect(faultOf(option, text) === undefined).toBe(booleanOf(text) !== undefined);
    }),
  );
  for (const text of ["", " ", "2", "y", "n", "enabled", "01"]) expect(booleanOf(text)).toBeUndefined();
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
  ["ChatServer", "inactivity-control", "timeout-close", "immediately", false],
  ["ChatServer", "health-service", "log-output-content", "immediately", false],
  ["ChatServer", "log-filter-data", "Transcript", "immediately", false],
  ["ChatServer", "settings", "flex-push-enabled", undefined, true],
  ["ContactServer", "log", "keep-startup-file", "after-restart", true],
  ["GenesysMobileServices", "service.request-chat", "_ttl", "immediately", false],
  ["GenesysMobileServices", "server", "node_id", undefined, true],
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
