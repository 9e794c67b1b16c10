import type { Problem } from "../../model/problem";
import type { Difference } from "../../operations/change/difference/difference";
import { compose } from "../../operations/report/document/compose";
import { containerChanges, valueChanges } from "../../operations/change/preview-steps";
import { type Preview, type PreviewStep } from "../../engine/preview";
import { problemChanges } from "../../operations/report/problem-changes";
import { stackReport, type StackReport } from "../../operations/report/stack-report";

/* Reports of previews that are written down: tests of the report's parts make their own of these. */

/** A resource's URN in a stack called dev. */
export const urn = (type: string, name: string) => `urn:pulumi:dev::genesys-chat::${type}::${name}`;

/** A step about the component of a pair of Chat Servers. */
export function pair(op: string, old: object | undefined, now: object | undefined): PreviewStep {
  const type = "genesys-chat:index:ChatServer";
  const state = (inputs: object | undefined) =>
    inputs && { type, inputs: { backup: "Chat_Standby", ...inputs } };
  return {
    op,
    urn: urn(type, "Chat"),
    ...(old && { oldState: state(old) }),
    ...(now && { newState: state(now) }),
  };
}

/** A step about a process's container. */
export function container(op: string, name: string, reasons: string[] = []): PreviewStep {
  const type = "docker:index/container:Container";
  const inputs = { name: `genesys-chat.dev.${name.toLowerCase()}` };
  return { op, urn: urn(type, name), newState: { type, inputs }, replaceReasons: reasons };
}

/** The inputs of a component whose section `settings` is this. */
export const settings = (values: object) => ({ options: { settings: values } });

/** The difference that the engine's own steps make; what a definition would add is none of these tests'. */
export function differenceIn(preview: Preview): Difference {
  return {
    values: valueChanges(preview),
    containers: containerChanges(preview),
    rewritten: [],
    losses: [],
    dataLosses: [],
    rotated: [],
    network: false,
  };
}

/** Four Chat Servers, two of them a pair. */
const view = {
  deployment: {},
  components: new Map(),
  kept: [],
  sealed: undefined,
  processes: new Map(
    (["Chat", "Chat_Standby", "One", "Two"] as const).map((key) => [
      key,
      {
        key,
        component: key === "Chat_Standby" ? "Chat" : key,
        type: "ChatServer" as const,
        role: key === "Chat_Standby" ? ("backup" as const) : ("primary" as const),
        container: "",
        facts: {},
        secrets: [],
        startSecrets: [],
      },
    ]),
  ),
};

/** The report of a stack that the engine does this to. */
export function reportOf(
  preview: Preview,
  more: Partial<Parameters<typeof stackReport>[0]> = {},
): StackReport {
  return stackReport({
    stack: "dev",
    against: "what is deployed",
    because: ["the definition changed"],
    before: view,
    after: view,
    difference: differenceIn(preview),
    problems: problemChanges(undefined, []),
    engine: { asked: true, preview, text: "" },
    invalid: false,
    ...more,
  });
}

/** A document of these reports. */
export const blocksOf = (...reports: StackReport[]) => compose({ reports, unchanged: [] });

/** A problem of a definition. */
export const problem: Problem = {
  rule: "endpoint-exists",
  severity: "error",
  path: "/x",
  message: "It is not there; ask @ada.",
  file: "Pulumi.dev.yaml",
  line: 3,
  column: 1,
};
