import { DOMImplementation, type Document, type Element, XMLSerializer } from "@xmldom/xmldom";
import { namespace } from "./structure";

/** An element to write: attributes in their order, those that are undefined left out. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  readonly children?: readonly XmlElement[];
}

/** Writes a document in the import schema's namespace, one element a line, with a processing instruction before its root. */
export function xmlText(
  root: XmlElement,
  instruction?: { readonly target: string; readonly body: string },
): string {
  const document = new DOMImplementation().createDocument(namespace, root.name);
  const serializer = new XMLSerializer();
  const top = document.documentElement!;
  fill(document, top, root, "\n");
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>'];
  if (instruction) lines.push(`<?${instruction.target} ${instruction.body}?>`);
  return [...lines, serializer.serializeToString(top), ""].join("\n");
}

function fill(
  document: Document,
  element: Element,
  { attributes = {}, children = [] }: XmlElement,
  end: string,
) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, characters(String(value)));
  }
  for (const child of children) {
    element.appendChild(document.createTextNode(`${end}  `));
    const inner = document.createElementNS(namespace, child.name);
    fill(document, inner, child, `${end}  `);
    element.appendChild(inner);
  }
  if (children.length > 0) element.appendChild(document.createTextNode(end));
}

/** XML has no way to write some characters, which no field of Configuration Server needs either. */
function characters(text: string): string {
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu, "\uFFFD");
}
