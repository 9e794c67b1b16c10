import { SaxesParser, type SaxesTagPlain } from "saxes";
import { type Attributes, type CfgDataDocument, CfgDataError } from "./document";
import type { CfgDataItem, CfgDataProblem, CfgDataRecord, CfgDataSection } from "./document";
import { attributeFault, isObject, namespace, parts, shapes } from "./structure";

/** The name of the processing instruction that holds what no configuration object has a place for. */
export const instruction = "genesys-chat";

/** What a document may have at most: beyond that it is no configuration, but an attack or a mistake. */
export const limits = {
  depth: 32,
  options: 400_000,
  objects: 100_000,
  servers: 10_000,
  attributes: 200,
  /** Characters of the `genesys-chat` instruction. */
  instruction: 2_000_000,
};

/** Reads a CfgData document piece by piece, so that its text is never in memory as a unit. */
export class CfgDataReader {
  private readonly parser = new SaxesParser();
  private readonly path: string[] = [];
  private readonly records: CfgDataRecord[] = [];
  private readonly problems: CfgDataProblem[] = [];
  private settings: string | undefined;
  private record: CfgDataRecord | undefined;
  private section: CfgDataSection | undefined;
  private sectionName = "";
  /** The list that is open, if its items are left out. */
  private listed: string | undefined;
  private options = 0;
  private servers = 0;
  private attributes = 0;

  constructor() {
    this.parser.on("error", (error) => {
      const { line, column } = this.parser;
      throw new CfgDataError(
        `Line ${line}, column ${column}: not well-formed XML (${error.message.replace(/^\d+:\d+: /, "")})`,
      );
    });
    this.parser.on("doctype", () => this.refuse("a DOCTYPE; remove it, entities are not read"));
    this.parser.on("processinginstruction", ({ target, body }) => {
      if (body.length > limits.instruction)
        this.refuse(`an instruction of more than ${limits.instruction} characters`);
      if (target === instruction) this.settings = body;
    });
    this.parser.on("opentagstart", () => (this.attributes = 0));
    this.parser.on("attribute", () => {
      if ((this.attributes += 1) > limits.attributes)
        this.refuse(`an element with more than ${limits.attributes} attributes`);
    });
    this.parser.on("opentag", (tag) => this.open(tag));
    this.parser.on("closetag", (tag) => this.close(tag.name));
  }

  /** Reads the next piece; throws a CfgDataError if the document can't be one. */
  write(text: string): void {
    this.parser.write(text);
  }

  /** The document; throws a CfgDataError if it ends early. */
  end(): CfgDataDocument {
    this.parser.close();
    const { records, problems, settings } = this;
    return { records, problems, ...(settings !== undefined && { settings }) };
  }

  private open({ name: qualified, attributes }: SaxesTagPlain): void {
    const name = localName(qualified);
    const parent = this.path.at(-1);
    if (this.path.push(name) > limits.depth)
      this.refuse(`elements nested deeper than ${limits.depth} levels`);
    if (parent === undefined) this.checkRoot(name, qualified, attributes);
    const depth = this.path.length;
    // Below another kind of object anything may follow.
    if (depth > 3 && !isKnown(this.record?.element)) return;
    this.check(name, parent, attributes);
    if (depth === 3) this.openRecord(name, attributes);
    else if (depth === 4 && (name === "switchDBIDs" || name === "resources")) this.listed = name;
    else if (depth === 5) this.openItem(name, attributes);
    else if (depth === 6 && this.section) this.openPair(name, attributes, this.section);
  }

  private openRecord(element: string, attributes: Attributes): void {
    if (this.records.length >= limits.objects) this.refuse(`more than ${limits.objects} objects`);
    if (element.startsWith("CfgServer") && (this.servers += 1) > limits.servers)
      this.refuse(`more than ${limits.servers} servers`);
    this.record = {
      ...{ part: this.path[1]!, element, attributes, line: this.parser.line },
      ...{ tenants: [], connections: [], ports: [], options: new Map(), userProperties: new Map() },
      leftOut: new Set(),
    };
    this.records.push(this.record);
  }

  private openItem(name: string, attributes: Attributes): void {
    const record = this.record!;
    if (this.listed !== undefined) record.leftOut.add(this.listed);
    const item: CfgDataItem = { attributes, line: this.parser.line };
    if (name === "CfgAppTenant") record.tenants.push(item);
    else if (name === "CfgConnectionInfo") record.connections.push(item);
    else if (name === "CfgPortInfo") record.ports.push(item);
    else if (name === "list_pair") {
      const sections = this.path[3] === "options" ? record.options : record.userProperties;
      const key = attributes.key ?? "";
      if (sections.has(key)) this.report("duplicate-key", "error", `The section "${key}" is there twice.`);
      this.section = { values: new Map(), deleted: new Set() };
      this.sectionName = key;
      if (attributes.action !== undefined) this.section.action = attributes.action;
      sections.set(key, this.section);
    }
  }

  private openPair(
    name: string,
    { key = "", value = "", action }: Attributes,
    section: CfgDataSection,
  ): void {
    if (!pairs.has(name)) return;
    if ((this.options += 1) > limits.options) this.refuse(`more than ${limits.options} options`);
    if (section.values.has(key)) {
      this.report("duplicate-key", "error", `The option "${key}" is there twice in its section.`);
    }
    if (name === "bin_pair") this.record!.leftOut.add(`binary option ${this.sectionName}/${key}`);
    else if (action === "delete") section.deleted.add(key);
    else section.values.set(key, value);
  }

  private close(name: string): void {
    this.path.pop();
    if (this.path.length === 4) this.section = undefined;
    if (this.path.length === 3) this.listed = undefined;
    if (this.path.length === 2 && isObject(localName(name))) this.record = undefined;
  }

  private checkRoot(name: string, qualified: string, attributes: Attributes): void {
    if (name !== "CfgData") this.refuse(`the root element ${name}; a configuration has CfgData`);
    const prefix = qualified.includes(":") ? `:${qualified.split(":")[0]}` : "";
    const stated = attributes[`xmlns${prefix}`];
    if (stated === namespace) return;
    const message =
      stated === undefined
        ? `CfgData is in no namespace; the import schema asks for ${namespace}.`
        : `CfgData is in the namespace ${stated}; the import schema asks for ${namespace}.`;
    this.report("wrong-namespace", "warning", message);
  }

  private check(name: string, parent: string | undefined, attributes: Attributes): void {
    const inPart = parts.some((part) => part === parent);
    const shape = isKnown(name) ? shapes[name] : undefined;
    const children = isKnown(parent) ? shapes[parent!]!.children : undefined;
    const allowed = inPart ? isObject(name) : parent === undefined || children?.includes(name);
    if (!allowed) this.report("unknown-element", "warning", `${name} has no place in ${parent}.`);
    if (!shape) return;
    for (const [attribute, text] of Object.entries(attributes)) {
      const type = Object.hasOwn(shape.attributes, attribute) ? shape.attributes[attribute] : undefined;
      if (type === undefined) {
        if (/^xmlns(?::|$)|^xsi:|^xml:/.test(attribute)) continue;
        this.report("unknown-attribute", "warning", `${name} has no attribute ${attribute}.`);
        continue;
      }
      const expected = attributeFault(type, text);
      if (expected === undefined) continue;
      const severity = decisive.has(`${name} ${attribute}`) ? "error" : "warning";
      const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
      const secret = attribute === "password" ? "(hidden)" : shown;
      this.report("wrong-value", severity, `${attribute} of ${name} is "${secret}"; allowed: ${expected}.`);
    }
    for (const attribute of shape.needed ?? []) this.require(name, attribute, attributes, "error");
    for (const attribute of shape.mandatory ?? []) this.require(name, attribute, attributes, "warning");
  }

  private require(name: string, attribute: string, has: Attributes, severity: "error" | "warning"): void {
    if (has[attribute] !== undefined && (has[attribute] !== "" || severity === "warning")) return;
    this.report("missing-attribute", severity, `${name} has no ${attribute}.`);
  }

  private report(rule: CfgDataProblem["rule"], severity: CfgDataProblem["severity"], message: string): void {
    // What is wrong a thousand times needs no list of a million lines.
    if (this.problems.length < 1000) this.problems.push({ rule, severity, message, line: this.parser.line });
  }

  private refuse(what: string): never {
    throw new CfgDataError(`Line ${this.parser.line}: the document has ${what}.`);
  }
}

/** Attributes without a right value of which an object can't be understood. */
const decisive: ReadonlySet<string> = new Set([
  ...["CfgServer type", "CfgServer redundancyType", "CfgServer port", "CfgPortInfo port"],
  ...["CfgServerUpdate type", "CfgServerUpdate redundancyType", "CfgServerUpdate port"],
]);

/** The elements of an option or a user property. */
const pairs: ReadonlySet<string> = new Set(["str_pair", "int_pair", "bin_pair"]);

const knownElements: ReadonlySet<string | undefined> = new Set(Object.keys(shapes));

function isKnown(element: string | undefined): boolean {
  return knownElements.has(element);
}

function localName(qualified: string): string {
  return qualified.slice(qualified.indexOf(":") + 1);
}
