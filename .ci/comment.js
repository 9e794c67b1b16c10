// @ts-check
"use strict";

/*
 * Posts a report as one comment of a pull request, or updates the one that this token's account posted before: node .ci/comment.js report.md.
 * That one begins with the report's first line; all pages of comments are read, so that a long discussion gets no second one. The line
 * alone identifies nothing: anyone can write it.
 */
const fs = require("node:fs");

/** @typedef {{ id: number, body?: string, user?: { login?: string } | null }} Comment */

/** @param {string} text */
const say = (text) => void process.stderr.write(`${text}\n`);

/**
 * @param {string} method
 * @param {string} url
 * @param {object} [body]
 */
async function ask(method, url, body) {
  return fetch(url, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${process.env.GITHUB_TOKEN ?? ""}`,
      "x-github-api-version": "2022-11-28",
    },
    ...(body && { body: JSON.stringify(body) }),
  });
}

/**
 * The login of the token's account, as comments carry it: `github-actions[bot]` for a job's own token. GraphQL's `viewer` answers for every
 * kind of token; `GET /user` refuses those of GitHub Actions and of apps.
 *
 * @param {string} api
 * @returns {Promise<string | undefined>} undefined if GitHub does not say
 */
async function ownLogin(api) {
  if (process.env.COMMENT_AUTHOR) return process.env.COMMENT_AUTHOR;
  // GitHub Enterprise Server has /api/v3 and /api/graphql.
  const url = process.env.GITHUB_GRAPHQL_URL || `${api.replace(/\/v3\/?$/, "")}/graphql`;
  const answer = await ask("POST", url, { query: "query { viewer { login } }" }).catch(() => undefined);
  if (!answer?.ok) return undefined;
  const body = /** @type {any} */ (await answer.json().catch(() => undefined));
  const login = body?.data?.viewer?.login;
  return typeof login === "string" && login !== "" ? login : undefined;
}

/**
 * @param {string} comments
 * @param {string} marker
 * @param {string} login
 * @returns {Promise<Comment | undefined>}
 */
async function earlier(comments, marker, login) {
  for (let page = 1; ; page += 1) {
    const answer = await ask("GET", `${comments}?per_page=100&page=${page}`);
    if (!answer.ok) throw new Error(`Comments can't be read (${answer.status}).`);
    const found = /** @type {Comment[]} */ (await answer.json());
    const own = found.find(({ body, user }) => user?.login === login && body?.split(/\r?\n/)[0] === marker);
    if (own || found.length < 100) return own;
  }
}

async function main() {
  const body = fs.readFileSync(process.argv[2] ?? "", "utf8");
  const api = process.env.GITHUB_API_URL || "https://api.github.com";
  const issues = `${api}/repos/${process.env.GITHUB_REPOSITORY}/issues`;
  const comments = `${issues}/${process.env.PULL_REQUEST}/comments`;
  const login = await ownLogin(api);
  if (!login)
    say("GitHub does not say whose token this is: an earlier comment is not updated. Set COMMENT_AUTHOR.");
  const own = login ? await earlier(comments, body.split("\n")[0] ?? "", login) : undefined;
  const updated = own && (await ask("PATCH", `${issues}/comments/${own.id}`, { body }));
  if (updated?.ok) return say("The comment is updated.");
  const posted = await ask("POST", comments, { body });
  if (posted.ok) return say("The comment is posted.");
  // A pull request from a fork may not write; its report is in the job's summary and among its files.
  if (posted.status === 403) return say("There is no right to comment here: see the job's summary.");
  throw new Error(`The comment can't be posted (${posted.status}).`);
}

main().catch((error) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
