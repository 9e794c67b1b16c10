import fc from "fast-check";
import type { Application, Deployment } from "../model/deployment";
import { sequence } from "../test/support/shuffled";
import { twoPairs } from "../model/fixtures/pairs";
import { deploymentOf } from "../model/fixtures/single";
import { applicationsRecord, frameRecord, recordedDeployment } from "./deployment-record";

const content = { base64: "c2VjcmV0IHBhZ2U=", sha256: "0f".repeat(32) };
const file = { path: "/srv/x.jsp", source: "x.jsp" };

/** Two pairs, of which one application has a custom file, and one a secret. */
function deployment(): Deployment {
  const found = deploymentOf(twoPairs());
  const edited = (one: Application): Application => {
    if (one.key === "WebAPI") return { ...one, image: "web:1", process: { files: [{ ...file, content }] } };
    if (one.key === "GMS")
      return { ...one, options: { ...one.options, x: { password: { secret: "door" } } } };
    return one;
  };
  return { ...found, applications: found.applications.map(edited) };
}

/** The records of all components, each a primary with its standby. */
function recordsOf({ applications }: Deployment): string[] {
  return applications
    .filter(({ role }) => role === "primary")
    .map((primary) => {
      const standby = applications.filter(
        ({ serverInfo }) => serverInfo.primaryServer?.application === primary.name,
      );
      return applicationsRecord([primary, ...standby]);
    });
}

/** The same list in another order. */
function reordered<T>(list: readonly T[], seed: number): T[] {
  const random = sequence(seed);
  return list
    .map((item) => [random(), item] as const)
    .sort(([left], [right]) => left - right)
    .map(([, item]) => item);
}

test("the record of a Deployment reads as that Deployment, in whatever order the state has its components", () => {
  const whole = deployment();
  const kept = {
    ...whole,
    applications: whole.applications.map((one) =>
      one.key === "WebAPI"
        ? { ...one, process: { files: [{ ...file, content: { sha256: content.sha256 } }] } }
        : one,
    ),
  };
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      expect(recordedDeployment(frameRecord(whole), reordered(recordsOf(whole), seed))).toEqual(kept);
    }),
  );
});

test("the record holds neither the content of a file nor more of a secret than its name", () => {
  const text = [frameRecord(deployment()), ...recordsOf(deployment())].join();
  expect(text).not.toContain(content.base64);
  expect(text).toContain('{"secret":"door"}');
});

test("equal Applications are equal texts, whatever the order of their keys", () => {
  const [first] = deployment().applications;
  const reversed = Object.fromEntries(Object.entries(first!).reverse()) as unknown as Application;
  expect(applicationsRecord([reversed])).toBe(applicationsRecord([first!]));
});

test.each<[string, unknown, readonly unknown[]]>([
  ["the frame is missing", undefined, recordsOf(deployment())],
  ["one component has none", frameRecord(deployment()), [...recordsOf(deployment()), undefined]],
  ["a later release wrote another format", frameRecord(deployment()), ['{"format":2,"applications":[]}']],
])("no Deployment is read if %s", (_, frame, records) => {
  expect(recordedDeployment(frame, records)).toBeUndefined();
});
