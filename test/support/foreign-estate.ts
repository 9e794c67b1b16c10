import fc from "fast-check";

/** Section -> option -> value. */
export type Texts = Record<string, Record<string, string>>;
/** A connection to another server of the estate, by its index. */
export interface Link {
  readonly to: number;
  readonly portId: string | undefined;
  readonly addp: readonly [local: number, remote: number, mode: number] | undefined;
}
/** A server, as far as documents describe it; what is undefined, a document leaves out. */
export interface Server {
  readonly name: string;
  readonly type: number;
  readonly host: string | undefined;
  readonly version: string | undefined;
  readonly tenants: boolean;
  readonly ports: readonly (readonly [id: string, port: number, protocol?: string])[];
  readonly links: readonly Link[];
  readonly backup: number | undefined;
  readonly autoRestart: boolean | undefined;
  readonly times: Readonly<Record<string, number>>;
  readonly options: Texts;
  readonly annex: Texts;
}
/** What a Configuration Server of another team holds. */
export interface Estate {
  readonly servers: readonly Server[];
  readonly tenant: readonly [name: string, dbid: number];
}
/** What other tools write differently. */
export interface Dialect {
  readonly prefix: "" | "none" | "c:";
  readonly isReversed: boolean;
  readonly pair: "str_pair" | "int_pair";
  /** References by DBID or, in JSON, numbers as texts. */
  readonly hasNumbers: boolean;
  readonly hasOthers: boolean;
}

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const value = fc.oneof(
  fc.constantFrom(
    ...["true", "false", "on", "off", "yes", "no", "0", "1", "007", "-1", "1e3", "", " ", "TRUE", "null"],
  ),
  fc.constantFrom(
    ...["Köln & <Bonn>", '"quoted"', "<secret:x>", "<dbid:CfgHost:a>", "~", "{}", "#x", "a: b", "'"],
  ),
  fc.string({ maxLength: 12, unit: "grapheme-ascii" }),
);
const optionName = fc.constantFrom("my-own", "a b", "x/y", "db-password", "constructor", "ä.ö", "~1");
const section = fc.constantFrom("log", "my section", "security", "settings", "toString", "x.y", "a:b");
const oddOptions: fc.Arbitrary<Texts> = fc.dictionary(
  section,
  fc.dictionary(optionName, value, { maxKeys: 3, noNullPrototype: true }),
  { maxKeys: 3, noNullPrototype: true },
);
const boolean = fc.constantFrom("true", "false", "on", "off", "yes", "no", "0", "1", "OFF");
/** Options that the catalogue lists, as other tools write them. */
const chatOptions: fc.Arbitrary<Texts> = fc
  .record(
    {
      "limits-control-enabled": boolean,
      "session-restoration-mode": fc.constantFrom("simple", "none"),
      "transcript-auto-save": fc.constantFrom("0", "1", "2"),
      "session-shutdown-timeout": fc.constantFrom("60", "120"),
      "transcript-save-on-error": fc.constantFrom("continue", "close"),
    },
    { requiredKeys: [], noNullPrototype: true },
  )
  .map((settings): Texts => (Object.keys(settings).length > 0 ? { settings } : {}));
const merged = (texts: readonly Texts[]): Texts => {
  const all: Texts = {};
  for (const each of texts)
    for (const [name, values] of Object.entries(each))
      all[name] = { ...(Object.hasOwn(all, name) ? all[name] : {}), ...values };
  return all;
};
const addp = fc.tuple(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 1, max: 60 }), fc.nat({ max: 4 }));
const names = ["CS.1", "a-b_c", "CS1", "7up", "constructor", "toString", "CS1_B", "GMS.x"];

interface Shape {
  readonly type: number;
  readonly ports: Server["ports"];
  readonly optional?: Server["ports"];
}
const shapes = {
  gms: { type: 107, ports: [["default", 8080, "http"]] },
  web: { type: 80, ports: [["default", 8090, "http"]] },
  chat: {
    type: 59,
    ports: [
      ["default", 4801],
      ["ESP", 4803],
      ["webapi", 4802, "http"],
    ],
  },
  ixn: { type: 111, ports: [["default", 7120]] },
  ucs: { type: 63, ports: [["default", 7130]] },
} as const satisfies Record<string, Shape>;
/** Message Server, Stat Server, URS, T-Server and DB Server: some that a definition can name, and some that it can't. */
const otherTypes = [42, 2, 15, 1, 8] as const;

function serverOf({ type, ports }: Shape, name: string, at: number): fc.Arbitrary<Server> {
  const options = type === 59 ? fc.tuple(chatOptions, oddOptions).map(merged) : oddOptions;
  return fc.record({
    name: fc.constant(name),
    type: fc.constant(type),
    host: optional(fc.constantFrom("chat-a", "chat-b.example")),
    version: optional(fc.constantFrom("8.1.100.28", "8.1.100.20", "8.5.201.05", "latest")),
    tenants: fc.boolean(),
    ports: fc
      .tuple(
        fc.boolean(),
        optional(fc.constantFrom<readonly [string, number, string?]>(["health", 9100, "http"])),
      )
      .map(([isMoved, more]) => [
        ...ports.map(([id, port, protocol]) => [id, isMoved ? port + 100 * at : port, protocol] as const),
        ...(more && name !== "stand-by" ? [more] : []),
      ]),
    links: fc.constant([]),
    backup: fc.constant(undefined),
    autoRestart: optional(fc.boolean()),
    times: fc.dictionary(
      fc.constantFrom("startupTimeout", "shutdownTimeout", "timeout", "attempts"),
      fc.integer({ min: 0, max: 100 }),
      { noNullPrototype: true },
    ),
    options: options.map((all) =>
      type === 107
        ? {
            ...all,
            "service.request-chat-poll": { service: "http://ors.example/x.scxml", ttl: "3600" },
          }
        : all,
    ),
    annex: oddOptions,
  });
}

const mayConnect = (type: number, from: number) =>
  type === 42 || type === 1 || type === 8 || (type === 2 && from === 63) || (type === 15 && from === 111);

const link = (to: number, portId: string): fc.Arbitrary<Link> =>
  fc.record({
    to: fc.constant(to),
    portId: portId === "default" ? fc.constantFrom("default", undefined) : fc.constant(portId),
    addp: optional(addp),
  });

/** Chat Servers, some with a backup, with what a chat deployment needs beside them and what an estate has as well. */
export const estate: fc.Arbitrary<Estate> = fc
  .record({
    chatNames: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 2 }),
    isPair: fc.boolean(),
    others: fc.uniqueArray(fc.constantFrom(...otherTypes), { maxLength: 3 }),
    tenant: fc.constantFrom<readonly [string, number]>(["Environment", 1], ["Acme & Söhne", 101]),
    hasLinkBack: fc.integer({ min: 0, max: 9 }).map((number) => number > 0),
  })
  .chain(({ chatNames, isPair, others, tenant, hasLinkBack }) => {
    const listed: { readonly shape: Shape; readonly name: string }[] = [
      ...chatNames.map((name) => ({ shape: shapes.chat, name })),
      { shape: shapes.ixn, name: "Ixn" },
      { shape: shapes.ucs, name: "UCS" },
      { shape: shapes.web, name: "WebAPI" },
      { shape: shapes.gms, name: "GMS.1" },
      ...others.map((type) => ({
        shape: { type, ports: [["default", 7000 + type]] as const },
        name: `Other-${type}`,
      })),
      ...(isPair ? [{ shape: shapes.chat, name: "stand-by" }] : []),
    ];
    const at = (name: string) => listed.findIndex((each) => each.name === name);
    const links = listed.map(({ shape, name }) => {
      const targets: fc.Arbitrary<Link>[] = [];
      if (shape === shapes.chat && name !== "stand-by")
        targets.push(link(at("Ixn"), "default"), link(at("UCS"), "default"));
      // Each is connected to what it may be connected to, and everything to servers that a definition can't name.
      for (const type of others)
        if (mayConnect(type, shape.type) && name !== "stand-by")
          targets.push(link(at(`Other-${type}`), "default"));
      if (shape === shapes.ixn && hasLinkBack)
        targets.push(...chatNames.map((chat) => link(at(chat), "ESP")));
      if (shape === shapes.web) targets.push(...chatNames.map((chat) => link(at(chat), "webapi")));
      if (shape === shapes.gms) targets.push(link(at("WebAPI"), "default"));
      return fc.tuple(...targets);
    });
    return fc
      .tuple(
        fc.tuple(...listed.map(({ shape, name }, index) => serverOf(shape, name, index))),
        fc.tuple(...links),
      )
      .map(([servers, linksOf]) => ({
        tenant,
        servers: servers.map((server, index) => ({
          ...server,
          links: linksOf[index]!,
          ...(isPair && index === 0 && { backup: listed.length - 1 }),
        })),
      }));
  });

/** Any dialect. */
export const dialect: fc.Arbitrary<Dialect> = fc.record({
  prefix: fc.constantFrom("", "none", "c:"),
  isReversed: fc.boolean(),
  pair: fc.constantFrom("str_pair", "int_pair"),
  hasNumbers: fc.boolean(),
  hasOthers: fc.boolean(),
});
