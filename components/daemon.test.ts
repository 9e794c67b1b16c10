import * as pulumi from "@pulumi/pulumi";
import { resolve, type Application, type Deployment } from "../model";
import { twoPairs } from "../model/fixtures/pairs";
import { type Answer, Daemon } from "./daemon";

const { deployment } = resolve(twoPairs()) as { deployment: Deployment };
const simulated = deployment.applications.find(({ type }) => type === "ChatServer")!;
const named: Application = { ...simulated, image: "chat:1" };
const checked: Application = {
  ...named,
  process: { health: { command: ["/check"], interval: 1, timeout: 1, retries: 1 } },
};

/** A daemon whose client returns these answers, and the arguments that the client got. */
function answering(...answers: Answer[]) {
  const asked: string[] = [];
  const daemon = new Daemon("genesys-chat", "dev", (words) => {
    asked.push(words.join(" "));
    return Promise.resolve(answers.shift() ?? { code: 1, output: "asked too often" });
  });
  return { daemon, asked };
}

test("a simulated process says itself whether all of its file is in force", async () => {
  const { daemon, asked } = answering(
    { code: 0, output: "ready\n" },
    { code: 1, output: '{"reason":"waiting for a restart: settings/x"}\n' },
    { code: 1, output: "no answer within 2 s\n" },
    { code: 1, output: "Error response from daemon: Container abc is not running\n" },
  );
  const answers: (string | undefined)[] = [];
  for (let count = 0; count < 4; count += 1) answers.push(await daemon.unready("abc", simulated));
  expect(answers).toEqual([
    undefined,
    "waiting for a restart: settings/x",
    "no answer within 2 s",
    "Container abc is not running",
  ]);
  expect(asked[0]).toMatch(/^exec abc \/bin\/bash -c .*\/app\/health in-force\b/);
});

test("a simulated process that did not say that it is ready is not, whatever exit code the client read", async () => {
  const { daemon } = answering(
    { code: 0, output: "" },
    { code: 0, output: '{"reason":"waiting for a restart: settings/x"}\n' },
  );
  expect(await daemon.unready("abc", simulated)).toBe("its health command did not end");
  expect(await daemon.unready("abc", simulated)).toBe("waiting for a restart: settings/x");
});

test.each<[string, Application, string, string | undefined]>([
  ["runs, and has no check", named, "running\n", undefined],
  ["is stopped", named, "exited\n", "it is exited"],
  ["is healthy", checked, "running healthy\n", undefined],
  ["is not healthy", checked, "running unhealthy\n", "it is running unhealthy"],
])("a named image that %s", async (_, application, output, reason) => {
  const { daemon, asked } = answering({ code: 0, output });
  expect(await daemon.unready("abc", application)).toBe(reason);
  expect(asked[0]).toMatch(
    /^inspect --format \{\{\.State\.Status\}\}( \{\{\.State\.Health\.Status\}\})? abc$/,
  );
});

test("without a Docker client nothing is known, which is reported, and no process is called ready", async () => {
  const warned = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
  const none: Answer = { code: "not run", output: "spawn docker ENOENT" };
  const { daemon } = answering(none, none);
  expect(await daemon.containers()).toBeUndefined();
  expect(await daemon.unready("abc", simulated)).toBe("spawn docker ENOENT");
  expect(warned.mock.calls).toEqual([[expect.stringContaining("spawn docker ENOENT")]]);
  warned.mockRestore();
});

test("the stack's containers are asked for once, with their health", async () => {
  const output = "1a dev.a running Up 3 minutes (healthy)\n2b dev.b exited Exited (0) 2 hours ago\n";
  const { daemon, asked } = answering({ code: 0, output });
  expect([...((await daemon.containers()) ?? [])]).toEqual([
    ["dev.a", { id: "1a", status: "running", health: "healthy" }],
    ["dev.b", { id: "2b", status: "exited", health: undefined }],
  ]);
  await daemon.containers();
  expect(asked).toEqual([
    "ps --all --no-trunc --filter label=genesys-chat.project=genesys-chat --filter label=genesys-chat.stack=dev " +
      "--format {{.ID}} {{.Names}} {{.State}} {{.Status}}",
  ]);
});
