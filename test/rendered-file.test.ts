import * as fc from "fast-check";
import { type Application, applicationTypes, catalogue, type Deployment, needsRestart } from "../model";
import { resolveFile } from "../system/stack-file";
import { applicationFile, restartHash } from "../render";
import { interpret, valuesHash, verify } from "../simulator/application-file";
import { takesEffectAtOnce } from "../simulator/takes-effect";
import { join } from "node:path";
import { checkout } from "./support/project-copy";

/*
 * The simulator shares no code with what writes its files, so that it can notice when they are wrong. What the two have
 * to agree on (docs/application-file.md) is held together here.
 */
function deploymentOf(stack: string): Deployment {
  const { deployment } = resolveFile(join(checkout, `Pulumi.${stack}.yaml`));
  if (!deployment) throw new Error(`${stack} has no deployment`);
  return deployment;
}

const cases = ["dev", "acme"].flatMap((stack) => {
  const deployment = deploymentOf(stack);
  return deployment.applications.map((application) => ({ name: application.name, deployment, application }));
});

test.each(cases)("a process verifies and understands the file of $name", ({ deployment, application }) => {
  const written = applicationFile(deployment, application);
  const read = verify(Buffer.from(written.text));
  if (!read) throw new Error("the file does not verify");
  expect(read.configHash).toBe(written.hash);
  expect(valuesHash(read.document)).toBe(written.valuesHash);
  expect(interpret(read.document).application.name).toBe(application.name);
});

test("a process takes no file that was cut short or changed in one byte", () => {
  const [{ deployment, application }] = cases as [(typeof cases)[number]];
  const bytes = Buffer.from(applicationFile(deployment, application).text);
  for (let length = 0; length < bytes.length; length += 1) {
    expect(verify(bytes.subarray(0, length))).toBeUndefined();
  }
  for (let place = 0; place < bytes.length; place += 7) {
    const changed = Buffer.from(bytes);
    changed[place] = (changed[place] ?? 0) ^ 1;
    expect(verify(changed)).toBeUndefined();
  }
});

/** Texts that some reader of YAML takes for something else, and any other text. */
const awkward = fc.oneof(
  fc.constantFrom(
    ...["yes", "no", "~", "null", "010", "0x1F", "1_000", "1e3", ".inf", "2001-12-14", "12:30:45", ""],
  ),
  fc.constantFrom(
    ...["- a", "a: b", "# c", "'", '"', "*a", "&a", "!!str x", "%", "@", "`", " x ", "a\tb", "hash: 0", "…"],
  ),
  fc.string({ unit: "grapheme", maxLength: 40 }),
);

test("whatever an option's text is, a process reads the same text", () => {
  const deployment = deploymentOf("dev");
  const chatServer = deployment.applications.find(({ key }) => key === "ChatServer1") as Application;
  fc.assert(
    fc.property(awkward, awkward, (name, value) => {
      const application = { ...chatServer, options: { settings: { [`x${name}`]: value } } };
      const written = applicationFile(deployment, application);
      const read = verify(Buffer.from(written.text));
      if (!read) throw new Error("the file does not verify");
      expect(interpret(read.document).options).toEqual(application.options);
      expect(valuesHash(read.document)).toBe(written.valuesHash);
    }),
    { numRuns: 500, seed: 3 },
  );
});

/** Names as an operator would write them, in place of the catalogue's `<…>`. */
const spelled = (name: string) => name.replaceAll(/<[^>]*DBID>/g, "1").replaceAll(/<[^>]*>/g, "something");

test.each(Object.values(applicationTypes))(
  "an option of %s replaces the container exactly when the process waits",
  (type) => {
    const names = catalogue[type].map(({ section, name }) => [spelled(section), spelled(name)] as const);
    const text = (all: typeof names) => all.map((name) => name.join("/")).sort();
    const atOnce = names.filter(([section, option]) => takesEffectAtOnce(type, section, option));
    expect(text(atOnce)).toEqual(
      text(names.filter(([section, option]) => !needsRestart(type, section, option))),
    );
  },
);

test("an unknown option restarts its process", () => {
  expect(needsRestart("ChatServer", "settings", "unheard-of")).toBe(true);
  expect(takesEffectAtOnce("ChatServer", "settings", "unheard-of")).toBe(false);
});

describe("the hash that replaces a container", () => {
  const deployment = deploymentOf("dev");
  const chatServer = deployment.applications.find(({ key }) => key === "ChatServer1") as Application;
  const withSetting = (option: string, value: string): Application => ({
    ...chatServer,
    options: { ...chatServer.options, settings: { ...chatServer.options.settings, [option]: value } },
  });

  test("stays the same when an option changes that takes effect immediately", () => {
    expect(restartHash(deployment, withSetting("transcript-auto-save", "1"))).toBe(
      restartHash(deployment, chatServer),
    );
  });

  test("changes with an option that a restart brings into force", () => {
    expect(restartHash(deployment, withSetting("session-shutdown-timeout", "31"))).not.toBe(
      restartHash(deployment, withSetting("session-shutdown-timeout", "30")),
    );
  });
});
