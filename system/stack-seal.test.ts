import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasSeal, isSealedPublicly } from "./stack-seal";

const root = join(__dirname, "..");
const dev = readFileSync(join(root, "Pulumi.dev.yaml"), "utf8");
const env = { GENESYS_CHAT_PASSPHRASES: "/nowhere" };
const sealed = (text: string, more: NodeJS.ProcessEnv = {}, opened = false) =>
  isSealedPublicly(text, { root, stack: "dev", opened, env: { ...env, ...more } });

test("the stacks of this repository are, whatever passphrase the environment has while a file is only read", () => {
  expect(sealed(dev)).toBe(true);
  expect(sealed(dev, { PULUMI_CONFIG_PASSPHRASE: "another" })).toBe(true);
  expect(sealed(dev.replace(/^encryptionsalt: (.*)$/m, 'encryptionsalt: "$1" # moved here'))).toBe(true);
});

test("a salt that the passphrase does not open is another's, and so is what is no salt", () => {
  expect(sealed(dev.replace(/(encryptionsalt: v1:)\w{3}/, "$1AAA"))).toBe(false);
  expect(sealed("encryptionsalt: v1:AAAA\n")).toBe(false);
  expect(sealed("secretsprovider: awskms://alias/x\n")).toBe(false);
});

test("the engine has opened the seal by the passphrase of the environment, which decides then", () => {
  expect(sealed(dev, { PULUMI_CONFIG_PASSPHRASE: "another" }, true)).toBe(false);
  expect(sealed(dev, { PULUMI_CONFIG_PASSPHRASE: "genesys-chat-lab" }, true)).toBe(true);
  expect(sealed(dev, { PULUMI_CONFIG_PASSPHRASE_FILE: join(root, "lab.passphrase") }, true)).toBe(true);
});

test("a stack with a passphrase file of its own is not tried", () => {
  const folder = mkdtempSync(join(tmpdir(), "genesys-chat-seal-"));
  writeFileSync(join(folder, "dev"), "of its own\n");
  expect(sealed(dev, { GENESYS_CHAT_PASSPHRASES: folder })).toBe(false);
  writeFileSync(join(folder, "dev"), "genesys-chat-lab\n");
  expect(sealed(dev, { GENESYS_CHAT_PASSPHRASES: folder })).toBe(true);
  rmSync(folder, { recursive: true });
});

test.each([
  [dev, true],
  ["secretsprovider: awskms://alias/x\nencryptedkey: abc\n", true],
  ["config: {}\n", false],
  ["config:\n  encryptionsalt: v1:x\n", false],
])("whether a file names its seal", (text, expected) => expect(hasSeal(text)).toBe(expected));
