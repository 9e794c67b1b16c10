import { withValue } from "../../fixtures/edit";
import { twoPairs } from "../../fixtures/pairs";

type Edit = readonly [path: readonly (string | number)[], value: unknown];

/** One mistake in a definition that is right otherwise. */
export interface Case {
  readonly rule: string;
  readonly name: string;
  /** The mistake: values set, or taken out where undefined. */
  readonly edits: readonly Edit[];
  /** Where the problem is, as a JSON Pointer. */
  readonly path: string;
  /** Other errors that the same mistake rightly is, as "rule path". */
  readonly also?: readonly string[];
  /** The definition to start from; default two pairs. */
  readonly from?: () => unknown;
  /** What the message, the hint or the allowed values have to hold. */
  readonly says?: RegExp;
  /** Definitions of other stack files. */
  readonly others?: Readonly<Record<string, unknown>>;
  readonly secrets?: readonly string[];
}

export const gms = ["mobileServices", "GMS"];
export const webApi = ["webApiServers", "WebAPI"];
export const chat1 = ["chatServers", "ChatServer1"];
export const chat2 = ["chatServers", "ChatServer2"];
export const ixn = ["interactionServers", "InteractionServer"];
export const service = [...gms, "options", "service.request-chat-poll"];

const digest = `@sha256:${"0".repeat(64)}`;

/** The same definition, fit for production. */
export function production(): unknown {
  return Object.entries({
    mobileServices: "GMS",
    webApiServers: "WebAPI",
    interactionServers: "InteractionServer",
    contactServers: "ContactServer",
  }).reduce(
    (data, [group, key]) =>
      withValue(data, [group, key, "image"], `registry.example/${key.toLowerCase()}${digest}`),
    [chat1, chat2].reduce<unknown>(
      (data, path) => withValue(data, [...path, "image"], `registry.example/chat${digest}`),
      { ...twoPairs(), stage: "production" },
    ),
  );
}

/** The definition with its mistake. */
export function mistaken({ from = twoPairs, edits }: Case): unknown {
  return edits.reduce<unknown>((data, [path, value]) => withValue(data, path, value), from());
}
