#!/bin/sh
# Checks and reports what a change does: for any CI system, with nothing but git and Node.js on PATH.
#
#   BASE=origin/main .ci/preview.sh [folder for the reports]
#
# BASE                  the revision to compare with; default HEAD^1, the first parent of a merge that a CI system makes
# PULUMI_BACKEND_URL    the state, to be read only; without it the report is of the definitions alone, and says so
# GITHUB_REPOSITORY, PULL_REQUEST and GITHUB_TOKEN: where to post the comment; without one of them nothing is posted
#
# Ends with 1 where a definition has an error, with 2 where something could not run.
#
# Run "./chatstack setup --no-docker" before it, without these variables: packages and tools need none of them.
set -u

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 2
folder=${1:-preview}
mkdir -p "$folder" || exit 2

# No Docker host is reached from here: whatever tried to would fail.
DOCKER_HOST=tcp://127.0.0.1:1
export DOCKER_HOST

engine=
[ -n "${PULUMI_BACKEND_URL:-}" ] || engine=--no-engine

"$root/chatstack" validate --all
valid=$?

# shellcheck disable=SC2086 # none or one word
"$root/chatstack" report --all --base "${BASE:-HEAD^1}" $engine --format md \
  --write "$folder/report.html" --write "$folder/report.json" > "$folder/report.md"
reported=$?

posted=0
if [ -s "$folder/report.md" ]; then
  [ -z "${GITHUB_STEP_SUMMARY:-}" ] || cat "$folder/report.md" >> "$GITHUB_STEP_SUMMARY"
  if [ -n "${GITHUB_REPOSITORY:-}" ] && [ -n "${PULL_REQUEST:-}" ] && [ -n "${GITHUB_TOKEN:-}" ]; then
    node "$root/.ci/comment.js" "$folder/report.md"
    posted=$?
  fi
fi

code=0
for each in "$valid" "$reported" "$posted"; do
  [ "$each" -le "$code" ] || code=$each
done
exit "$code"
