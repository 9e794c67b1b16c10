import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { resolveStacks } from "../system/stack-file";
import { writtenReport } from "../operations/report/formats/write";
import { type StackComparisons, compareStacks } from "../operations/report/stack-comparer";
import { type Change, changes, changingDefinition, sharedProfile } from "./support/report-changes";
import { checkout } from "./support/project-copy";
import type { LooseDefinition } from "./support/test-stack";

/*
 * The report of each kind of change, byte for byte, in each of its formats. After a wanted change: GOLDEN=update npx jest
 * report-golden, and the review shows what became of them.
 */
const update = process.env.GOLDEN === "update";
const formats = ["md", "html", "json"] as const;
const golden = (name: string, format: string) => join(__dirname, "golden", "report", `${name}.${format}`);

let root: string;

const write = (file: string, text: string) => writeFileSync(join(root, file), text);

/** The commit's name is part of a report, so it must be the same every time. */
const git = (...words: string[]) => {
  const date = "2026-01-01T00:00:00Z";
  const who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
  const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  execFileSync("git", ["-C", root, ...who, ...words], { env });
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "genesys-chat-report-"));
});

afterEach(() => rmSync(root, { recursive: true }));

function stackFile(definition: LooseDefinition, cipher: string): string {
  return stringify({
    config: {
      "genesys-chat:deployment": definition,
      "genesys-chat:secrets.request-chat-poll-url": { secure: `v1:${cipher}:x` },
    },
    encryptionsalt: "v1:x:v1:x:x",
  });
}

/** Another tenant's, with its own subnet and published port. */
function alike(definition: LooseDefinition, number: number): LooseDefinition {
  const copy = structuredClone(definition);
  copy.network.subnet = `10.214.${number}.0/24`;
  copy.mobileServices.GMS.ports.default.publish = 9000 + number;
  return copy;
}

/** The project before a change, committed, and after it, as it lies there. */
async function comparisonsOf(change: Change): Promise<StackComparisons> {
  const [definition, profile] = [changingDefinition(), structuredClone(sharedProfile)];
  const name = (number: number) => `t${String(number).padStart(2, "0")}`;
  const others = Array.from({ length: change.alike ?? 0 }, (_, index) => name(index + 1));
  write("Pulumi.yaml", readFileSync(join(checkout, "Pulumi.yaml"), "utf8"));
  mkdirSync(join(root, "profiles"));
  write("profiles/chat.yaml", stringify(profile));
  write("Pulumi.acme.yaml", stackFile(definition, "one"));
  others.forEach((stack, index) =>
    write(`Pulumi.${stack}.yaml`, stackFile(alike(definition, index + 1), "one")),
  );
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "before");

  change.edit?.(definition);
  change.profile?.(profile);
  write("profiles/chat.yaml", stringify(profile));
  const text = stackFile(definition, change.secret ? "two" : "one");
  write("Pulumi.acme.yaml", change.text?.(text) ?? text);
  if (change.tenant) write("Pulumi.beta.yaml", stackFile(alike(definition, 200), "beta"));
  return compareStacks(
    { stacks: resolveStacks(root), all: true, base: "HEAD", engine: false },
    { root, simulatorImage: () => "genesys-chat-simulator:0" },
  );
}

test.each(changes)("$name", async (change) => {
  const found = await comparisonsOf(change);
  for (const format of formats) {
    const text = await writtenReport(found, format);
    // Forty stacks of one shape, which the other cases hold line by line.
    if (format === "json" && change.alike !== undefined) {
      const { reports } = JSON.parse(text) as { reports: unknown[] };
      expect(reports).toHaveLength(change.alike + 1);
      continue;
    }
    if (update) {
      mkdirSync(join(__dirname, "golden", "report"), { recursive: true });
      writeFileSync(golden(change.name, format), text);
    }
    expect(existsSync(golden(change.name, format))).toBe(true);
    expect(text).toBe(readFileSync(golden(change.name, format), "utf8"));
    // No secret, sealed or not, is in any of them.
    expect(text).not.toMatch(/v1:(?:one|two|beta)/);
    if (format === "md") expect(text.length).toBeLessThan(60_000);
  }
});
