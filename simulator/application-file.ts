import { createHash } from "node:crypto";
import { CORE_SCHEMA, load } from "js-yaml";
import * as z from "zod";

/**
 * The application file as `docs/application-file.md` says: this program's complete configuration. Only the fields that the
 * processes use are checked; the rest is kept, since the values' hash is over all of it.
 */
const target = z.looseObject({ application: z.string(), host: z.string(), port: z.int().min(1).max(65535) });

const connection = target.extend({
  type: z.string(),
  portId: z.string(),
  protocol: z.string().optional(),
  backup: target.optional(),
});

const applicationFile = z.looseObject({
  format: z.literal(1),
  application: z.looseObject({
    name: z.string().min(1),
    type: z.enum([
      "GenesysMobileServices",
      "WebApiServer",
      "ChatServer",
      "InteractionServer",
      "OrchestrationServer",
      "ContactServer",
    ]),
    release: z.string(),
    role: z.enum(["primary", "backup"]).default("primary"),
    loadBalancer: z.enum(["single-tenant", "multi-tenant"]).optional(),
  }),
  tenants: z.array(z.looseObject({ name: z.string(), dbid: z.int() })).default([]),
  serverInfo: z.looseObject({
    host: z.string(),
    redundancyType: z.enum(["none", "warm-standby", "n-plus-one"]).default("none"),
    backupServer: target.optional(),
    primaryServer: target.optional(),
  }),
  listeningPorts: z.array(
    z.looseObject({ id: z.string(), port: z.int().min(1).max(65535), protocol: z.string().optional() }),
  ),
  connections: z.array(connection).optional(),
  copiedFromPrimary: z
    .looseObject({ application: z.string(), connections: z.array(connection).default([]) })
    .optional(),
  options: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  annex: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});

/** A parsed application file. */
export type ApplicationFile = z.infer<typeof applicationFile>;
/** A connection of this application to another one's listening port. */
export type Connection = z.infer<typeof connection>;
/** One end of a connection. */
export type Target = z.infer<typeof target>;
/** The file's document without its `hash`, as it was written. */
export type Document = Readonly<Record<string, unknown>>;

/** A file whose hash line verifies. */
export interface VerifiedFile {
  readonly document: Document;
  /** The digits of the file's hash line. */
  readonly configHash: string;
}

const hashLine = /^hash: ([0-9a-f]{64})\n$/;

/**
 * Verifies a file's bytes; undefined where they are half a file, an empty one or a changed one. The hash covers every
 * byte before the last line, so a file that was cut short at any point can't verify.
 */
export function verify(bytes: Buffer): VerifiedFile | undefined {
  const start = bytes.lastIndexOf("\n", bytes.length - 2) + 1;
  const configHash = hashLine.exec(bytes.subarray(start).toString("utf8"))?.[1];
  if (configHash === undefined) return undefined;
  const covered = bytes.subarray(0, start);
  if (createHash("sha256").update(covered).digest("hex") !== configHash) return undefined;
  try {
    const document: unknown = load(covered.toString("utf8"), { schema: CORE_SCHEMA });
    if (document === null || typeof document !== "object") return undefined;
    return { document: document as Document, configHash };
  } catch {
    return undefined;
  }
}

/** Reads a document's fields; throws, with the path of the fault, if the document is not an application file. */
export function interpret(document: Document): ApplicationFile {
  const result = applicationFile.safeParse(document);
  if (result.success) return result.data;
  // Paths only: an issue's own text may quote a value.
  throw new Error(
    `not an application file: ${result.error.issues.map((one) => one.path.join("/")).join(", ")}`,
  );
}

/** The values' hash: SHA-256 of the document as JSON with sorted keys and no blanks. */
export function valuesHash(document: Document): string {
  return createHash("sha256").update(canonical(document)).digest("hex");
}

/** JSON with sorted keys and no blanks; equal values have equal texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(",")}}`;
}

/** The connections in force at this application: a backup uses what was copied from its primary. */
export function connectionsOf(file: ApplicationFile): readonly Connection[] {
  return file.connections ?? file.copiedFromPrimary?.connections ?? [];
}
