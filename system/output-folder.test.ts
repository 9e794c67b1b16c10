import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "./failure";
import { writeOutput } from "./output-folder";

let folder: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "genesys-chat-output-")), "a folder, 100% #1");
});

afterEach(() => rmSync(join(folder, ".."), { recursive: true }));

/** What `render` writes for some applications. */
function rendered(text: string, ...names: string[]): Map<string, string> {
  const manifest = {
    ...{ version: 1, definitionHash: text },
    applications: names.map((name) => ({ name, file: `applications/${name}.yaml` })),
  };
  return new Map([
    ...names.flatMap((name) => [
      [`applications/${name}.yaml`, `${text} ${name}`] as const,
      [`applications/${name}.cfg`, `${text} ${name}`] as const,
    ]),
    ["manifest.json", JSON.stringify(manifest)],
  ]);
}

/** Every file of the folder with its text. */
function contents(): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(folder.length + 1), readFileSync(file, "utf8")]),
  );
}

function lay(path: string, text: string): void {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const old = rendered("old", "GMS", "WebAPI");
const now = rendered("new", "GMS", "ChatServer1");

test("files that an earlier definition rendered are deleted, and other files stay", () => {
  lay("notes.txt", "mine");
  lay("applications/mine.cfg", "mine");
  writeOutput(folder, old);
  writeOutput(folder, now);
  expect(contents()).toEqual({
    ...Object.fromEntries(now),
    "notes.txt": "mine",
    "applications/mine.cfg": "mine",
  });
});

test.each([
  ["a file", () => lay("applications/GMS.cfg", "mine"), "applications/GMS.cfg"],
  ["another manifest", () => lay("manifest.json", '{"name": "a web app"}'), "manifest.json"],
  ["a manifest that was cut short", () => lay("manifest.json", '{"version"'), "manifest.json"],
  [
    "a folder",
    () => mkdirSync(join(folder, "applications", "GMS.yaml"), { recursive: true }),
    "applications/GMS.yaml",
  ],
  ["a file where the folder belongs", () => lay("applications", "mine"), "applications"],
  [
    "a link where the folder belongs",
    () => {
      mkdirSync(folder, { recursive: true });
      symlinkSync(tmpdir(), join(folder, "applications"));
    },
    "applications",
  ],
])("%s of another owner in the way is named, and nothing is written", (_, prepare, path) => {
  prepare();
  const before = contents();
  const write = () => writeOutput(folder, now);
  expect(write).toThrow(Failure);
  expect(write).toThrow(`${join(folder, path)} was not written by render`);
  expect(contents()).toEqual(before);
});

test("a manifest that lists files elsewhere removes none of them", () => {
  const elsewhere = join(folder, "..", "elsewhere.yaml");
  const applications = [
    "../elsewhere.yaml",
    "applications/../../elsewhere.yaml",
    "/etc/x.yaml",
    "notes.yaml",
    5,
    null,
  ];
  lay(
    "manifest.json",
    JSON.stringify({ definitionHash: "x", applications: applications.map((file) => ({ file })) }),
  );
  lay("notes.yaml", "mine");
  writeFileSync(elsewhere, "mine");
  writeOutput(folder, now);
  expect([readFileSync(elsewhere, "utf8"), contents()["notes.yaml"]]).toEqual(["mine", "mine"]);
});

/** A rename that fails, or is the last thing that a process does, at a turn. */
const until = (turn: number, end: () => never) => {
  let done = 0;
  return (from: string, to: string) => {
    done += 1;
    if (done === turn) end();
    renameSync(from, to);
  };
};

const turns = Array.from({ length: 10 }, (_, index) => index + 1);

test.each(turns)("an error at rename %i leaves the old files", (turn) => {
  writeOutput(folder, old);
  const before = contents();
  const fail = () => {
    throw Object.assign(new Error("no room"), { code: "ENOSPC" });
  };
  expect(() => writeOutput(folder, now, until(turn, fail))).toThrow(/ENOSPC.*The old files are kept/);
  expect(contents()).toEqual(before);
  writeOutput(folder, now);
  expect(contents()).toEqual(Object.fromEntries(now));
});

test.each(turns)("after a kill at rename %i the next call begins with the old files", (turn) => {
  writeOutput(folder, old);
  // A kill runs no handler: what the process had prepared stays, under the number of one that is gone.
  const own = join(folder, `.render-${process.pid}`);
  const kill = () => {
    renameSync(own, join(folder, `.render-${2 ** 30}`));
    throw new Error("killed");
  };
  expect(() => writeOutput(folder, now, until(turn, kill))).toThrow("killed");
  lay("applications/ChatServer1.cfg.mine", "mine");
  writeOutput(folder, rendered("newest", "GMS"));
  expect(contents()).toEqual({
    ...Object.fromEntries(rendered("newest", "GMS")),
    "applications/ChatServer1.cfg.mine": "mine",
  });
  expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
});

test("two at once don't meet", () => {
  mkdirSync(join(folder, `.render-${process.ppid}`), { recursive: true });
  expect(() => writeOutput(folder, now)).toThrow(`Process ${process.ppid} is writing to ${folder}`);
  expect(existsSync(join(folder, "manifest.json"))).toBe(false);
});
