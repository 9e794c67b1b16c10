import { resolve } from "../resolve";
import { defineDeployment, unlisted } from ".";

test("a definition comes back as it is", () => {
  const definition = {
    stage: "lab",
    chatServers: { A: { options: { settings: { x: unlisted(1) } } } },
  } as const;
  expect(defineDeployment(definition)).toBe(definition);
  expect(definition.chatServers.A.options.settings).toEqual({ x: 1 });
});

test("an unlisted option is written, with a warning", () => {
  const definition = defineDeployment({
    mobileServices: {
      GMS: {
        connections: ["WebAPI"],
        options: { "service.request-chat-poll": { service: "http://ors.example/chat.scxml" } },
      },
    },
    webApiServers: { WebAPI: { connections: ["Chat"] } },
    chatServers: { Chat: { connections: ["InteractionServer", "ContactServer"] } },
    interactionServers: { InteractionServer: {} },
    contactServers: {
      ContactServer: { options: { log: { "of-a-later-release": unlisted({ secret: "x" }) } } },
    },
  });
  const { deployment, problems } = resolve(definition);
  expect(problems.map(({ rule, path }) => `${rule} ${path}`)).toContain(
    "option-listed /contactServers/ContactServer/options/log/of-a-later-release",
  );
  const contact = deployment?.applications.find(({ key }) => key === "ContactServer");
  expect(contact?.options["log"]).toEqual({ "of-a-later-release": { secret: "x" } });
});
