import { Tokenizer, TokenType } from "@streamparser/json";
import { type StructureProblem, UnreadableObjects } from "../configuration-objects/reading";

/** A JSON value; an object is a map, so that a key of any name is only a key. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export type JsonObject = Map<string, JsonValue>;

/** An item of the outer list, or of a list that the outer object has under a key. */
export interface JsonRecord {
  /** The key of the list; undefined if the document is a list itself. */
  readonly list?: string;
  readonly value: JsonValue;
  readonly line: number;
}

/** A document as it was read. */
export interface JsonDocument {
  readonly records: readonly JsonRecord[];
  /** Members of the outer object that are no lists. */
  readonly members: JsonObject;
  /** How many items each list has that wasn't asked for. */
  readonly skipped: ReadonlyMap<string, number>;
  readonly problems: readonly StructureProblem[];
}

/** What a document may have at most: beyond that it is no configuration, but an attack or a mistake. */
export const limits = { depth: 32, values: 4_000_000, records: 10_000, kept: 600_000 };

/** Lists that are read; the items of others are counted. */
const wanted: ReadonlySet<string> = new Set(["applications", "appPrototypes", "requests"]);

/** A list or an object that isn't complete. */
interface Open {
  readonly isObject: boolean;
  /** Takes a value that is complete; undefined if values are skipped. */
  readonly add: ((value: JsonValue) => void) | undefined;
  /** The list or object itself; undefined if it isn't kept. */
  readonly value: JsonValue | undefined;
  readonly line: number;
  readonly keys: Set<string> | undefined;
  key: string;
  next: "first" | "key" | "colon" | "value" | "comma";
}

/** Reads a JSON document piece by piece and keeps only what configuration objects are made of. */
export class JsonRecordReader {
  private readonly tokenizer = new Tokenizer({ stringBufferSize: 64 * 1024 });
  private readonly open: Open[] = [];
  private readonly records: JsonRecord[] = [];
  private readonly members: JsonObject = new Map();
  private readonly skipped = new Map<string, number>();
  private readonly problems: StructureProblem[] = [];
  private readonly lines = new LineCounter();
  private line = 1;
  private values = 0;
  private kept = 0;
  private isComplete = false;

  constructor() {
    this.tokenizer.onToken = ({ token, value, offset }) => {
      this.line = this.lines.at(offset);
      this.take(token, value);
    };
    this.tokenizer.onError = (error) => {
      throw error instanceof UnreadableObjects ? error : this.malformed();
    };
    this.tokenizer.onEnd = () => undefined;
  }

  /** Reads the next piece; throws if the document can't be one. */
  write(text: string): void {
    const bytes = Buffer.from(text, "utf8");
    this.lines.next(bytes);
    this.tokenizer.write(bytes);
  }

  /** The document; throws if it ends early. */
  end(): JsonDocument {
    if (!this.tokenizer.isEnded) this.tokenizer.end();
    if (!this.isComplete) throw this.malformed("it ends early");
    const { records, members, skipped, problems } = this;
    return { records, members, skipped, problems };
  }

  private take(token: TokenType, value: JsonValue): void {
    const top = this.open.at(-1);
    if (!top) {
      if (this.isComplete) throw this.malformed();
      this.begin(token, value, undefined);
    } else if (isClosing(token)) this.close(top, token);
    else if (top.next === "comma") {
      if (token !== TokenType.COMMA) throw this.malformed();
      top.next = top.isObject ? "key" : "value";
    } else if (top.next === "colon") {
      if (token !== TokenType.COLON) throw this.malformed();
      top.next = "value";
    } else if (top.isObject && top.next !== "value") {
      if (token !== TokenType.STRING) throw this.malformed();
      this.beginMember(top, value as string);
    } else {
      top.next = "comma";
      this.begin(token, value, top);
    }
  }

  private beginMember(top: Open, key: string): void {
    top.key = key;
    top.next = "colon";
    if (!top.keys) return;
    if (top.keys.has(key)) {
      const shown = key.length > 80 ? `${key.slice(0, 80)}…` : key;
      const message = `The key "${shown}" is there twice in its object.`;
      const problem = { rule: "duplicate-key", severity: "error", message, line: this.line } as const;
      if (this.problems.length < 1000) this.problems.push(problem);
    }
    top.keys.add(key);
  }

  private begin(token: TokenType, scalar: JsonValue, parent: Open | undefined): void {
    if ((this.values += 1) > limits.values) this.refuse(`more than ${limits.values} values`);
    const isObject = token === TokenType.LEFT_BRACE;
    if (this.open.length === 2 && parent?.add === undefined) this.skip(this.open[0]!.key);
    if (!isObject && token !== TokenType.LEFT_BRACKET) {
      if (token === TokenType.COLON || token === TokenType.COMMA || !parent) throw this.malformed();
      if (parent.add) this.keep();
      parent.add?.(scalar);
      return;
    }
    if (this.open.length >= limits.depth) this.refuse(`values nested deeper than ${limits.depth} levels`);
    this.open.push(this.opened(isObject, parent));
  }

  private opened(isObject: boolean, parent: Open | undefined): Open {
    const base = { isObject, line: this.line, key: "", next: "first" } as const;
    if (!parent)
      return { ...base, add: isObject ? this.member : this.record, value: undefined, keys: new Set() };
    if (!parent.add) return { ...base, add: undefined, value: undefined, keys: undefined };
    // The lists of the outer object aren't kept as lists: their items are the records.
    if (this.open.length === 1 && parent.isObject && !isObject) {
      const list = parent.key;
      const add = wanted.has(list) ? (value: JsonValue) => this.addRecord(value, list) : undefined;
      if (!add) this.skipped.set(list, 0);
      return { ...base, add, value: undefined, keys: undefined };
    }
    this.keep();
    if (!isObject) {
      const list: JsonValue[] = [];
      return { ...base, add: (value) => list.push(value), value: list, keys: undefined };
    }
    const object: JsonObject = new Map();
    const result: Open = {
      ...base,
      add: (value) => object.set(result.key, value),
      value: object,
      keys: new Set(),
    };
    return result;
  }

  private close(top: Open, token: TokenType): void {
    const isRight = top.isObject === (token === TokenType.RIGHT_BRACE);
    if (!isRight || (top.next !== "first" && top.next !== "comma")) throw this.malformed();
    this.open.pop();
    const parent = this.open.at(-1);
    if (!parent) this.isComplete = true;
    else if (top.value !== undefined) {
      this.line = top.line;
      parent.add?.(top.value);
    }
  }

  private readonly record = (value: JsonValue) => this.addRecord(value);

  private readonly member = (value: JsonValue) => void this.members.set(this.open[0]!.key, value);

  private addRecord(value: JsonValue, list?: string): void {
    if (this.records.length >= limits.records) this.refuse(`more than ${limits.records} objects`);
    this.records.push({ value, line: this.line, ...(list !== undefined && { list }) });
  }

  private skip(list: string): void {
    this.skipped.set(list, (this.skipped.get(list) ?? 0) + 1);
  }

  private keep(): void {
    if ((this.kept += 1) > limits.kept) this.refuse(`more than ${limits.kept} values in its objects`);
  }

  private malformed(why = "unexpected text"): UnreadableObjects {
    return new UnreadableObjects(`Line ${this.line}: not well-formed JSON (${why}).`);
  }

  private refuse(what: string): never {
    throw new UnreadableObjects(`Line ${this.line}: the document has ${what}.`);
  }
}

function isClosing(token: TokenType): boolean {
  return token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET;
}

/** Finds the line of an offset; offsets only grow. */
class LineCounter {
  private line = 1;
  private start = 0;
  /** Where the next line break is. */
  private end = 0;
  private bytes: Buffer = Buffer.alloc(0);

  next(bytes: Buffer): void {
    this.at(Number.POSITIVE_INFINITY);
    this.start += this.bytes.length;
    this.bytes = bytes;
    this.end = this.breakFrom(0);
  }

  at(offset: number): number {
    while (this.end < this.bytes.length && this.end < offset - this.start) {
      this.line += 1;
      this.end = this.breakFrom(this.end + 1);
    }
    return this.line;
  }

  private breakFrom(position: number): number {
    const found = this.bytes.indexOf(10, position);
    return found < 0 ? this.bytes.length : found;
  }
}
