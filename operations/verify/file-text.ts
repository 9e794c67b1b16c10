import { CORE_SCHEMA, load } from "js-yaml";
import type { Application, Deployment } from "../../model/deployment";
import { applicationDocument, applicationFile, canonicalJson, sha256, secretPlaceholder } from "../../render";

/** An application's file as its volume has it, compared with the definition. It holds no secret's value. */
export interface FileComparison {
  /** Whether the file's own last line is the hash of all before it: a process applies no other. */
  readonly verifies: boolean;
  /** What differs from what is declared, such as `settings/transcript-auto-save` or `listeningPorts`; sorted. */
  readonly differing: readonly string[];
  /** What a process that has applied this file reports as `inForce`; undefined if it can't apply it. */
  readonly valuesHash?: string;
}

const hashLine = /^hash: ([0-9a-f]{64})\n$/;

type Document = Readonly<Record<string, unknown>>;
type Options = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Compares a file with the definition; where the definition names a secret, any value will do. */
export function compareFile(deployment: Deployment, application: Application, text: string): FileComparison {
  const document = verified(text);
  if (!document) return { verifies: false, differing: [] };
  const declared = applicationDocument(deployment, application) as unknown as Document;
  const differing = differences(masked(document, application), declared);
  const asRendered = hasSecret(application) || text === applicationFile(deployment, application).text;
  return {
    verifies: true,
    // The same values in other words: the comment, or the order.
    differing: differing.length === 0 && !asRendered ? ["its text"] : differing,
    valuesHash: sha256(canonicalJson(document)),
  };
}

function hasSecret({ options }: Application): boolean {
  return Object.values(options).some((section) =>
    Object.values(section).some((value) => typeof value !== "string"),
  );
}

/** The document of a file whose hash line verifies, without that line. */
function verified(text: string): Document | undefined {
  const start = text.lastIndexOf("\n", text.length - 2) + 1;
  const body = text.slice(0, start);
  if (hashLine.exec(text.slice(start))?.[1] !== sha256(body)) return undefined;
  try {
    const document: unknown = load(body, { schema: CORE_SCHEMA });
    return document !== null && typeof document === "object" ? (document as Document) : undefined;
  } catch {
    return undefined;
  }
}

/** The document with a placeholder in each place where the definition names a secret. */
function masked(document: Document, { options }: Application): Document {
  const mask = (section: string, values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      Object.entries(values).map(([option, value]) => {
        const declared = options[section]?.[option];
        const secret = declared !== undefined && typeof declared !== "string" && typeof value === "string";
        return [option, secret ? secretPlaceholder(declared.secret) : value];
      }),
    );
  const sections = Object.entries((document.options ?? {}) as Options);
  return {
    ...document,
    options: Object.fromEntries(sections.map(([name, values]) => [name, mask(name, values)])),
  };
}

function differences(seen: Document, declared: Document): string[] {
  const parts = keys(seen, declared).filter(
    (key) => key !== "options" && canonicalJson(seen[key] ?? null) !== canonicalJson(declared[key] ?? null),
  );
  const [now, wanted] = [(seen.options ?? {}) as Options, (declared.options ?? {}) as Options];
  const options = keys(now, wanted).flatMap((section) =>
    keys(now[section] ?? {}, wanted[section] ?? {})
      .filter((option) => now[section]?.[option] !== wanted[section]?.[option])
      .map((option) => `${section}/${option}`),
  );
  return [...parts, ...options];
}

function keys(left: object, right: object): string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
}
