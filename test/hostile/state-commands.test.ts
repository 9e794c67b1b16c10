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
