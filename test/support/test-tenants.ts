import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { project as projectName } from "../../model";
import type { BulkRunResult } from "../../operations/tenants/outcome";
import { freePort, freeSubnetRange } from "./free-subnets";
import { checkout, type ProjectCopy } from "./project-copy";
import type { Run } from "./process";

/** The profile that the test's tenants extend, as data. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests change it at will
export type LooseProfile = Record<string, any>;

/** Tenants of a test: added by the CLI to a copy of the project, from ranges that no other test uses. */
export class TestTenants {
  readonly stacks: readonly string[];

  private constructor(
    readonly project: ProjectCopy,
    count: number,
  ) {
    this.stacks = Array.from({ length: count }, (_, index) => `t${process.pid}acme${900 + index}`);
  }

  /** Writes ranges and profile; no tenant is added yet. */
  static async in(project: ProjectCopy, count: number): Promise<TestTenants> {
    const tenants = new TestTenants(project, count);
    const port = await freePort();
    mkdirSync(join(project.folder, "profiles"));
    // Beside the subnets of other tests and of the repository; room for 32 tenants of up to 29 applications.
    const within = freeSubnetRange();
    project.writeFile(
      "tenants.yaml",
      stringify({
        profile: "profiles/pair.yaml",
        publishedPorts: { from: port, to: port + 200 },
        subnets: { within, bits: 27 },
        dbids: { from: 201, to: 400 },
      }),
    );
    tenants.profile = parse(
      readFileSync(join(checkout, "examples", "profiles", "pair.yaml"), "utf8"),
    ) as LooseProfile;
    for (const stack of tenants.stacks) project.expectStack(stack);
    return tenants;
  }

  get profile(): LooseProfile {
    return parse(readFileSync(join(this.project.folder, "profiles", "pair.yaml"), "utf8")) as LooseProfile;
  }

  set profile(profile: LooseProfile) {
    writeFileSync(join(this.project.folder, "profiles", "pair.yaml"), stringify(profile));
  }

  /** `./chatstack tenants` with these words; many tenants may take their time. */
  tenants(...words: string[]): Promise<Run> {
    const timeoutSeconds = 120 + 60 * this.stacks.length;
    return this.project.startChatstack(["tenants", ...words], {}, timeoutSeconds).ended;
  }

  /** a bulk operation, with its document. */
  async run(...words: string[]): Promise<Run & { readonly result: BulkRunResult }> {
    const ended = await this.tenants(...words, "--json");
    if (ended.stdout === "")
      throw new Error(`tenants ${words.join(" ")} ended with ${ended.code}:\n${ended.stderr}`);
    return { ...ended, result: JSON.parse(ended.stdout) as BulkRunResult };
  }

  /** A tenant's own part of its definition. */
  definition(stack: string): LooseProfile {
    const file = parse(this.project.readStackFile(stack)) as { config: Record<string, LooseProfile> };
    return file.config[`${projectName}:deployment`]!;
  }

  url(stack: string): string {
    const { publish } = this.definition(stack).mobileServices.GMS.ports.default as { publish: number };
    return `http://127.0.0.1:${publish}/genesys`;
  }
}
