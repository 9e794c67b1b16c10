import { defaultReconnect } from "../../model/defaults";
import {
  type AddpObject,
  type ConnectionObject,
  type OptionTexts,
  type PortObject,
  productTimeout,
  type ServerObject,
} from "../../render/configuration-objects";
import { redundancyNumbers, traceNumbers } from "../../render/configuration-objects/enumerations";

/** The values of a server by their paths, each path as JSON: names of options hold any character. */
export type ServerValues = ReadonlyMap<string, string>;

/**
 * What is compared of a server, in the words of a preview. An absent attribute has the product's default; where the product has
 * none, it is left out.
 */
export function serverValues(server: ServerObject): ServerValues {
  const values = new Map<string, string>();
  const add = (value: string | number | undefined, ...path: string[]) => {
    if (value !== undefined) values.set(JSON.stringify(path), String(value));
  };
  add(server.version, "release");
  add(server.host, "host");
  add(server.backup, "backup");
  add(redundancyWord(server.redundancy), "redundancyType");
  for (const name of ["startupTimeout", "shutdownTimeout"] as const)
    add(server[name] || productTimeout, name);
  for (const name of ["timeout", "attempts"] as const)
    add(server[name] || defaultReconnect[name], "reconnect", name);
  for (const name of unstatedAttributes) add(server[name], name);
  for (const name of server.tenants) add("served", "tenants", name);
  for (const port of server.ports) add(portText(port), "ports", port.id);
  for (const [target, text] of connectionTexts(server.connections)) add(text, "connections", target);
  addOptions("options", server.options);
  addOptions("annex", server.userProperties);
  return values;

  function addOptions(kind: string, sections: OptionTexts): void {
    for (const [section, options] of Object.entries(sections))
      for (const [name, value] of Object.entries(options)) add(value, kind, section, name);
  }
}

/** Attributes for which a hand-over makes something up if the definition doesn't state them. */
export const unstatedAttributes = [
  ...(["owner", "folder", "template"] as const),
  ...(["workingDirectory", "commandLine", "commandLineArguments"] as const),
];

/** Without a Backup Server a server is `none` for a definition; Configuration Server has 0 or 1 (cold standby) then. */
function redundancyWord(redundancy: number | undefined): string | undefined {
  if (redundancy === undefined) return undefined;
  if (redundancy === redundancyNumbers.warm) return "warm-standby";
  if (redundancy === redundancyNumbers.hot) return "hot-standby";
  return "none";
}

/** Such as `4802 http`, as a preview has it. */
function portText({ port, protocol }: PortObject): string {
  return protocol === undefined ? `${port}` : `${port} ${protocol}`;
}

/** By the server that they lead to; several to one server are one text. */
function connectionTexts(connections: readonly ConnectionObject[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { server, portId, addp } of connections) {
    const before = texts.get(server);
    const text = `${portId}${addpText(addp)}`;
    texts.set(server, before === undefined ? text : `${before}; ${text}`);
  }
  return texts;
}

/** ADDP with both times 0 is off. */
function addpText(addp: AddpObject | undefined): string {
  if (!addp || (addp.local === 0 && addp.remote === 0)) return "";
  const words = Object.keys(traceNumbers) as (keyof typeof traceNumbers)[];
  const trace = words.find((word) => traceNumbers[word] === addp.trace) ?? "off";
  return `, addp ${addp.local} s local, ${addp.remote} s remote${trace === "off" ? "" : `, traced ${trace}`}`;
}
