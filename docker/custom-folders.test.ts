import * as fc from "fast-check";
import { resolve, type Application, type Deployment } from "../model";
import { twoPairs } from "../model/fixtures/pairs";
import { filesHash, mountPointsIn, customFolders } from "./custom-folders";

const { deployment } = resolve(twoPairs()) as { deployment: Deployment };
const webApi = deployment.applications.find(({ key }) => key === "WebAPI")!;

function withFiles(files: Record<string, string>, image = "web:1"): Application {
  const own = Object.entries(files).map(([path, sha256]) => ({
    path,
    source: "x",
    content: { base64: "eA==", sha256 },
  }));
  return { ...webApi, image, process: { files: own } };
}

const hashesOf = (application: Application) => customFolders(application).map(({ hash }) => hash);

test("a folder in a folder is part of it, one beside it is another", () => {
  const folders = customFolders(
    withFiles({ "/opt/a/x": "1", "/opt/a/b/c/y": "2", "/opt/ab/z": "3", "/etc/z": "4" }),
  );
  expect(folders.map(({ path, files }) => [path, files.map((file) => file.path)])).toEqual([
    ["/etc", ["/etc/z"]],
    ["/opt/a", ["/opt/a/x", "/opt/a/b/c/y"]],
    ["/opt/ab", ["/opt/ab/z"]],
  ]);
});

test("a changed file, another file, one fewer and another image each make another volume", () => {
  const before = hashesOf(withFiles({ "/opt/a/x": "1", "/opt/a/y": "1" }));
  for (const changed of [
    withFiles({ "/opt/a/x": "2", "/opt/a/y": "1" }),
    withFiles({ "/opt/a/x": "1", "/opt/a/z": "1" }),
    withFiles({ "/opt/a/x": "1" }),
    withFiles({ "/opt/a/x": "1", "/opt/a/y": "1" }, "web:2"),
  ]) {
    expect(hashesOf(changed)).not.toEqual(before);
    expect(filesHash(changed)).not.toBe(filesHash(withFiles({ "/opt/a/x": "1", "/opt/a/y": "1" })));
  }
});

test("a changed file leaves the other folders' volumes alone", () => {
  const [etc, opt] = hashesOf(withFiles({ "/etc/x": "1", "/opt/x": "1" }));
  const [etcAfter, optAfter] = hashesOf(withFiles({ "/etc/x": "1", "/opt/x": "2" }));
  expect(etcAfter).toBe(etc);
  expect(optAfter).not.toBe(opt);
});

test("every file lies in exactly one folder, and no folder in another", () => {
  const part = fc.constantFrom("a", "b", "ab");
  const path = fc.array(part, { minLength: 2, maxLength: 5 }).map((parts) => `/${parts.join("/")}`);
  fc.assert(
    fc.property(fc.uniqueArray(path, { minLength: 1, maxLength: 8 }), (paths) => {
      const folders = customFolders(withFiles(Object.fromEntries(paths.map((each) => [each, "1"]))));
      expect(folders.flatMap(({ files }) => files.map((file) => file.path)).sort()).toEqual(paths.sort());
      for (const { path: folder, files } of folders) {
        expect(files.every((file) => file.path.startsWith(`${folder}/`))).toBe(true);
        expect(folders.filter((other) => `${folder}/`.startsWith(`${other.path}/`))).toHaveLength(1);
      }
    }),
  );
});

test("what is mounted into a folder is known by its full name", () => {
  expect(mountPointsIn("/etc")).toEqual(["/etc/genesys"]);
  expect(mountPointsIn("/var/lib")).toEqual(["/var/lib/genesys"]);
  expect(mountPointsIn("/etc/gene")).toEqual([]);
});

test("an application without own files has no hash of them", () => {
  expect(filesHash(webApi)).toBeUndefined();
});
