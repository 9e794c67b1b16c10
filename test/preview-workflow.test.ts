import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Problem } from "../model/problem";
import { endedWith } from "./support/messages";
import { run } from "./support/process";
import { checkout, noDaemon, ProjectCopy } from "./support/project-copy";

/* What operators' CI runs: the script of the workflow, as it runs. */
jest.setTimeout(300_000);

interface Request {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly token: string | undefined;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** GitHub's API for comments; records the requests. */
class Comments {
  readonly requests: Request[] = [];
  private readonly server: Server;

  constructor(answer: (request: Request) => Answer) {
    this.server = createServer((incoming, outgoing) => {
      let body = "";
      incoming.on("data", (text: Buffer) => (body += text.toString()));
      incoming.on("end", () => {
        const { method = "", url = "", headers } = incoming;
        const request = { method, url, body, token: headers.authorization };
        this.requests.push(request);
        const { status, body: said } = answer(request);
        outgoing.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(said));
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
  }
}

const marker = "<!-- genesys-chat report -->";
const user = { login: "github-actions[bot]" };
const page = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: from + index,
    body: `Word ${from + index}, ${marker}`,
    user,
  }));

/** What GitHub answers to the question whose token it is. */
const viewer = (login = user.login): Answer => ({ status: 200, body: { data: { viewer: { login } } } });
const asksViewer = ({ url }: Request) => url === "/graphql";

describe("the comment", () => {
  let folder: string;
  let github: Comments | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "genesys-chat-comment-"));
    writeFileSync(join(folder, "report.md"), `${marker}\n## News\n`);
  });

  afterEach(() => {
    github?.close();
    rmSync(folder, { recursive: true });
  });

  async function comment(answer: (request: Request) => Answer, more: NodeJS.ProcessEnv = {}) {
    github = new Comments(answer);
    const env = {
      ...process.env,
      GITHUB_API_URL: await github.listen(),
      GITHUB_GRAPHQL_URL: "",
      GITHUB_REPOSITORY: "acme/chat",
      GITHUB_TOKEN: "t",
      PULL_REQUEST: "7",
      ...more,
    };
    const ended = await run(process.execPath, [join(checkout, ".ci", "comment.js"), "report.md"], {
      cwd: folder,
      env,
    });
    return {
      ended,
      asked: github.requests.map(({ method, url }) => `${method} ${url}`),
      last: github.requests.at(-1)!,
    };
  }

  const path = "/repos/acme/chat/issues";

  test("is posted where there is none, with all that the report says", async () => {
    const { ended, asked, last } = await comment((request) =>
      asksViewer(request) ? viewer() : { status: request.method === "GET" ? 200 : 201, body: [] },
    );
    endedWith(0, ended);
    expect(asked).toEqual([
      "POST /graphql",
      `GET ${path}/7/comments?per_page=100&page=1`,
      `POST ${path}/7/comments`,
    ]);
    expect(JSON.parse(last.body)).toEqual({ body: `${marker}\n## News\n` });
    expect(last.token).toBe("Bearer t");
  });

  test("is updated in place, on whatever page, and a comment that only speaks of it is left alone", async () => {
    const pages = [page(1, 100), page(101, 100), [{ id: 300, body: `${marker}\r\nold`, user }]];
    const { ended, asked } = await comment((request) => {
      if (asksViewer(request)) return viewer();
      if (request.method !== "GET") return { status: 200, body: {} };
      return { status: 200, body: pages[Number(/page=(\d+)$/.exec(request.url)?.[1]) - 1] };
    });
    endedWith(0, ended);
    expect(asked.slice(3)).toEqual([
      `GET ${path}/7/comments?per_page=100&page=3`,
      `PATCH ${path}/comments/300`,
    ]);
  });

  test.each<[string, string, { login: string } | null]>([
    ["an outsider's", user.login, { login: "mallory" }],
    ["of an account that is called alike", user.login, { login: "github-actions" }],
    ["of an account that is gone", user.login, null],
    ["of the job's token, where a person's is used", "octocat", user],
  ])("is a new one beside one with its first line that is %s", async (_, login, author) => {
    const body = [{ id: 9, body: `${marker}\n## Forged\n`, user: author }];
    const { ended, asked } = await comment((request) => {
      if (asksViewer(request)) return viewer(login);
      return request.method === "GET" ? { status: 200, body } : { status: 201, body: {} };
    });
    endedWith(0, ended);
    expect(asked.at(-1)).toBe(`POST ${path}/7/comments`);
    expect(asked.filter((request) => request.startsWith("PATCH"))).toEqual([]);
  });

  test("is its own behind an outsider's with the same first line", async () => {
    const body = [
      { id: 9, body: `${marker}\nforged`, user: { login: "mallory" } },
      { id: 10, body: `${marker}\nold`, user },
    ];
    const { ended, asked } = await comment((request) => {
      if (asksViewer(request)) return viewer();
      return { status: 200, body: request.method === "GET" ? body : {} };
    });
    endedWith(0, ended);
    expect(asked.at(-1)).toBe(`PATCH ${path}/comments/10`);
  });

  test.each<Answer>([
    { status: 403, body: { message: "Resource not accessible by integration" } },
    { status: 200, body: { data: { viewer: null }, errors: [{ message: "no" }] } },
  ])("is a new one where GitHub does not say whose token it is", async (answer) => {
    const body = [{ id: 10, body: `${marker}\nold`, user }];
    const { ended, asked } = await comment((request) => {
      if (asksViewer(request)) return answer;
      return request.method === "GET" ? { status: 200, body } : { status: 201, body: {} };
    });
    endedWith(0, ended);
    expect(ended.stderr).toContain("Set COMMENT_AUTHOR.");
    expect(asked).toEqual(["POST /graphql", `POST ${path}/7/comments`]);
  });

  test("is that of the account in COMMENT_AUTHOR", async () => {
    const body = [{ id: 10, body: `${marker}\nold`, user: { login: "chat-bot" } }];
    const answer = ({ method }: Request) => ({ status: 200, body: method === "GET" ? body : {} });
    const { ended, asked } = await comment(answer, { COMMENT_AUTHOR: "chat-bot" });
    endedWith(0, ended);
    expect(asked).toEqual([`GET ${path}/7/comments?per_page=100&page=1`, `PATCH ${path}/comments/10`]);
  });

  test("is no failure where there is no right to write, as for a fork", async () => {
    const { ended } = await comment((request) =>
      asksViewer(request) ? viewer() : { status: request.method === "GET" ? 200 : 403, body: [] },
    );
    endedWith(0, ended);
    expect(ended.stderr).toContain("no right to comment");
  });

  test("is a failure where GitHub does not answer as it should", async () => {
    const { ended } = await comment((request) =>
      asksViewer(request) ? viewer() : { status: 502, body: {} },
    );
    endedWith(2, ended);
    expect(ended.stderr).toContain("Comments can't be read (502)");
  });
});

describe("the script, without a state as for a fork", () => {
  let project: ProjectCopy;
  let github: Comments;
  let environment: NodeJS.ProcessEnv;

  const git = (...words: string[]) => {
    const who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
    execFileSync("git", ["-C", project.folder, ...who, ...words]);
  };

  beforeAll(async () => {
    project = await ProjectCopy.make(noDaemon);
    cpSync(join(checkout, ".ci"), join(project.folder, ".ci"), { recursive: true });
    mkdirSync(join(project.folder, "out"));
    project.writeStackFile("dev", readFileSync(join(checkout, "Pulumi.dev.yaml"), "utf8"));
    project.writeFile(".gitignore", "bin/\nnode_modules\nstate/\nout/\n.chatstack/\n");
    git("init", "--quiet");
    git("add", ".");
    git("commit", "--quiet", "--message", "before");
    github = new Comments((request) =>
      asksViewer(request) ? viewer() : { status: request.method === "GET" ? 200 : 201, body: [] },
    );
    const { PULUMI_BACKEND_URL: _, ...rest } = project.environment;
    environment = {
      ...rest,
      BASE: "HEAD",
      GITHUB_API_URL: await github.listen(),
      GITHUB_GRAPHQL_URL: "",
      GITHUB_REPOSITORY: "acme/chat",
      GITHUB_TOKEN: "t",
      PULL_REQUEST: "7",
      GITHUB_STEP_SUMMARY: join(project.folder, "out", "summary.md"),
    };
  });

  afterAll(async () => {
    github?.close();
    await project?.remove();
  });

  const script = () =>
    run(join(project.folder, ".ci", "preview.sh"), ["out"], { cwd: project.folder, env: environment });
  const read = (file: string) => readFileSync(join(project.folder, "out", file), "utf8");

  test("posts one comment from the definitions alone, says so, and leaves HTML and JSON", async () => {
    const text = project.readStackFile("dev");
    project.writeStackFile("dev", text.replaceAll("transcript-auto-save: 2", "transcript-auto-save: 1"));
    endedWith(0, await script());
    const posted = github.requests.at(-1)!;
    expect(posted.method).toBe("POST");
    const { body } = JSON.parse(posted.body) as { body: string };
    expect(body.split("\n")[0]).toBe(marker);
    expect(body).toMatch(/By the definitions alone.*no state is available/);
    expect(body).toContain(
      "<code>settings/transcript-auto-save</code> | <code>2</code> | <code>1</code> | immediately",
    );
    expect(read("report.md")).toBe(body);
    expect(read("summary.md")).toBe(body);
    expect(read("report.html")).toMatch(/^<!doctype html>/);
    expect(JSON.parse(read("report.json"))).toMatchObject({ version: 1, reports: [{ stack: "dev" }] });
  });

  test("fails on an error, and posts it all the same", async () => {
    const text = project.readStackFile("dev");
    project.writeStackFile("dev", text.replace("[WebAPI,", "[WebAPY,"));
    endedWith(1, await script());
    const { body } = JSON.parse(github.requests.at(-1)!.body) as { body: string };
    expect(body).toMatch(/invalid, 1 error.*nothing would run/);
    expect(body).toContain("Did you mean");
  });

  test("fails on places that a new stack file takes from one that did not change, and says so at both", async () => {
    const text = readFileSync(join(checkout, "Pulumi.dev.yaml"), "utf8");
    project.writeStackFile("dev", text);
    project.writeStackFile("twin", text);
    endedWith(1, await script());
    const { reports } = JSON.parse(read("report.json")) as {
      reports: { stack: string; standing: string; problems: { fresh: Problem[] } }[];
    };
    expect(reports.map(({ stack, standing }) => [stack, standing])).toEqual([
      ["dev", "invalid"],
      ["twin", "invalid"],
    ]);
    for (const [index, [own, other]] of [["dev", "twin"] as const, ["twin", "dev"] as const].entries()) {
      const errors = reports[index]!.problems.fresh.filter(({ severity }) => severity === "error");
      expect(errors.map(({ rule }) => rule).sort()).toEqual([
        "published-port-of-other-stack",
        "subnet-of-its-own",
      ]);
      for (const { file, message } of errors) {
        expect(file).toBe(`Pulumi.${own}.yaml`);
        expect(message).toContain(`Pulumi.${other}.yaml`);
      }
      expect(read("report.md")).toContain(`<code>Pulumi.${own}.yaml:`);
    }
  });
});
