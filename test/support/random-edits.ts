import * as fc from "fast-check";
import type { LooseDefinition } from "./test-stack";

/** One edit by an operator, and its description. */
export interface Edit {
  readonly says: string;
  readonly edit: (definition: LooseDefinition) => void;
}

const servers = fc.constantFrom(["ChatServer1"], ["ChatServer2"], ["ChatServer1", "ChatServer2"]);

/** Something that is changed on a Chat Server, in place. */
type Change = readonly [says: string, apply: (server: LooseDefinition) => void];

const settings = (name: string, value: number | string): Change => [
  `settings/${name}=${value}`,
  ({ options }) => (options.settings[name] = value),
];

/** Each in other places of a file or of a container: with immediate effect, with a restart, in place. */
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom(1, 2).map((value) => settings("transcript-auto-save", value)),
  fc.integer({ min: 40, max: 400 }).map((value) => settings("session-shutdown-timeout", value)),
  fc
    .integer({ min: 1, max: 999 })
    .map((value): Change => [`odd/one=${value}`, ({ options }) => (options.odd = { one: String(value) })]),
  fc
    .constantFrom("standard", "interaction", "trace")
    .map((value): Change => [
      `backup's log/verbose=${value}`,
      ({ backup }) => (backup.options = { log: { verbose: value } }),
    ]),
  fc
    .integer({ min: 128, max: 160 })
    .map((value): Change => [
      `memoryMb=${value}`,
      (server) => (server.resources = { ...server.resources, memoryMb: value }),
    ]),
  fc
    .constantFrom(900, 1000)
    .map((value): Change => [
      `cpuMillis=${value}`,
      (server) => (server.resources = { ...server.resources, cpuMillis: value }),
    ]),
  fc.integer({ min: 5, max: 60 }).map((value): Change => [
    `ADDP ${value}`,
    (server) =>
      (server.connections = {
        InteractionServer: {},
        ContactServer: { addp: { local: value, remote: value } },
      }),
  ]),
  fc
    .integer({ min: 4900, max: 4990 })
    .map((value): Change => [
      `webapi=${value}`,
      (server) => (server.ports = { webapi: { port: value, protocol: "http" } }),
    ]),
  fc
    .constantFrom("8.1.000.20", "8.1.000.21", "8.1.000.26")
    .map((value): Change => [`release=${value}`, (server) => (server.release = value)]),
);

const edit: fc.Arbitrary<Edit> = fc
  .tuple(servers, fc.array(change, { minLength: 1, maxLength: 2 }))
  .map(([names, changes]) => ({
    says: `${names.join(", ")}: ${changes.map(([says]) => says).join(", ")}`,
    edit: (definition) => {
      for (const name of names) for (const [, apply] of changes) apply(definition.chatServers[name]);
    },
  }));

/** A course of edits: the same one for the same seed. */
export function randomEdits(seed: number, count: number): Edit[] {
  return fc.sample(edit, { seed, numRuns: count });
}
