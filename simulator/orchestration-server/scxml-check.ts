import { SaxesParser } from "saxes";

const namespace = "http://www.w3.org/2005/07/scxml";
/** How deep elements may be nested; the parser keeps a record of each open one. */
const deepest = 256;

/**
 * Checks an SCXML document as it arrives: well-formed XML in UTF-8 with the root element `scxml`. It is not executed. The parser knows
 * the five entities of XML only, and expands none that a document declares.
 */
export class ScxmlCheck {
  private readonly parser = new SaxesParser({ xmlns: true, position: false });
  private readonly decoder = new TextDecoder("utf-8", { fatal: true });
  private depth = 0;
  private problem: string | undefined;
  /** True if a transition waits for the event that announces an agent; the event's name is the simulator's own. */
  waitsForAgent = false;

  constructor() {
    this.parser.on("error", ({ message }) => this.fail(`is no well-formed XML (${message})`));
    this.parser.on("xmldecl", ({ encoding = "utf-8" }) => {
      if (!/^(?:utf-8|us-ascii)$/i.test(encoding)) this.fail("is not in UTF-8");
    });
    this.parser.on("opentag", ({ local, uri, attributes }) => {
      if (this.depth === 0 && local !== "scxml")
        this.fail(`has the root element ${local.slice(0, 40)}, not scxml`);
      else if (this.depth === 0 && uri !== namespace)
        this.fail(`has a root element outside the namespace ${namespace}`);
      if (local === "transition" && uri === namespace)
        this.waitsForAgent ||= (attributes.event?.value ?? "").split(/\s+/).includes("agent.announced");
      this.depth += 1;
      if (this.depth > deepest) this.fail(`has elements more than ${deepest} deep`);
    });
    this.parser.on("closetag", () => (this.depth -= 1));
  }

  /** Takes the next bytes; returns what is wrong, as the end of a sentence about the document, undefined if nothing is so far. */
  add(chunk: Buffer): string | undefined {
    return this.parsed(() => this.parser.write(this.decoder.decode(chunk, { stream: true })));
  }

  /** Returns what is wrong with the complete document, undefined if nothing is. */
  end(): string | undefined {
    return this.parsed(() => {
      this.parser.write(this.decoder.decode());
      this.parser.close();
    });
  }

  private parsed(parse: () => void): string | undefined {
    if (this.problem !== undefined) return this.problem;
    try {
      parse();
    } catch {
      // What the checks above found is kept already; only the decoder fails without them.
      this.problem ??= "is not in UTF-8";
    }
    return this.problem;
  }

  /** Ends the parsing: the parser would read the rest, in quadratic time if elements are nested. */
  private fail(problem: string): never {
    this.problem ??= problem;
    throw new Error(problem);
  }
}

/** Returns what is wrong with a document, as the end of a sentence about it; undefined if nothing is. */
export function scxmlProblem(text: string): string | undefined {
  const check = new ScxmlCheck();
  return check.add(Buffer.from(text)) ?? check.end();
}
