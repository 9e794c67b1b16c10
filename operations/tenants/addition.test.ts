import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { addTenant, type NewTenant } from "./addition";
import { readPlan } from "./plan-file";
import { readSetting } from "./setting";

/* What is refused before the engine is asked for anything; test/bulk-run.test.ts adds tenants for real. */
let root: string;
const files: Readonly<Record<string, string>> = {
  "Pulumi.yaml": "name: genesys-chat\nruntime: nodejs\n",
  "Pulumi.acme.yaml":
    "config:\n  genesys-chat:deployment:\n    extend: profiles/pair.yaml\n    namePrefix: Bolt_\n    tenants: { Acme: { dbid: 101 } }\n",
  "tenants.yaml":
    "profile: profiles/pair.yaml\npublishedPorts: { from: 8400, to: 8401 }\nsubnets: { within: 10.216.0.0/24, bits: 26 }\ndbids: { from: 201, to: 209 }\n",
  "profiles/pair.yaml": `mobileServices:
  GMS:
    connections: [WebAPI]
    options: { service.request-chat-poll: { service: "http://ors.example/request-chat-poll.scxml" } }
webApiServers: { WebAPI: { connections: [ChatServer1] } }
chatServers: { ChatServer1: { connections: [InteractionServer, ContactServer] } }
interactionServers: { InteractionServer: {} }
contactServers: { ContactServer: {} }
`,
  "profiles/three.yaml": "mobileServices: { A: {}, B: {}, C: {} }\n",
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "genesys-chat-addition-"));
  process.env.GENESYS_CHAT_PASSPHRASES = join(root, "passphrases");
  for (const [file, text] of Object.entries(files)) write(file, text);
});

afterEach(() => {
  delete process.env.GENESYS_CHAT_PASSPHRASES;
  rmSync(root, { recursive: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

const tenant = (name: string, more: Partial<NewTenant> = {}): NewTenant => ({ name, settings: [], ...more });
const set = (...texts: string[]) => ({ settings: texts.map(readSetting) });

test.each<[string, NewTenant, RegExp]>([
  ["a name that is taken", tenant("acme"), /There is a stack acme already: Pulumi\.acme\.yaml/],
  [
    "one that differs in capitals only",
    tenant("ACME"),
    /acme, whose name differs from ACME in capitals only/,
  ],
  ["no name", tenant("a/b"), /"a\/b" is no stack name/],
  ["a name whose prefix another stack has", tenant("bolt"), /Bolt_ is that of Pulumi\.acme\.yaml/],
  [
    "a DBID that is taken",
    tenant("cask", { dbid: 101 }),
    /The DBID 101 is that of a tenant in Pulumi\.acme\.yaml/,
  ],
  [
    "a profile that there is none of",
    tenant("cask", { from: "profiles/pare.yaml" }),
    /There is no file profiles\/pare\.yaml.*Did you mean "profiles\/pair\.yaml"/,
  ],
  [
    "a range with too little in it",
    tenant("cask", { from: "profiles/three.yaml" }),
    /publishedPorts .* 8400 to 8401 2 are free, and 3 are needed/,
  ],
  [
    "an unknown key",
    tenant("cask", set("chatServers.ChatServer1.redundncy=none")),
    /^error \[unknown-key\] \/chatServers\/ChatServer1\/redundncy.*Did you mean "redundancy"/,
  ],
  [
    "an option that is a slip of the pen",
    tenant("cask", set("mobileServices.GMS.options.chat.chat_session_request_timout=5")),
    /Did you mean "chat_session_request_timeout"/,
  ],
  [
    "a value that is wrong",
    tenant("cask", set("chatServers.ChatServer1.redundancy=full")),
    /\/chatServers\/ChatServer1\/redundancy/,
  ],
])("%s: said, and nothing is written", async (_, wish, said) => {
  await expect(addTenant(root, wish)).rejects.toThrow(said);
  const stacks = readdirSync(root).filter((file) => file.startsWith("Pulumi."));
  expect(stacks.sort()).toEqual(["Pulumi.acme.yaml", "Pulumi.yaml"]);
  expect(readdirSync(root)).not.toContain("passphrases");
});

test("an unreadable stack file: its values are unknown, so no tenant is added", async () => {
  write("Pulumi.torn.yaml", "config:\n  genesys-chat:deployment: { extend: profiles/gone.yaml }\n");
  await expect(addTenant(root, tenant("cask"))).rejects.toThrow(/validate --stack torn/);
});

describe("tenants.yaml", () => {
  test.each([
    ["profil: x\n", /tenants\.yaml:1: \/profil: there is no such key\. Did you mean "profile"\?/],
    ["profile: [\n", /tenants\.yaml:\d+: /],
    [
      files["tenants.yaml"]!.replace("to: 8401", "to: 70000"),
      /tenants\.yaml:2: \/publishedPorts\/to: set this to a port of the Docker host, an integer from 1 to 65535/,
    ],
    [
      files["tenants.yaml"]!.replace("from: 201", "from: 300"),
      /tenants\.yaml:4: \/dbids: set this to a range/,
    ],
  ])("%j is refused by line", (text, said) => {
    write("tenants.yaml", text);
    expect(() => readPlan(root)).toThrow(said);
  });

  test("that is missing is shown as it could be", () => {
    rmSync(join(root, "tenants.yaml"));
    expect(() => readPlan(root)).toThrow(/There is no tenants\.yaml in .*\n\nprofile: profiles\/pair\.yaml/);
  });
});
