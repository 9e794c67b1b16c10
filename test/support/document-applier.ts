import { DOMParser, type Element } from "@xmldom/xmldom";

/** A server as a database would hold it: attributes by the schema's names, references by name. */
export interface StoredServer {
  readonly attributes: Map<string, string>;
  readonly tenants: Map<string, string>;
  readonly connections: Map<string, string>;
  readonly ports: Map<string, string>;
  readonly options: Map<string, Map<string, string>>;
  readonly userProperties: Map<string, Map<string, string>>;
}

const fixed = new Set(["type", "appPrototypeDBID"]);

/**
 * A small Configuration Server: it applies CfgData documents in their order and refuses what a database would refuse, and changes
 * that change nothing. It shares no code with the reader.
 */
export class DocumentApplier {
  readonly servers = new Map<string, StoredServer>();

  /** @param elsewhere names of servers that exist and that no document creates */
  constructor(private readonly elsewhere: ReadonlySet<string>) {}

  apply(text: string): this {
    const root = new DOMParser().parseFromString(text, "text/xml").documentElement!;
    const names = new Map<string, string>();
    const servers = new Set<string>();
    for (const element of root.getElementsByTagName("*")) {
      const id = element.getAttribute("id");
      if (id === null) continue;
      if (names.has(id)) throw new Error(`the id ${id} is there twice`);
      names.set(id, element.getAttribute("name")!);
      if (element.tagName === "CfgServerRef") servers.add(element.getAttribute("name")!);
    }
    for (const name of servers) this.assertServer(name);
    const nameOf = (id: string) => {
      const name = names.get(id);
      if (name === undefined) throw new Error(`the id ${id} leads nowhere`);
      return name;
    };
    for (const part of children(root)) {
      if (part.tagName === "CfgReference") continue;
      for (const element of children(part)) {
        if (element.tagName === "CfgServer") this.create(element, nameOf);
        else if (element.tagName === "CfgServerUpdate") this.update(element, nameOf);
        else if (element.tagName === "CfgServerRemove") this.remove(nameOf(element.getAttribute("DBIDref")!));
        else throw new Error(element.tagName);
      }
    }
    return this;
  }

  private create(element: Element, nameOf: (id: string) => string): void {
    const name = element.getAttribute("name")!;
    if (this.servers.has(name)) throw new Error(`${name} exists`);
    const stored: StoredServer = {
      ...{ attributes: new Map(), tenants: new Map(), connections: new Map(), ports: new Map() },
      ...{ options: new Map(), userProperties: new Map() },
    };
    this.servers.set(name, stored);
    this.write(stored, element, nameOf, true);
  }

  private update(element: Element, nameOf: (id: string) => string): void {
    const name = nameOf(element.getAttribute("DBIDref")!);
    const stored = this.servers.get(name);
    if (!stored) throw new Error(`${name} doesn't exist`);
    const changes = this.write(stored, element, nameOf, false);
    if (changes === 0) throw new Error(`the update of ${name} changes nothing`);
  }

  /** Removing a server edits every object that referred to it. */
  private remove(name: string): void {
    if (!this.servers.delete(name)) throw new Error(`${name} doesn't exist`);
    for (const { attributes, connections } of this.servers.values()) {
      if (attributes.get("backupServerDBID") === name) attributes.delete("backupServerDBID");
      for (const key of connections.keys()) if (key.startsWith(`${name}\n`)) connections.delete(key);
    }
  }

  private write(
    stored: StoredServer,
    element: Element,
    nameOf: (id: string) => string,
    isNew: boolean,
  ): number {
    let changes = 0;
    for (const { name, value } of element.attributes) {
      if (["id", "DBIDref", "name", "xmlns"].includes(name)) continue;
      const text = name.endsWith("DBID") ? nameOf(value) : value;
      if (!isNew && fixed.has(name)) throw new Error(`${name} can't change`);
      if (!isNew && stored.attributes.get(name) === text) throw new Error(`${name} is ${text} already`);
      if (name === "backupServerDBID") this.assertFree(text);
      stored.attributes.set(name, text);
      changes += 1;
    }
    for (const list of children(element)) {
      if (list.tagName === "options" || list.tagName === "userProperties") {
        for (const section of children(list)) changes += applySection(stored[list.tagName], section, isNew);
        continue;
      }
      for (const item of children(list)) {
        const link = item.getAttribute("linkDBID");
        const target = link === null ? "" : nameOf(link);
        if (item.tagName === "CfgConnectionInfo") this.assertServer(target);
        const key = item.tagName === "CfgAppTenant" ? target : `${target}\n${item.getAttribute("connID")}`;
        const items = {
          CfgAppTenant: stored.tenants,
          CfgConnectionInfo: stored.connections,
          CfgPortInfo: stored.ports,
        };
        applyItem(
          items[item.tagName as keyof typeof items],
          key,
          valueOf(item),
          item.getAttribute("action"),
          isNew,
        );
        changes += 1;
      }
    }
    return changes;
  }

  private assertServer(name: string): void {
    if (!this.servers.has(name) && !this.elsewhere.has(name)) throw new Error(`${name} doesn't exist`);
  }

  private assertFree(backup: string): void {
    this.assertServer(backup);
    for (const [name, { attributes }] of this.servers) {
      if (attributes.get("backupServerDBID") === backup)
        throw new Error(`${backup} is the backup of ${name}`);
    }
  }
}

function applySection(sections: Map<string, Map<string, string>>, section: Element, isNew: boolean): number {
  const key = section.getAttribute("key")!;
  const action = section.getAttribute("action") ?? (isNew ? "add" : "none");
  const isThere = sections.has(key);
  if (!["add", "change", "delete"].includes(action)) throw new Error(`the section ${key} has no action`);
  if (isThere === (action === "add")) throw new Error(`${action} of the section ${key}`);
  if (action === "delete") {
    sections.delete(key);
    return 1;
  }
  const options = sections.get(key) ?? new Map<string, string>();
  sections.set(key, options);
  for (const pair of children(section)) {
    const value = pair.getAttribute("value") ?? "";
    applyItem(options, pair.getAttribute("key")!, value, pair.getAttribute("action"), action === "add");
  }
  if (action === "change" && children(section).length === 0) throw new Error(`nothing changes in ${key}`);
  return 1;
}

function applyItem(
  items: Map<string, string>,
  key: string,
  value: string,
  stated: string | null,
  isNew: boolean,
): void {
  const action = stated ?? (isNew ? "add" : "none");
  if (!["add", "change", "delete"].includes(action)) throw new Error(`${key} has no action`);
  if (items.has(key) === (action === "add")) throw new Error(`${action} of ${key}`);
  if (action === "change" && items.get(key) === value) throw new Error(`${key} is ${value} already`);
  if (action === "delete") items.delete(key);
  else items.set(key, value);
}

/** The attributes of a list's item, in one text. */
function valueOf(item: Element): string {
  const values = [...item.attributes].filter(({ name }) => !["action", "linkDBID", "connID"].includes(name));
  return values.map(({ name, value }) => `${name}=${value}`).join(" ");
}

function children(element: Element): Element[] {
  return [...element.childNodes].filter((node): node is Element => node.nodeType === 1);
}
