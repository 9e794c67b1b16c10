import { type Draft, type DraftApplication, type DraftPort } from "../draft";
import { controlAgentPort } from "../defaults";
import { byCodePoint, holds } from "../path";
import { pointer } from "../problem";
import { clash, type Publication } from "./publication";
import { type Rule } from "./rule";

export interface DraftPublication extends Publication {
  readonly draft: DraftApplication;
  readonly listening: DraftPort;
}

/** What a stack publishes, in the order of the definition's paths. */
export function publications(draft: Draft): DraftPublication[] {
  return draft.applications
    .flatMap((application) =>
      application.ports.flatMap((listening) =>
        listening.publish === undefined
          ? []
          : [
              {
                application: application.key,
                port: listening.publish,
                address: listening.address,
                draft: application,
                listening,
              },
            ],
      ),
    )
    .sort((a, b) => byCodePoint(pointer(a.listening.path), pointer(b.listening.path)));
}

const numberOnce: Rule = {
  id: "port-number-once",
  severity: "error",
  sentence: "An application listens on a port number once.",
  reason: "A process can't open the same port twice.",
  source: "PSDK-CfgServer; design",
  *check({ draft }) {
    for (const { key, path: application, ports } of draft.applications) {
      const seen = new Map<number, DraftPort>();
      for (const listening of ports) {
        const other = seen.get(listening.port);
        if (!other) seen.set(listening.port, listening);
        // A standby that only has its primary's ports repeats the primary's finding.
        else if (holds(application, listening.path) || holds(application, other.path)) {
          const message = `${key} listens on ${listening.port} twice, as "${other.id}" and as "${listening.id}".`;
          yield { path: [...listening.path, "port"], message, dependsOn: [other.path] };
        }
      }
    }
  },
};

const reserved: Rule = {
  id: "port-reserved",
  severity: "error",
  sentence: `No application listens on ${controlAgentPort}.`,
  reason: "Genesys' Local Control Agent has that port, and beside each process answers for its health there.",
  source: "GAX-script; docs/http.md",
  *check({ draft }) {
    for (const { key, path: application, ports } of draft.applications) {
      for (const { id, port, path } of ports) {
        if (port !== controlAgentPort || !holds(application, path)) continue;
        yield {
          path: [...path, "port"],
          message: `${key} listens on ${port} as "${id}", the Local Control Agent's port.`,
        };
      }
    }
  },
};

const publishedOnce: Rule = {
  id: "published-port-once",
  severity: "error",
  sentence: "A port of the Docker host is published once in a stack.",
  reason: "The second container that asks for it fails to start, in the middle of the deployment.",
  source: "design",
  *check({ draft }) {
    const byPort = new Map<number, DraftPublication[]>();
    for (const published of publications(draft)) {
      const seen = byPort.get(published.port) ?? [];
      byPort.set(published.port, seen);
      const other = seen.find((known) => clash(known, published));
      if (other) {
        const message = `${published.application} publishes ${published.address}:${published.port}, which ${other.application} publishes too.`;
        yield { path: [...published.listening.path, "publish"], message, dependsOn: [other.listening.path] };
      }
      seen.push(published);
    }
  },
};

const addressOfPublished: Rule = {
  id: "address-without-publish",
  severity: "error",
  sentence: "An address is stated only with a published port.",
  reason: "Alone it publishes nothing, although it looks as if it did.",
  source: "design",
  *check({ definition, draft }) {
    for (const { path, publish } of draft.applications.flatMap((application) => application.ports)) {
      if (publish !== undefined || !statesAddress(definition, path)) continue;
      const message = "An address without a published port has no effect.";
      yield { path: [...path, "address"], message, hint: "Add publish, or leave the address out." };
    }
  },
};

function statesAddress(definition: unknown, path: readonly (string | number)[]): boolean {
  let value = definition;
  for (const part of [...path, "address"]) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return false;
    value = (value as Record<string, unknown>)[part];
  }
  return value !== undefined;
}

/** Listening ports and published ones, within a stack. */
export const portRules: readonly Rule[] = [numberOnce, reserved, publishedOnce, addressOfPublished];
