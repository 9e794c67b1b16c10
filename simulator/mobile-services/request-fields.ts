import { Busboy } from "@fastify/busboy";
import type { Incoming } from "../http-port";
import { Refusal } from "../refusal";

/** A request's parameters by name. */
export type Fields = ReadonlyMap<string, string>;

/** How many parameters a request may have, and parts a multipart body. */
const fieldLimit = 200;
/** How long a parameter's name may be, in characters. */
const nameLimit = 200;

/**
 * Reads a request's parameters from its query and its body; where both have one, the body's counts. Of a name that comes
 * twice in one of them the first value counts, and an empty value is a value.
 */
export async function readFields(incoming: Incoming): Promise<Fields> {
  const fields = collect(incoming.query);
  for (const [name, value] of await bodyFields(incoming)) fields.set(name, value);
  if (fields.size > fieldLimit) throw tooMany();
  return fields;
}

async function bodyFields({ bytes, headers }: Incoming): Promise<Fields> {
  if (bytes.length === 0) return new Map();
  const declared = headers["content-type"] ?? "";
  const [type = ""] = declared.toLowerCase().split(";");
  switch (type.trim()) {
    case "application/json":
      return jsonFields(bytes.toString("utf8")) ?? refuseJson();
    case "multipart/form-data":
      return multipartFields(bytes, declared);
    case "":
    case "text/plain":
    case "application/x-www-form-urlencoded": {
      // Real clients send JSON under the form's name: their library's default was never changed.
      const text = bytes.toString("utf8");
      return (text.trimStart().startsWith("{") ? jsonFields(text) : undefined) ?? formFields(text);
    }
    default:
      throw new Refusal(
        415,
        "the content type must be application/x-www-form-urlencoded, multipart/form-data or application/json",
      );
  }
}

function formFields(text: string): Fields {
  return collect(new URLSearchParams(text));
}

/** The members of a JSON object; undefined if the text is none. Numbers and truth values become their text. */
function jsonFields(text: string): Fields | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  return collect(
    Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
      if (member === null) return [];
      return [[name, typeof member === "string" ? member : JSON.stringify(member)] as [string, string]];
    }),
  );
}

function refuseJson(): never {
  throw new Refusal(400, "the body is no JSON object");
}

/**
 * The fields of a multipart body. Files are read over: the API has no use for one in a chat. A body without its closing
 * boundary is refused.
 */
function multipartFields(bytes: Buffer, contentType: string): Promise<Fields> {
  return new Promise((resolve, reject) => {
    const refuse = (message: string): void => reject(new Refusal(400, message));
    const found: [string, string][] = [];
    try {
      const parser = new Busboy({
        headers: { "content-type": contentType },
        limits: {
          fieldNameSize: nameLimit,
          fieldSize: bytes.length,
          parts: fieldLimit,
          headerPairs: 20,
          headerSize: 4096,
        },
      });
      parser.on("field", (name, value) => found.push([name, value]));
      parser.on("file", (_name, stream) => stream.on("error", () => undefined).resume());
      parser.on("partsLimit", () => reject(tooMany()));
      parser.on("error", () => refuse("the multipart body is damaged or ends too early"));
      parser.on("finish", () => {
        try {
          resolve(collect(found));
        } catch (error) {
          reject(error as Error);
        }
      });
      parser.end(bytes);
    } catch {
      refuse("the multipart body has no boundary");
    }
  });
}

function collect(pairs: Iterable<[string, string]>): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (name.length > nameLimit) throw new Refusal(400, "a parameter's name is too long");
    if (!fields.has(name)) fields.set(name, value);
    if (fields.size > fieldLimit) throw tooMany();
  }
  return fields;
}

function tooMany(): Refusal {
  return new Refusal(400, `the request has more than ${fieldLimit} parameters`);
}
