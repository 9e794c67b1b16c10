import {
  compared,
  declaredText as text,
  exportedObjects as declared,
  withOption,
  withServer,
} from "./fixtures";

describe("each kind of edit in the export is one difference", () => {
  const chat = "ChatServer1";
  const cases: [string, ReturnType<typeof declared>, object][] = [
    [
      "another value",
      withOption(declared(), [chat, "settings", "transcript-auto-save"], "2"),
      {
        application: chat,
        option: "settings/transcript-auto-save",
        difference: "different",
        declared: "1",
        exported: "2",
        declaredIn: "Pulumi.test.yaml:15",
        takesEffect: "immediately",
      },
    ],
    [
      "a missing option",
      withOption(declared(), [chat, "settings", "session-restoration-mode"], undefined),
      {
        option: "settings/session-restoration-mode",
        difference: "missing",
        declared: "simple",
        declaredIn: "default",
      },
    ],
    [
      "an extra option that the catalogue lists",
      withOption(declared(), [chat, "settings", "flex-disconnect-timeout"], "77"),
      {
        option: "settings/flex-disconnect-timeout",
        difference: "extra",
        exported: "77",
        exportedIn: "export.xml",
        unit: "s",
      },
    ],
    [
      "a port's number",
      withServer(declared(), chat, (server) => ({
        ...server,
        ports: server.ports.map((port) => (port.id === "ESP" ? { ...port, port: 4900 } : port)),
      })),
      {
        option: "ports/ESP",
        difference: "different",
        declared: "4803",
        exported: "4900",
        declaredIn: "default",
      },
    ],
    [
      "a port's protocol",
      withServer(declared(), "WebAPI", (server) => ({ ...server, ports: [{ id: "default", port: 8090 }] })),
      { application: "WebAPI", option: "ports/default", declared: "8090 http", exported: "8090" },
    ],
    [
      "an extra port",
      withServer(declared(), chat, (server) => ({
        ...server,
        ports: [...server.ports, { id: "flex", port: 4809 }],
      })),
      { option: "ports/flex", difference: "extra", exported: "4809" },
    ],
    [
      "a missing connection",
      withServer(declared(), "WebAPI", (server) => ({ ...server, connections: [] })),
      {
        application: "WebAPI",
        option: "connections/ChatServer1",
        difference: "missing",
        declared: "webapi",
        declaredIn: "Pulumi.test.yaml:11",
      },
    ],
    [
      "a connection to another port, without ADDP",
      withServer(declared(), chat, (server) => ({
        ...server,
        connections: server.connections.map(({ server: to }) => ({ server: to, portId: "default" })),
      })),
      {
        option: "connections/ContactServer",
        declared: "default, addp 10 s local, 20 s remote",
        exported: "default",
        declaredIn: "Pulumi.test.yaml:14",
      },
    ],
    [
      "an extra connection",
      withServer(declared(), "WebAPI", (server) => ({
        ...server,
        connections: [...server.connections, { server: "Other", portId: "default" }],
      })),
      { option: "connections/Other", difference: "extra", exported: "default" },
    ],
    [
      "no backup",
      withServer(declared(), chat, ({ backup: _, ...server }) => server),
      { option: "backup", difference: "missing", declared: "ChatServer1_B" },
    ],
    [
      "another redundancy type",
      withServer(declared(), chat, (server) => ({ ...server, redundancy: 3 })),
      { option: "redundancyType", declared: "warm-standby", exported: "hot-standby" },
    ],
    [
      "another release",
      withServer(declared(), "InteractionServer", (server) => ({ ...server, version: "8.1.200.00" })),
      {
        option: "release",
        declared: "8.1.100.10",
        exported: "8.1.200.00",
        declaredIn: "Pulumi.test.yaml:17",
      },
    ],
    [
      "another host",
      withServer(declared(), chat, (server) => ({ ...server, host: "rack" })),
      { option: "host", exported: "rack" },
    ],
    [
      "another timeout",
      withServer(declared(), chat, (server) => ({ ...server, startupTimeout: 30 })),
      { option: "startupTimeout", declared: "90", exported: "30" },
    ],
    [
      "another reconnect time",
      withServer(declared(), chat, (server) => ({ ...server, timeout: 5 })),
      { option: "reconnect/timeout", declared: "10", exported: "5" },
    ],
    [
      "another tenant",
      withServer(declared(), chat, (server) => ({ ...server, tenants: ["Environment", "Resources"] })),
      { option: "tenants/Resources", difference: "extra" },
    ],
    [
      "a user property",
      withServer(declared(), chat, (server) => ({ ...server, userProperties: { sml: { x: "new" } } })),
      { option: "annex/sml/x", declared: "old", exported: "new", declaredIn: "Pulumi.test.yaml:16" },
    ],
    [
      "another application type",
      withServer(declared(), "ContactServer", (server) => ({ ...server, type: 64 })),
      { option: "type", declared: "ContactServer", exported: "EmailServer" },
    ],
    [
      "a connection that someone added to a backup",
      withServer(declared(), "ChatServer1_B", (server) => ({
        ...server,
        connections: [
          { server: "ContactServer", portId: "default", addp: { local: 10, remote: 20, trace: 1 } },
          { server: "InteractionServer", portId: "other" },
        ],
      })),
      {
        application: "ChatServer1_B",
        option: "connections/InteractionServer",
        declared: "default",
        exported: "other",
      },
    ],
  ];
  test.each(cases)("%s", (_, objects, row) => {
    const { values, applications, differences } = compared(text, objects);
    expect(applications).toEqual([]);
    expect(values).toEqual([expect.objectContaining(row)]);
    expect(differences).toBe(1);
  });

  test("an application that only one side has", () => {
    const without = withServer(declared(), "ContactServer", () => undefined);
    expect(compared(text, without).applications).toEqual([
      {
        application: "ContactServer",
        type: "ContactServer",
        difference: "missing",
        declaredIn: "Pulumi.test.yaml:18",
      },
    ]);
    const chatServer = declared().servers.find(({ name }) => name === "ContactServer")!;
    const more = { ...declared(), servers: [...declared().servers, { ...chatServer, name: "Other" }] };
    expect(compared(text, more)).toMatchObject({
      applications: [{ application: "Other", difference: "extra", exportedIn: "export.xml" }],
      differences: 1,
    });
    expect(compared(text, more, { tenant: "Environment" }).differences).toBe(1);
    expect(compared(text, more, { tenant: "Resources" }).differences).toBe(0);
  });

  test("a server of another kind is none", () => {
    const server = declared().servers.find(({ name }) => name === "ContactServer")!;
    const more = { ...declared(), servers: [...declared().servers, { ...server, name: "URS", type: 15 }] };
    expect(compared(text, more).differences).toBe(0);
  });
});
