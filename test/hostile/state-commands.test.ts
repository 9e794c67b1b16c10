import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { damage, damages } from "./damage";
import { expectRefused, HostileProject } from "./harness";

/* What commands make of damaged state files. Neither engine nor daemon is needed. */

const project = new HostileProject();
afterAll(() => project.remove());

// One for all: a process asks for Pulumi's environment once.
const folder = mkdtempSync(join(tmpdir(), "genesys-chat-hostile-commands-"));
const environment = { PULUMI_BACKEND_URL: pathToFileURL(folder).href, DOCKER_HOST: "unix:///nonexistent" };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const checkpoint = JSON.stringify({ version: 3, checkpoint: { latest: { resources: [] } } });
const stacks = () => join(folder, ".pulumi", "stacks", "genesys-chat");

/** Commands that remove, or that would find nothing in a state that is not the right one. */
const removing: readonly (readonly string[])[] = [
  ["tenants", "remove", "right", "--yes"],
  ["tenants", "destroy", "right", "--yes"],
  ["tenants", "destroy", "--all", "--yes"],
  ["tenants", "list"],
  ["destroy", "--stack", "right", "--yes"],
  ["destroy", "--foreign", "--stack", "right", "--yes"],
];

describe.each(["/nonexistent/state", "/dev/null", "relative/state"])(
  "a state at %s is refused by",
  (path) => {
    // Before the other tests: a process that has found a state keeps it.
    test.each(removing.map((words) => ({ title: words.join(" "), words })))("$title", async ({ words }) => {
      const ended = await project.run(words, { ...environment, PULUMI_BACKEND_URL: `file://${path}` });
      expectRefused(
        ended,
        2,
        /^The stacks can't be read: .* PULUMI_BACKEND_URL \(\/.* is no folder\)\. Set it to/,
      );
      project.expectUntouched();
    });
  },
);

test("a stack of which the state has no record is not called undeployed, and its file stays", async () => {
  const { code, stderr } = await project.run(["tenants", "destroy", "right", "--yes"], environment);
  expect(stderr).toMatch(/^right: skipped: the state in use \(file:\/\/\S+\) has no record of it$/m);
  expect(code).toBe(0);
  project.expectUntouched("out");
});

describe.each(damages.filter(({ kind }) => kind !== "missing"))("$title:", (how) => {
  test("a list of tenants continues with the others", async () => {
    damage(join(stacks(), "right.json"), checkpoint, how);
    const { code, stdout, stderr } = await project.run(["tenants", "list"], environment);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^right +cut short: its state was cut short: up takes the last backup/m);
    expect(stderr).not.toMatch(/^\s+at /m);
    project.expectUntouched();
  });

  test("a bulk run is not gone on with", async () => {
    const file = project.path("out/tenants/destroy.json");
    const whole = { version: 1, operation: "destroy", force: false, tenants: { right: "failed" } };
    damage(file, JSON.stringify(whole), how);
    const words = ["tenants", "destroy", "--resume", "--yes"];
    expectRefused(
      await project.run(words, environment),
      2,
      /^The journal \S+destroy\.json (?:was|is) .*: name the/,
    );
    project.expectUntouched("out");
  });

  test("rendered files stay", async () => {
    const words = ["render", "--stack", "right", "--out", project.path("rendered")];
    expect(await project.run(words)).toMatchObject({ code: 0 });
    const manifest = project.path("rendered/manifest.json");
    damage(manifest, readFileSync(manifest, "utf8"), how);
    expectRefused(
      await project.run(words),
      2,
      /^\S+ was not written by render, as far as manifest\.json there tells: move/,
    );
    project.expectUntouched("rendered");
  });
});
