const links = {
  appServers: [
    {
      appServer: "Ixn",
      id: "default",
      connProtocol: "addp",
      mode: "tmremote",
      timeoutLocal: 10,
      timeoutRemote: 10,
      transportParams: "tls=1",
      longField1: 0,
    },
    {
      appServer: "UCS",
      id: "default",
      connProtocol: "",
      mode: "tmnotracemode",
      timeoutLocal: 0,
      timeoutRemote: 0,
    },
  ],
  tenants: ["Resources"],
  userProperties: { sml: { x: 1 } },
};
/** The listening ports of a Chat Server, as mutagen writes them. */
export const chatPorts = [
  { id: "default", port: "4801" },
  { id: "ESP", port: "4803" },
  { id: "webapi", port: "4802", connProtocol: "http", description: "for the web" },
];
const common = {
  autoRestart: true,
  workDirectory: "/opt/x",
  commandLine: "./run.sh",
  state: "enabled",
  redundancyType: "htcoldstanby",
};
/** An export of mutagen: templates in a list of their own, numbers and texts mixed, copies on the backup. */
export const mutagen = {
  __metadata__: { formatName: "JSON", formatVersion: "1.0.0", mutagenVersion: "1", user: "joe" },
  appPrototypes: [
    { name: "Chat", type: "chatserver", version: "8.1.000.20" },
    { name: "Ixn", type: "interactionserver", version: "8.1.100.28" },
    { name: "UCS", type: "contactserver", version: "8.1.100.28" },
  ],
  applications: [
    {
      ...{
        name: "CS1",
        appPrototype: "Chat",
        ...common,
        ...links,
        redundancyType: "htwarmstanby",
        isPrimary: true,
      },
      componentType: "appcomponentunknown",
      flexibleProperties: { a: { b: "c" } },
      serverInfo: { host: "chat-a", backupServer: "CS1_B", timeout: 10, attempts: 1 },
      portInfos: chatPorts,
      options: {
        "endpoints:101": { default: "Köln Chat" },
        settings: {
          "session-restoration-mode": "simple",
          "transcript-auto-save": 2,
          "limits-control-enabled": "off",
          raw: ["AAA="],
        },
        security: { "db-password": "hunter2" },
      },
    },
    {
      ...{
        name: "CS1_B",
        appPrototype: "Chat",
        ...common,
        ...links,
        redundancyType: "htwarmstanby",
        isPrimary: false,
      },
      serverInfo: { host: "chat-b" },
      portInfos: chatPorts,
      options: {
        "endpoints:101": { default: "Köln Chat" },
        settings: { "session-restoration-mode": "simple", "transcript-auto-save": 2 },
      },
    },
    { name: "CS9", appPrototype: "Chat", ...common, state: "disabled", portInfos: chatPorts },
    { name: "Lost", appPrototype: "Gone", ...common },
    {
      name: "Ixn",
      appPrototype: "Ixn",
      ...common,
      serverInfo: { host: "chat-a" },
      tenants: ["Resources"],
      portInfos: [{ id: "default", port: "7120" }],
      appServers: [{ appServer: "CS1", id: "ESP" }],
    },
    {
      name: "UCS",
      appPrototype: "UCS",
      ...common,
      serverInfo: { host: "chat-a" },
      tenants: ["Resources"],
      portInfos: [{ id: "default", port: "7130" }],
    },
  ],
  persons: [{ employeeId: "1" }, { employeeId: "2" }],
};

const chatServer = {
  connections: { Ixn: { addp: { local: 10, remote: 10, trace: "remote" } }, UCS: {} },
  backup: { host: "chat-b" },
  options: {
    "endpoints:101": { default: "Köln Chat" },
    security: { "db-password": { secret: "CS1-security-db-password" } },
    settings: { "limits-control-enabled": false },
  },
  annex: { sml: { x: 1 } },
  host: "chat-a",
};
/** The definition that both exports mean. */
export const expected = {
  tenants: { Resources: { dbid: 101 } },
  chatServers: { CS1: chatServer },
  interactionServers: { Ixn: { host: "chat-a" } },
  contactServers: { UCS: { host: "chat-a" } },
};

const dbids: Record<string, string> = { CS1: "110", CS1_B: "111", Ixn: "112", UCS: "113", CS9: "114" };
/** Options in the flat list of GAX. */
export const property = (options: Record<string, Record<string, unknown>> = {}) => ({
  property: Object.entries(options).flatMap(([section, values]) =>
    Object.entries(values).flatMap(([key, value]) =>
      Array.isArray(value) ? [] : [{ section, key, value: String(value) }],
    ),
  ),
});
/** An application of the export, as far as its GAX form is made of it. */
interface Exported {
  readonly name: string;
  readonly appPrototype: string;
  readonly serverInfo?: { readonly host?: string; readonly backupServer?: string };
  readonly state?: string;
  readonly redundancyType?: string;
  readonly tenants?: readonly string[];
  readonly portInfos?: readonly {
    readonly id: string;
    readonly port: string;
    readonly connProtocol?: string;
  }[];
  readonly appServers?: readonly {
    readonly appServer: string;
    readonly id: string;
    readonly connProtocol?: string;
    readonly timeoutLocal?: number;
    readonly timeoutRemote?: number;
    readonly mode?: string;
  }[];
  readonly options?: Record<string, Record<string, unknown>>;
  readonly userProperties?: Record<string, Record<string, unknown>>;
}

/** The same servers as GAX answers: DBIDs, texts, and options in a flat list. */
export const gaxApplications = mutagen.applications
  .filter(({ name }) => name !== "Lost")
  .map((application) => {
    const { name, appPrototype, serverInfo = {}, ...rest } = application as Exported;
    return {
      ...{
        dbid: dbids[name],
        name,
        type: "CfgApplication",
        subtype: { Chat: "CFGChatServer", Ixn: "CFGInteractionServer", UCS: "CFGContactServer" }[
          appPrototype
        ],
      },
      version: appPrototype === "Chat" ? "8.1.000.20" : "8.1.100.28",
      state: rest.state === "disabled" ? "CFGDisabled" : "CFGEnabled",
      ...{
        isserver: "CFGTrue",
        isprimary: "CFGTrue",
        autorestart: "CFGTrue",
        componenttype: "CFGAppComponentUnknown",
        startuptype: "CFGSUTAutomatic",
      },
      ...{
        hostdbid: serverInfo.host === "chat-b" ? "202" : "201",
        appprototypedbid: "301",
        folderid: "102",
        resources: { resource: [] },
      },
      backupserverdbid: dbids[serverInfo.backupServer ?? ""] ?? "0",
      redundancytype: rest.redundancyType === "htwarmstanby" ? "CFGHTWarmStanby" : "CFGHTColdStanby",
      ...{ workdirectory: "/opt/x", commandline: "./run.sh", timeout: "10", attempts: "1" },
      tenantdbids: { id: rest.tenants ? [{ dbid: "101" }] : [], mode: "" },
      portinfos: {
        portinfo: (rest.portInfos ?? []).map(({ id, port, connProtocol }) => ({
          id,
          port,
          connprotocol: connProtocol,
          longfield1: "0",
          longfield2: "0",
        })),
      },
      appservers: {
        conninfo: (rest.appServers ?? []).map(
          ({ appServer, id, connProtocol, timeoutLocal, timeoutRemote, mode }) => ({
            ...{ appserverdbid: dbids[appServer], id, connprotocol: connProtocol, longfield1: "0" },
            ...{
              timoutlocal: timeoutLocal,
              timoutremote: String(timeoutRemote ?? 0),
              mode: mode === "tmremote" ? "CFGTMRemote" : "CFGTMNoTraceMode",
            },
          }),
        ),
      },
      options: property(rest.options),
      userproperties: property(rest.userProperties),
    };
  });
/** The answer of GAX with the objects that its DBIDs lead to. */
export const gax = [
  ...gaxApplications,
  ...[
    { dbid: "201", name: "chat-a", type: "CfgHost" },
    { dbid: "202", name: "chat-b", type: "CfgHost" },
  ],
  ...[
    { dbid: "101", name: "Resources", type: "CfgTenant" },
    { dbid: "301", name: "Any", type: "CfgAppPrototype" },
  ],
  ...[{ dbid: "7", name: "joe", type: "CfgPerson", password: "hunter2" }],
];
