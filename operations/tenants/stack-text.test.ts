import { parse } from "yaml";
import { hasErrors, readSource } from "../../model";
import type { Allocation } from "../../model/tenants/allocation";
import { readSetting } from "./setting";
import { stackText } from "./stack-text";

const allotment: Allocation = {
  namePrefix: "Bolt_",
  tenant: "Bolt",
  dbid: 302,
  subnet: "10.216.0.0/26",
  ports: [8400, 8401],
};
const published = [
  { path: ["mobileServices", "GMS", "ports", "default", "publish"], publish: 8080, isStated: false },
  { path: ["mobileServices", "GMS2", "ports", "default", "publish"], publish: undefined, isStated: true },
];
const plan = {
  stack: "bolt",
  profile: "profiles/pair.yaml",
  profileTenants: ["Environment"],
  allotment,
  published,
  settings: [],
};

test("says what is the tenant's own, and why, in a file as an operator would write it", () => {
  expect(stackText(plan)).toBe(`# yaml-language-server: $schema=docs/reference/stack.schema.json
# Tenant bolt, added by ./chatstack tenants add. All other values are in profiles/pair.yaml.
config:
  genesys-chat:deployment:
    extend: profiles/pair.yaml
    # Allotted from the ranges of tenants.yaml; no other stack of this folder has them.
    namePrefix: Bolt_
    tenants: { Environment: ~, Bolt: { dbid: 302 } }
    network: { subnet: 10.216.0.0/26 }
    mobileServices:
      GMS: { ports: { default: { port: 8080, protocol: http, publish: 8400 } } }
      GMS2: { ports: { default: { publish: 8401 } } }
`);
});

test.each(["yes", "On", "1234", "0x1F", "null", "a-b.c"])(
  "a tenant called %s can be read by everybody",
  (stack) => {
    const tenant = stack.charAt(0).toUpperCase() + stack.slice(1);
    const text = stackText({ ...plan, stack, allotment: { ...allotment, tenant, namePrefix: `${tenant}_` } });
    const { definition, source } = readSource(text, `Pulumi.${stack}.yaml`);
    expect(hasErrors(source.problems)).toBe(false);
    expect(definition).toMatchObject({ namePrefix: `${tenant}_`, tenants: { [tenant]: { dbid: 302 } } });
  },
);

test("a value of --set keeps its kind, and counts before what is allotted", () => {
  const settings = ["release=8.1", "network.subnet=10.9.0.0/24", "chatServers.ChatServer1.redundancy=none"];
  const text = stackText({ ...plan, settings: settings.map(readSetting) });
  const { "genesys-chat:deployment": definition } = (parse(text) as { config: Record<string, unknown> })
    .config;
  expect(definition).toMatchObject({
    release: "8.1",
    network: { subnet: "10.9.0.0/24" },
    chatServers: { ChatServer1: { redundancy: "none" } },
  });
});
