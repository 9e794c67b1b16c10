import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { StateResource } from "../../engine/state";
import { reasonOf } from "./impact";
import { inputWords } from "./input-words";
import { containerType } from "./preview-steps";

const { resources } = JSON.parse(
  readFileSync(join(__dirname, "..", "..", "test", "golden", "state-of-last-release.json"), "utf8"),
) as { resources: StateResource[] };

test("every input of a deployed container has words", () => {
  const containers = resources.filter(({ type }) => type === containerType);
  const names = new Set(containers.flatMap(({ inputs = {} }) => Object.keys(inputs)));
  const raw = [...names].filter((name) => [name, `container property ${name}`].includes(inputWords(name)));
  expect(raw.filter((name) => !["__defaults", "labels"].includes(name))).toEqual([]);
});

const change = { container: "c", application: "Chat", component: "Chat", action: "replaced" } as const;
const value = (...path: string[]) => ({
  ...{ application: "Chat", applicationType: "ChatServer", path, old: "1", new: "2" },
});

test.each([
  ["a log's driver and limits", ["logDriver", "logOpts"], [], "log driver; limits of its log"],
  ["what a program states itself", ["dns"], [], "container property dns"],
  // What else changes in the definition is no reason.
  [
    "an image, which is a value too",
    ["image", "tmpfs"],
    [value("image")],
    "another image; temporary folder in memory",
  ],
  [
    "an image, with a value that needs no other container",
    ["image"],
    [value("redundancyType")],
    "another image",
  ],
  [
    "a value and an image",
    ["image", "restart-hash"],
    [value("image"), value("release")],
    "applies release only after a restart; another image",
  ],
  ["a limit of processor time", ["cpuPeriod", "cpuQuota"], [value("cpuMillis")], "limit of processor time"],
])("%s", (_, reasons, values, words) => expect(reasonOf({ ...change, reasons }, values)).toBe(words));
