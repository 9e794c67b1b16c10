import type { ConfigurationObjects } from "../../render/configuration-objects";
import { type ServerValues, serverValues } from "./server-values";

/** What exports hold after each of them, in the order in which they are put over each other. */
export interface ExportStep {
  readonly file: string;
  readonly objects: Pick<ConfigurationObjects, "servers">;
}

/** Finds the file that a value of a server comes from: the last one that changes it. */
export class ExportedPlaces {
  private readonly files = new Map<string, string>();

  constructor(private readonly steps: readonly ExportStep[]) {
    // All of a single file is in that file.
    if (steps.length === 1) return;
    let before = new Map<string, ServerValues>();
    for (const { file, objects } of steps) {
      const after = new Map(objects.servers.map((server) => [server.name, serverValues(server)]));
      for (const [name, values] of after) {
        const old = before.get(name);
        if (!old) this.files.set(name, file);
        for (const path of new Set([...values.keys(), ...(old?.keys() ?? [])])) {
          if (old?.get(path) !== values.get(path)) this.files.set(`${name}\n${path}`, file);
        }
      }
      before = after;
    }
  }

  /** The file of a value; of one that no file has, the file of the server; of an unknown server, all files. */
  of(server: string, path?: string): string {
    const all = () => this.steps.map(({ file }) => file).join(", ");
    return this.files.get(`${server}\n${path}`) ?? this.files.get(server) ?? all();
  }
}
