import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { main } from "../cli/main";
import { differenceDocument } from "../operations/export-difference/document";
import {
  compared,
  declaredText,
  exportedObjects,
  withOption,
  withServer,
} from "../operations/export-difference/fixtures";
import { reportFormats, writtenDocument } from "../operations/report/formats/write";

/* What `diff` prints, byte for byte. After a wanted change: GOLDEN=update npx jest test/export-difference. */
const update = process.env.GOLDEN === "update";

const chat = (section: string, option: string) => ["ChatServer1", section, option] as const;

/** Every kind of difference, and a secret in clear in each place where one can be. */
function clickedExport() {
  const gms = ["GMS", "service.request-chat-poll", "service"] as const;
  let objects = withOption(exportedObjects(), chat("settings", "transcript-auto-save"), "2");
  objects = withOption(objects, chat("settings", "of-a-template"), "<b>|`x`");
  objects = withOption(objects, chat("security", "secret"), "hunter2");
  objects = withOption(objects, chat("settings", "proxy"), "http://joe:hunter2@proxy.example/x");
  objects = withOption(objects, chat("log", "verbose"), "all");
  objects = withOption(objects, gms, "http://ors.example/hunter2");
  objects = withServer(objects, "WebAPI", (server) => ({
    ...server,
    connections: [],
    workingDirectory: "/web",
  }));
  objects = withServer(objects, "ContactServer", () => undefined);
  const other = objects.servers.find(({ name }) => name === "InteractionServer")!;
  return { ...objects, servers: [...objects.servers, { ...other, name: "Interaction2" }] };
}

test.each(reportFormats)("%s has the bytes that are kept, and no secret", async (format) => {
  const found = compared(declaredText, clickedExport());
  const document = { name: "diff", blocks: () => differenceDocument(found), data: found };
  const text = await writtenDocument(document, format);
  expect(text).not.toContain("hunter2");
  const file = join(__dirname, "golden", "export-difference", `diff.${format}`);
  if (update) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(existsSync(file)).toBe(true);
  expect(text).toBe(readFileSync(file, "utf8"));
});

test("a value in clear that hides another one is not shown either", () => {
  const text = declaredText.replace("settings: {", "security: { db-password: open }, settings: {");
  const objects = withOption(exportedObjects(), chat("security", "db-password"), "hunter2");
  const found = compared(text, objects);
  expect(JSON.stringify(found)).not.toMatch(/hunter2|"open"/);
  expect(found.values).toContainEqual(
    expect.objectContaining({
      option: "security/db-password",
      declared: "(hidden)",
      exported: "(another value, hidden)",
    }),
  );
});

describe("the command", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "genesys-chat-diff-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the command line in this process. */
  async function chatstack(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const output = { stdout: "", stderr: "" };
    const spies = (["stdout", "stderr"] as const).map((name) =>
      jest.spyOn(process[name], "write").mockImplementation((text) => {
        output[name] += String(text);
        return true;
      }),
    );
    try {
      return { code: await main(words), ...output };
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  }

  async function rendered(edit: (xml: string) => string = (xml) => xml): Promise<string> {
    const out = join(folder, "out");
    expect((await chatstack("render", "--stack", "dev", "--format", "cfgdata", "--out", out)).code).toBe(0);
    const file = join(folder, "export.xml");
    writeFileSync(file, edit(readFileSync(join(out, "cfgdata.xml"), "utf8")));
    return file;
  }

  test("ends with 0 if dev is what its hand-over says", async () => {
    const file = await rendered();
    const { code, stdout } = await chatstack("diff", "--stack", "dev", "--against", file, "--json");
    expect([code, JSON.parse(stdout)]).toMatchObject([
      0,
      { version: 1, stack: "dev", differences: 0, compared: 9 },
    ]);
  });

  test("ends with 1 if they differ, and writes files in the formats that their endings name", async () => {
    const file = await rendered((xml) =>
      xml.replace('key="transcript-auto-save" value="2"', 'key="transcript-auto-save" value="0"'),
    );
    const page = join(folder, "diff.html");
    const { code, stdout } = await chatstack(
      "diff",
      "--against",
      file,
      "--format",
      "terminal",
      "--write",
      page,
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Stack dev: 1 difference from/);
    expect(stdout).toMatch(
      /ChatServer1_B settings\/transcript-auto-save — .*Declared: 2, Declared in: Pulumi\.dev\.yaml:\d+, Export: 0/,
    );
    expect(readFileSync(page, "utf8")).toContain("<!doctype html>");
  });

  test.each([
    ["there is no such file", () => Promise.resolve(["--against", "absent.xml"]), /absent\.xml/],
    [
      "the export is cut off",
      async () => ["--against", await rendered((xml) => xml.slice(0, 900))],
      /export\.xml/,
    ],
    [
      "a value can't be understood",
      async () => ["--against", await rendered((xml) => xml.replace('type="59"', 'type="chat"'))],
      /export\.xml:\d+: error[^]*nothing was compared/,
    ],
    [
      "the tenant is misspelt",
      async () => ["--against", await rendered(), "--tenant", "Enviroment"],
      /no tenant Enviroment; it has Environment\. Pass one of these to --tenant/,
    ],
    [
      "the definition has an error",
      async () => {
        const file = join(folder, "wrong.yaml");
        writeFileSync(file, "chatServers: { A: { ports: 1 } }\n");
        return ["--file", file, "--against", await rendered()];
      },
      /wrong\.yaml:1[^]*nothing was compared/,
    ],
  ])("ends with 2 if %s", async (_, words, says) => {
    const { code, stdout, stderr } = await chatstack("diff", ...(await words()));
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(says);
  });
});
