// @ts-check
"use strict";

/*
 * Posts a report as one comment of a pull request, or updates the one that is there: node ci/comment.js report.md. It is found by
 * the report's first line, over all pages of comments: a long discussion must not bring a second one.
 */
const fs = require("node:fs");

/** @typedef {{ id: number, body?: string }} Comment */

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
 * @param {string} comments
 * @param {string} marker
 * @returns {Promise<Comment | undefined>}
 */
async function earlier(comments, marker) {
  for (let page = 1; ; page += 1) {
    const answer = await ask("GET", `${comments}?per_page=100&page=${page}`);
    if (!answer.ok) throw new Error(`Comments can't be read (${answer.status}).`);
    const found = /** @type {Comment[]} */ (await answer.json());
    const ours = found.find(({ body }) => body?.split(/\r?\n/)[0] === marker);
    if (ours || found.length < 100) return ours;
  }
}

async function main() {
  const body = fs.readFileSync(process.argv[2] ?? "", "utf8");
  const api = process.env.GITHUB_API_URL || "https://api.github.com";
  const issues = `${api}/repos/${process.env.GITHUB_REPOSITORY}/issues`;
  const comments = `${issues}/${process.env.PULL_REQUEST}/comments`;
  const ours = await earlier(comments, body.split("\n")[0] ?? "");
  // Where the earlier one is somebody else's, who may have been another account of ours, a new one has to do.
  const updated = ours && (await ask("PATCH", `${issues}/comments/${ours.id}`, { body }));
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
