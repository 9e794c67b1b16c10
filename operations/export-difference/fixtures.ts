import { readSource } from "../../model/source";
import { resolve } from "../../model/resolve";
import { cfgDataText, readCfgData } from "../../render/cfg-data";
import {
  type ConfigurationObjects,
  configurationObjects,
  type ServerObject,
} from "../../render/configuration-objects";
import { type Comparison, exportDifference } from "./comparison";
import type { ExportDifference } from "./difference";

/** A stack file with something of each kind in it. */
export const declaredText = `config:
  genesys-chat:secrets.url: { secure: "v1:x:x" }
  genesys-chat:deployment:
    mobileServices:
      GMS:
        connections: [WebAPI]
        options:
          service.request-chat-poll:
            service: { secret: url }
            ttl: 3600
    webApiServers: { WebAPI: { connections: [ChatServer1] } }
    chatServers:
      ChatServer1:
        connections: { InteractionServer: {}, ContactServer: { addp: { local: 10, remote: 20 } } }
        options: { settings: { transcript-auto-save: 1, limits-control-enabled: false } }
        annex: { sml: { x: old } }
    interactionServers: { InteractionServer: { release: "8.1.100.10" } }
    contactServers: { ContactServer: {} }
`;
/** An export that is what the stack file declares. */
export function exportedObjects(): ConfigurationObjects {
  return (exportedOnce ??= exportOf(readSource(declaredText, "x.yaml").definition));
}
let exportedOnce: ConfigurationObjects | undefined;

/** What an export would hold if it were made of a definition, after it was written and read as CfgData. */
export function exportOf(definition: unknown): ConfigurationObjects {
  const { deployment, problems } = resolve(definition);
  if (!deployment) throw new Error(JSON.stringify(problems));
  const { settings: _, ...objects } = readCfgData(cfgDataText(configurationObjects(deployment))).objects;
  return objects;
}

/** An export in which one server is another one; undefined takes it out. */
export function withServer(
  objects: ConfigurationObjects,
  name: string,
  edit: (server: ServerObject) => ServerObject | undefined,
): ConfigurationObjects {
  const servers = objects.servers.flatMap((server) => (server.name === name ? (edit(server) ?? []) : server));
  return { ...objects, servers };
}

/** An export in which an option has another value; undefined takes it out. */
export function withOption(
  objects: ConfigurationObjects,
  [name, section, option]: readonly [server: string, section: string, option: string],
  value: string | undefined,
): ConfigurationObjects {
  return withServer(objects, name, (server) => {
    const { [option]: _, ...others } = server.options[section] ?? {};
    const values = { ...others, ...(value !== undefined && { [option]: value }) };
    return { ...server, options: { ...server.options, [section]: values } };
  });
}

/** Compares a definition's text with an export. */
export function compared(
  text: string,
  objects: ConfigurationObjects,
  more: Partial<Comparison> = {},
): ExportDifference {
  const file = text.startsWith("config:") ? "Pulumi.test.yaml" : "definition.yaml";
  const { definition, source } = readSource(text, file);
  const { deployment, problems } = resolve(definition, source);
  if (!deployment) throw new Error(JSON.stringify(problems));
  const steps = [{ file: "export.xml", objects }];
  return exportDifference({
    ...{ stack: "test", deployment, written: { definition, source }, steps, objects },
    ...more,
  });
}
