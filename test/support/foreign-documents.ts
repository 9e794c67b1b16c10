import {
  applicationTypeNames,
  haTypeNames,
  traceModeNames,
} from "../../render/configuration-objects/enumerations";
import type { Dialect, Estate, Texts } from "./foreign-estate";

/** A CfgData document. */
export function xmlOf(
  { servers, tenant }: Estate,
  { prefix, isReversed, pair, hasNumbers, hasOthers }: Dialect,
): string {
  const p = prefix === "c:" ? "c:" : "";
  const escaped = (text: string) => text.replace(/[&<"\t]/g, (char) => `&#${char.charCodeAt(0)};`);
  const element = (name: string, attributes: Record<string, string | number | undefined>, inside = "") => {
    const stated = Object.entries(attributes).flatMap(([key, text]) =>
      text === undefined ? [] : [` ${key}="${escaped(String(text))}"`],
    );
    return `<${p}${name}${(isReversed ? stated.reverse() : stated).join("")}>${inside}</${p}${name}>`;
  };
  const hosts = [...new Set(servers.flatMap(({ host }) => host ?? []))];
  const references = [
    element("CfgTenantRef", { id: "t", name: tenant[0], DBID: hasNumbers ? tenant[1] : undefined }),
    ...hosts.map((host, index) => element("CfgHostRef", { id: `h${index}`, name: host, DBID: 100 + index })),
  ];
  const sections = (name: string, texts: Texts) =>
    Object.keys(texts).length === 0
      ? ""
      : element(
          name,
          {},
          Object.entries(texts)
            .map(([key, values]) =>
              element(
                "list_pair",
                { key },
                Object.entries(values)
                  .map(([option, text]) => element(pair, { key: option, value: text }))
                  .join("\n"),
              ),
            )
            .join(""),
        );
  const objects = servers.map((server, index) => {
    const host = server.host === undefined ? undefined : hosts.indexOf(server.host);
    const parts = [
      server.tenants ? element("tenantDBIDs", {}, element("CfgAppTenant", { linkDBID: "t" })) : "",
      element(
        "appServerDBIDs",
        {},
        server.links
          .map(({ to, portId, addp: times }) =>
            element("CfgConnectionInfo", {
              linkDBID: `s${to}`,
              connID: portId,
              ...(times && {
                connProtocol: "addp",
                timoutLocal: times[0],
                timoutRemote: times[1],
                mode: times[2],
              }),
            }),
          )
          .join(""),
      ),
      element(
        "portInfos",
        {},
        server.ports
          .map(([id, port, protocol]) => element("CfgPortInfo", { connID: id, port, connProtocol: protocol }))
          .join(""),
      ),
      sections("options", server.options),
      sections("userProperties", server.annex),
    ];
    return element(
      "CfgServer",
      {
        id: `s${index}`,
        name: server.name,
        type: server.type,
        version: server.version,
        ownerDBID: "t",
        hostDBID: host === undefined ? undefined : hasNumbers ? 100 + host : `h${host}`,
        backupServerDBID: server.backup === undefined ? undefined : `s${server.backup}`,
        redundancyType: server.backup === undefined ? 1 : 2,
        autoRestart: server.autoRestart === undefined ? undefined : server.autoRestart ? 2 : 1,
        ...server.times,
      },
      (isReversed ? parts.reverse() : parts).join("\n"),
    );
  });
  const person = hasOthers
    ? element("CfgPerson", { id: "p", name: "joe" }, "<any><deeper x='1'/></any>")
    : "";
  const namespace = prefix === "none" ? {} : { [p ? "xmlns:c" : "xmlns"]: "http://www.genesyslab.com/cs" };
  return element(
    "CfgData",
    namespace,
    element("CfgReference", {}, references.join("")) + element("CfgCreate", {}, objects.join("") + person),
  );
}

const typeName = (type: number) => applicationTypeNames[type]!;
/** An object with its keys the other way round if the dialect asks for it, without those that state nothing. */
const ordered = (object: Record<string, unknown>, { isReversed }: Dialect) => {
  const stated = Object.entries(object).filter(([, item]) => item !== undefined);
  return Object.fromEntries(isReversed ? stated.reverse() : stated);
};

/** A document of mutagen. */
export function mutagenOf({ servers, tenant }: Estate, dialect: Dialect): string {
  const { hasNumbers, hasOthers, isReversed } = dialect;
  const number = (count: number) => (hasNumbers ? count : String(count));
  const applications = servers.map((server, index) => {
    const { timeout, attempts, ...times } = server.times;
    return ordered(
      {
        name: server.name,
        appPrototype: `Template ${server.type}`,
        // Without a list of templates each application states its type.
        type: hasOthers ? undefined : typeName(server.type).toLowerCase(),
        version: server.version,
        state: isReversed ? "enabled" : undefined,
        autoRestart: server.autoRestart,
        ...times,
        redundancyType: server.backup === undefined ? "htcoldstanby" : "htwarmstanby",
        isPrimary: !servers.some(({ backup }) => backup === index),
        serverInfo: {
          host: server.host,
          timeout,
          attempts,
          backupServer: server.backup === undefined ? undefined : servers[server.backup]!.name,
        },
        tenants: server.tenants ? [tenant[0]] : [],
        folder: { path: ["Applications"], owner: { name: tenant[0], type: "tenant" } },
        portInfos: server.ports.map(([id, port, connProtocol]) => ({ id, port: number(port), connProtocol })),
        appServers: server.links.map(({ to, portId, addp: times }) => ({
          appServer: servers[to]!.name,
          id: portId,
          connProtocol: times ? "addp" : "",
          ...(times && {
            timeoutLocal: number(times[0]),
            timeoutRemote: number(times[1]),
            mode: traceModeNames[times[2]],
          }),
        })),
        options: server.options,
        userProperties: server.annex,
      },
      dialect,
    );
  });
  const types = [...new Set(servers.map(({ type }) => type))];
  return JSON.stringify({
    __metadata__: { formatName: "JSON", formatVersion: "1.0.0" },
    ...(hasOthers && {
      appPrototypes: types.map((type) => ({ name: `Template ${type}`, type: typeName(type).toLowerCase() })),
      persons: [{ employeeId: "1" }],
    }),
    applications,
  });
}

/** Objects as GAX answers them. */
export function gaxOf({ servers, tenant }: Estate, dialect: Dialect): string {
  const { hasNumbers, hasOthers } = dialect;
  const number = (count: number) => (hasNumbers ? count : String(count));
  const hosts = [...new Set(servers.flatMap(({ host }) => host ?? []))];
  const property = (texts: Texts) => ({
    property: Object.entries(texts).flatMap(([section, values]) =>
      Object.entries(values).map(([key, text]) => ({ section, key, value: text })),
    ),
  });
  const applications = servers.map((server, index) =>
    ordered(
      {
        type: "CfgApplication",
        dbid: number(500 + index),
        name: server.name,
        subtype: `CFG${typeName(server.type)}`,
        version: server.version,
        state: "CFGEnabled",
        autorestart:
          server.autoRestart === undefined ? "CFGUnknown" : server.autoRestart ? "CFGTrue" : "CFGFalse",
        hostdbid: server.host === undefined ? "0" : number(200 + hosts.indexOf(server.host)),
        backupserverdbid: server.backup === undefined ? "0" : number(500 + server.backup),
        redundancytype: `CFG${haTypeNames[server.backup === undefined ? 1 : 2]}`,
        ...Object.fromEntries(
          Object.entries(server.times).map(([key, time]) => [key.toLowerCase(), number(time)]),
        ),
        tenantdbids: { id: server.tenants ? [{ dbid: number(tenant[1]) }] : [] },
        portinfos: {
          portinfo: server.ports.map(([id, port, connprotocol]) => ({
            id,
            port: number(port),
            connprotocol,
            longfield1: "0",
          })),
        },
        appservers: {
          conninfo: server.links.map(({ to, portId, addp: times }) => ({
            appserverdbid: number(500 + to),
            id: portId,
            ...(times && {
              connprotocol: "addp",
              timoutlocal: number(times[0]),
              timoutremote: number(times[1]),
              mode: `CFG${traceModeNames[times[2]]}`,
            }),
          })),
        },
        options: property(server.options),
        userproperties: property(server.annex),
      },
      dialect,
    ),
  );
  return JSON.stringify([
    ...applications,
    ...hosts.map((name, index) => ({ type: "CfgHost", dbid: String(200 + index), name })),
    { type: "CfgTenant", dbid: String(tenant[1]), name: tenant[0] },
    ...(hasOthers ? [{ type: "CfgPerson", dbid: "7", name: "joe" }] : []),
  ]);
}
