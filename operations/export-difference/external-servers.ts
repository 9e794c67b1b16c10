import type { Deployment } from "../../model/deployment";
import { type ServerObject, typeOfNumber } from "../../render/configuration-objects";
import type { DeclaredPlaces } from "./declared-place";
import type { ValueDifference } from "./difference";
import type { ExportedPlaces } from "./exported-place";

/**
 * Where the definition has a server that it only connects to otherwise than the export. A server that the export doesn't hold isn't
 * compared: its clients' connections are.
 */
export function externalDifferences(
  { externalServers }: Deployment,
  servers: ReadonlyMap<string, ServerObject>,
  places: DeclaredPlaces,
  exported: ExportedPlaces,
): ValueDifference[] {
  return externalServers.flatMap(({ key, name, type, host, port, shared }) => {
    const server = servers.get(name);
    // A shared server's address is one of the other stack's network.
    if (!server || shared) return [];
    const exportedType = typeOfNumber(server.type) ?? `application type ${server.type}`;
    const ports = server.ports.map((each) => String(each.port));
    const rows: (readonly [name: string, declared: string, exported: string | undefined])[] = [
      ["type", type, exportedType],
      ["host", host, server.host],
      ["port", String(port), ports.includes(String(port)) ? String(port) : ports.join(", ") || undefined],
    ];
    return rows.flatMap(([option, declared, value]): ValueDifference[] => {
      if (value === undefined || value === declared) return [];
      const row = { application: name, option, difference: "different", declared, exported: value } as const;
      return [
        {
          ...row,
          ...{ declaredIn: places.ofExternal(key, option), exportedIn: exported.of(name) },
          takesEffect: "after restart",
        },
      ];
    });
  });
}
