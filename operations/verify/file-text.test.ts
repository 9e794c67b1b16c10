import { resolve } from "../../model";
import { twoPairs } from "../../model/fixtures/pairs";
import { withValue } from "../../model/fixtures/edit";
import { applicationFile } from "../../render";
import { compareFile } from "./file-text";

const secretly = withValue(
  twoPairs(),
  ["mobileServices", "GMS", "options", "service.request-chat-poll", "service"],
  {
    secret: "url",
  },
);
const value = "http://ors.example/canary";

function gms() {
  const { deployment } = resolve(secretly);
  const application = deployment!.applications.find(({ key }) => key === "GMS")!;
  return { deployment: deployment!, application };
}

test("a secret's value is no difference, and is in no answer", () => {
  const { deployment, application } = gms();
  const { text, valuesHash } = applicationFile(deployment, application, () => value);
  const comparison = compareFile(deployment, application, text);
  expect(text).toContain(value);
  expect(comparison).toEqual({ verifies: true, differing: [], valuesHash });
});

test("beside a secret, another difference is still seen, and named without its value", () => {
  const { deployment, application } = gms();
  const [chat = "", poll = ""] = Object.keys(application.options);
  const other = withValue(application, ["options", chat, "chat_session_request_timeout"], "1");
  const comparison = compareFile(
    deployment,
    application,
    applicationFile(deployment, other, () => value).text,
  );
  expect(comparison.differing).toEqual(["chat/chat_session_request_timeout"]);
  expect(poll).toBe("service.request-chat-poll");
  expect(JSON.stringify(comparison)).not.toContain("canary");
});

test.each([
  ["an empty file", () => ""],
  ["half a file", (text: string) => text.slice(0, text.length / 2)],
  ["a file without its last line feed", (text: string) => text.slice(0, -1)],
  ["one changed byte", (text: string) => text.replace("Written", "written")],
])("%s does not verify", (_, change) => {
  const { deployment, application } = gms();
  const { text } = applicationFile(deployment, application, () => value);
  expect(compareFile(deployment, application, change(text)).verifies).toBe(false);
});
