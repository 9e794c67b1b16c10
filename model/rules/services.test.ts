import { twoPairs } from "../fixtures/pairs";
import { withValue } from "../fixtures/edit";
import { resolve } from "../resolve";

const options = ["mobileServices", "GMS", "options"];
const place = `/${options.join("/")}/`;

/** What is found about the options of GMS, advice left out. */
function found(services: unknown): string[] {
  const definition = withValue<unknown>(twoPairs(), options, services);
  return resolve(definition)
    .problems.filter(({ severity, path }) => severity !== "advice" && path.startsWith(place))
    .map(({ rule, path }) => `${rule} ${path.slice(place.length)}`);
}

function sectionsOf(services: unknown): Readonly<Record<string, unknown>> {
  const { deployment } = resolve(withValue<unknown>(twoPairs(), options, services));
  const gms = deployment!.applications.find(({ type }) => type === "GenesysMobileServices")!;
  return gms.options;
}

const url = "http://ors.example/request-chat-poll.scxml";

test("the seed's service may be spelled as the 8.5 template has it", () => {
  const service = { _type: "ors", _service: url, _ttl: 3600 };
  expect(found({ "service.request-chat-poll": service })).toEqual([]);
  expect(sectionsOf({ "service.request-chat-poll": service })["service.request-chat-poll"]).toEqual({
    _type: "ors",
    _service: url,
    _ttl: "3600",
  });
});

test("a service of GMS itself takes the place of the seed's, which is not set by default then", () => {
  const service = {
    _type: "builtin",
    _service: "request-chat",
    _ttl: 36000,
    _chat_endpoint: "Environment:default",
  };
  const problems = found({ "service.request-chat": service });
  // What came with 8.5 is not for the release of the seed.
  expect(problems).toEqual(["option-release service.request-chat/_chat_endpoint"]);
  const sections = sectionsOf({ "service.request-chat": { _type: "builtin", _service: "request-chat" } });
  expect(Object.keys(sections)).not.toContain("service.request-chat-poll");
});

test("beside a complete service of its own the guide's service is required if it is begun", () => {
  const other = { _type: "builtin", _service: "request-chat" };
  expect(found({ "service.request-chat": other, "service.request-chat-poll": { ttl: 60 } })).toEqual([
    "option-required service.request-chat-poll/service",
  ]);
});

test("what an estate has for a boolean stops nothing, and means the same", () => {
  const server = ["chatServers", "ChatServer1", "options", "settings"];
  for (const [words, value] of [
    [["on", "yes", 1, "TRUE"], "true"],
    [["off", "no", 0, "False"], "false"],
  ] as const) {
    const rules = (word: unknown) =>
      resolve(withValue<unknown>(twoPairs(), server, { "limits-control-enabled": word })).problems.map(
        ({ rule, path }) => `${rule} ${path}`,
      );
    for (const word of words) expect(rules(word)).toEqual(rules(value));
  }
});
