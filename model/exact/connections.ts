import { type defaultPorts } from "../defaults";
import { type DefinedConnection } from "../definition/definition";
import { type ApplicationGroup, type applicationTypes } from "../deployment";
import { type management, type targets } from "../rules/places";
import { type KnownKeys } from "./keys";
import { type Mistake } from "./mistake";

type Types = typeof applicationTypes;

/** What a group's applications may be connected to. */
type TargetsOf<Group extends ApplicationGroup> =
  (typeof targets)[Types[Group]][number] | (typeof management)[number];

/** The groups of a definition that have an application of this name. */
type GroupsOf<Definition, Name> = {
  [Group in ApplicationGroup & keyof Definition]: Name extends keyof Definition[Group] ? Group : never;
}[ApplicationGroup & keyof Definition];

/** The types of server that a name stands for; none if it isn't declared. */
type TypesOf<Definition, Name> =
  | Types[GroupsOf<Definition, Name>]
  | (Definition extends { readonly externalServers: infer External }
      ? Name extends keyof External
        ? External[Name] extends { readonly type: infer Type }
          ? Type
          : never
        : never
      : never)
  | (Definition extends { readonly sharedServers: infer Shared }
      ? Name extends keyof Shared
        ? "InteractionServer"
        : never
      : never);

/** Every name that is declared. */
type NamesOf<Definition> = {
  [Group in keyof Definition]: Group extends ApplicationGroup | "externalServers" | "sharedServers"
    ? keyof Definition[Group]
    : never;
}[keyof Definition];

/** The declared names that an application of a group may be connected to. */
type Reachable<Definition, Group extends ApplicationGroup, Self> = Exclude<
  {
    [Name in NamesOf<Definition> & string]: [Extract<TypesOf<Definition, Name>, TargetsOf<Group>>] extends [
      never,
    ]
      ? never
      : Name;
  }[NamesOf<Definition> & string],
  Self
>;

/** The name of a Chat Server's warm standby; none if it has none. */
type StandbyOf<Server, Primary extends string> = Server extends {
  readonly redundancy: "none" | "n-plus-one";
}
  ? never
  : Server extends { readonly backup: { readonly name: infer Name } }
    ? Name
    : `${Primary}_B`;

/** The primaries that have a warm standby of this name. */
type PrimariesOf<Definition, Name> = Definition extends { readonly chatServers: infer Servers }
  ? {
      [Primary in keyof Servers & string]: Name extends StandbyOf<Servers[Primary], Primary>
        ? Primary
        : never;
    }[keyof Servers & string]
  : never;

/** Unknown where an application may be connected to what has this name; else the mistake. A name known only at run time passes. */
export type Connected<Definition, Group extends ApplicationGroup, Self, Name> = string extends Name
  ? unknown
  : [Name] extends [Self]
    ? Mistake<`${Name & string} is connected to itself`, Reachable<Definition, Group, Self>>
    : [TypesOf<Definition, Name>] extends [never]
      ? [PrimariesOf<Definition, Name>] extends [never]
        ? Mistake<
            `${Name & string} is no application and no external server of this definition`,
            Reachable<Definition, Group, Self>
          >
        : Mistake<`${Name & string} is a warm standby: connect to its primary`, PrimariesOf<Definition, Name>>
      : [Extract<TypesOf<Definition, Name>, TargetsOf<Group>>] extends [never]
        ? Mistake<
            `A ${Types[Group]} can't be connected to ${Name & string}, a ${TypesOf<Definition, Name> & string}`,
            Reachable<Definition, Group, Self>
          >
        : unknown;

type DefaultPortIds<Group extends ApplicationGroup> = keyof (typeof defaultPorts)[Types[Group]];

/** The listening ports of an application: its type's own and what it states. */
type PortIds<Group extends ApplicationGroup, Application> = Application extends {
  readonly ports: infer Ports;
}
  ? keyof Ports | DefaultPortIds<Group>
  : DefaultPortIds<Group>;

/** The listening ports of the applications of this name; any if it is an external server, which has one. */
type PortsAt<Definition, Name> = {
  [Group in GroupsOf<Definition, Name>]: PortIds<
    Group,
    Name extends keyof Definition[Group] ? Definition[Group][Name] : never
  >;
}[GroupsOf<Definition, Name>];

type CheckedPort<Definition, Name, Id> = string extends Id
  ? unknown
  : [GroupsOf<Definition, Name>] extends [never]
    ? unknown
    : Id extends PortsAt<Definition, Name>
      ? unknown
      : Mistake<
          `${Name & string} has no listening port with the id ${Id & string}`,
          PortsAt<Definition, Name>
        >;

/** What is special about one connection: its keys, and the listening port it names. */
type CheckedConnection<Definition, Name, Connection> = KnownKeys<Connection, DefinedConnection> & {
  readonly [Key in keyof Connection]: Key extends "port"
    ? CheckedPort<Definition, Name, Connection[Key]>
    : unknown;
};

/** An application's connections, a list or a map, with a mistake in the place of each wrong one. */
export type CheckedConnections<
  Definition,
  Group extends ApplicationGroup,
  Self,
  Connections,
> = Connections extends readonly unknown[]
  ? { readonly [Index in keyof Connections]: Connected<Definition, Group, Self, Connections[Index]> }
  : {
      readonly [Name in keyof Connections]: Connected<Definition, Group, Self, Name> &
        CheckedConnection<Definition, Name, Connections[Name]>;
    };
